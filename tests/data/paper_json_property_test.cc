// What holds for any paper and any line.

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "data/paper_json.h"

namespace paperdex {
namespace {

// Papers of all kinds of text, valid after validate().
class PaperMaker {
 public:
  Paper paper() {
    Paper paper;
    paper.id = "id" + std::to_string(random_());
    paper.title = "t" + text();
    for (std::string Paper::*field : {&Paper::abstract, &Paper::venue, &Paper::doi, &Paper::source, &Paper::comment,
                                      &Paper::journal_ref, &Paper::report_no}) {
      if (chance()) paper.*field = text();
    }
    for (std::string Paper::*field : {&Paper::url, &Paper::repository, &Paper::project_page}) {
      if (chance()) paper.*field = "https://" + text();
    }
    while (chance()) paper.authors.push_back(text());
    while (chance()) paper.categories.push_back(text());
    if (chance()) paper.published = date();
    if (chance()) paper.updated = date();
    if (chance()) paper.upvotes = static_cast<std::int64_t>(random_());
    paper.withdrawn = chance();
    validate(paper);
    return paper;
  }

 private:
  bool chance() { return random_() % 2 == 0; }
  std::string text() {
    static const std::string kPieces[] = {
        "a",      "Word",   " ",      "\"",     "\\",         "<",      "</script>", "&amp;", "\n",  "\t",
        "\u2028", "\u2029", "\u00e9", "\u4e2d", "\U0001F600", "$x_1$",  "{}",        "{",     "}",   "\\emph{",
        "&lt;",   "i>",     "</i>",   "\\'e",   "``",         "''",     "--",        "~",     "[,]", "\\u0041",
        "\x01",   "\u0085", "'",      "\u0301", "/",          "\u202e", "\u2069"};
    std::string text;
    for (std::size_t i = random_() % 12; i > 0; --i) text += kPieces[random_() % std::size(kPieces)];
    return text;
  }
  Date date() {
    static constexpr const char* kDates[] = {"1665", "2024-02", "2024-02-29", "2024-06-12T09:30:01Z", "2099-12-31"};
    return *Date::parse(kDates[random_() % std::size(kDates)]);
  }

  std::mt19937_64 random_{1};
};

TEST(PaperJson, ReadsBackEveryPaperThatItWrites) {
  PaperMaker maker;
  for (int round = 0; round < 5000; ++round) {
    const Paper paper = maker.paper();
    const std::string line = paper_to_json(paper);
    ASSERT_EQ(line.find_first_of("\n<"), std::string::npos) << line;
    ASSERT_EQ(paper_from_json(line), paper) << line;
    ASSERT_EQ(paper_from_own_json(line), paper) << line;
    ASSERT_EQ(paper_to_json(paper_from_json(line)), line);
    Paper entry = paper;
    entry.entry = "0123456789abcdef";
    ASSERT_EQ(paper_from_own_json(paper_to_json(entry)), entry) << line;
    ASSERT_EQ(paper_from_json(paper_to_json(entry)), paper) << "nobody but the index says so";
  }
}

TEST(PaperJson, KnowsAStoredRecordThatIsNoPaper) {
  for (const char* line : {"", "{", "[]", "1", R"({"id":"1","authors":3})"}) {
    EXPECT_THROW(paper_from_own_json(line), Rejection) << line;
  }
}

TEST(PaperJson, NeverFailsButByRejection) {
  std::mt19937 random(2);
  const std::string good =
      R"({"id":"1","title":"T \u00e9","authors":["A"],"upvotes":12,"links":{"repository":"http://x"}})";
  for (int round = 0; round < 20'000; ++round) {
    std::string line = good;
    for (int change = 0; change < 3; ++change) {
      const std::size_t at = random() % line.size();
      switch (random() % 3) {
        case 0:
          line[at] = static_cast<char>(random());
          break;
        case 1:
          line.erase(at, 1 + random() % 4);
          break;
        default:
          line.insert(at, 1, "{}[]\",:\\u0\xff"[random() % 11]);
      }
      if (line.empty()) break;
    }
    try {
      const Paper paper = paper_from_json(line);
      ASSERT_EQ(paper_from_json(paper_to_json(paper)), paper) << line;
    } catch (const Rejection&) {
    }
  }
}

}  // namespace
}  // namespace paperdex
