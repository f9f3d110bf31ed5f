// paperdex-query over the sample, as a user runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "tests/end_to_end/json_value.h"
#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Gt;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;
using testing::UnorderedElementsAreArray;

constexpr char kSlotAttention[] = "2006.15055";
constexpr char kAttention[] = "1706.03762";

class Query : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = std::make_unique<Workplace>();
    ASSERT_THAT(place_->indexer({"add", kSample}), EndsWithStatus(0));
  }
  static void TearDownTestSuite() { place_.reset(); }

  static Outcome query(const Arguments& arguments, const std::string& input = "") {
    return place_->query(arguments, input);
  }
  // The ids that a search finds, all of them.
  static std::vector<std::string> ids(Arguments arguments) {
    arguments.insert(arguments.begin(), "search");
    arguments.insert(arguments.end(), {"--limit", "100", "--format", "ids"});
    return lines_of(query(arguments).out);
  }

  static std::unique_ptr<Workplace> place_;
};
std::unique_ptr<Workplace> Query::place_;

TEST_F(Query, FindsWordsBestFirst) {
  EXPECT_THAT(ids({"slot", "attention"}), AllOf(SizeIs(Gt(4U)), Contains(kSlotAttention)));
  EXPECT_EQ(ids({"slot", "attention"}).front(), kSlotAttention);
  EXPECT_EQ(ids({"attention is all you need"}).front(), kAttention);
  EXPECT_THAT(ids({"slot"}), Contains(kSlotAttention));
  EXPECT_THAT(ids({"slot", "-attention"}), Not(Contains(kSlotAttention)));
}

TEST_F(Query, FindsPhrases) {
  EXPECT_THAT(ids({"\"slot attention\""}),
              UnorderedElementsAre(kSlotAttention, "2305.11281", "2511.06754", "2110.11405"));
  EXPECT_THAT(ids({"title:\"slot attention\""}), ElementsAre(kSlotAttention));
  const Outcome looser = query({"search", "\"attention slot\""});
  EXPECT_THAT(looser, EndsWithStatus(0));
  EXPECT_THAT(looser.err, AllOf(IsOneLine(), HasSubstr("some of the words")));
}

bool has(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool has_author(const Paper& paper, const std::string& surname) {
  return std::any_of(paper.authors.begin(), paper.authors.end(),
                     [&](const std::string& author) { return author.ends_with(" " + surname); });
}

bool is_of(const Paper& paper, const std::string& from, const std::string& until) {
  const std::string day = paper.published ? paper.published->to_string() : "";
  return day >= from && day <= until;
}

TEST_F(Query, FiltersAsTheSampleItselfSays) {
  struct Case {
    Arguments arguments;
    std::function<bool(const Paper&)> is_meant;
  };
  const auto in_graphics = [](const Paper& paper) { return has(paper.categories, "cs.GR"); };
  const auto by_kingma = [](const Paper& paper) { return has_author(paper, "Kingma"); };
  const auto of_2023 = [](const Paper& paper) { return is_of(paper, "2023-01-01", "2023-12-31"); };
  const std::vector<Case> cases = {
      {{"--category", "cs.GR"}, in_graphics},
      {{"cat:cs.GR"}, in_graphics},
      {{"--category", "cs.GR", "--category", "cs.SE"},
       [&](const Paper& paper) { return in_graphics(paper) || has(paper.categories, "cs.SE"); }},
      {{"--author", "Kingma"}, by_kingma},
      {{"author:kingma"}, by_kingma},
      {{"author:\"tri dao\""}, [](const Paper& paper) { return has(paper.authors, "Tri Dao"); }},
      {{"--from", "2023", "--until", "2023"}, of_2023},
      {{"date:2023"}, of_2023},
      {{"date:2023 OR cat:cs.GR"}, [&](const Paper& paper) { return of_2023(paper) || in_graphics(paper); }},
      {{"-date:2023"}, [&](const Paper& paper) { return !of_2023(paper); }},
      {{"date:2023-12..2025-10-06"}, [](const Paper& paper) { return is_of(paper, "2023-12-01", "2025-10-06"); }},
      {{"--from", "2025-12-24"}, [](const Paper& paper) { return is_of(paper, "2025-12-24", "9999"); }},
      {{"--until", "2013-12-20"}, [](const Paper& paper) { return is_of(paper, "0", "2013-12-20"); }},
      {{"--source", "sample"}, [](const Paper&) { return true; }},
      {{"cat:cs.LG date:2025-11"},
       [](const Paper& paper) { return has(paper.categories, "cs.LG") && is_of(paper, "2025-11-01", "2025-11-30"); }},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(testing::PrintToString(test.arguments));
    std::vector<std::string> meant;
    for (const Paper& paper : sample_papers()) {
      if (test.is_meant(paper)) meant.push_back(paper.id);
    }
    ASSERT_FALSE(meant.empty());
    EXPECT_THAT(ids(test.arguments), UnorderedElementsAreArray(meant));
  }
}

TEST_F(Query, CompletesTheLastWordWhileTyping) {
  EXPECT_THAT(ids({"slo"}), Not(Contains(kSlotAttention)));
  EXPECT_THAT(ids({"slo", "--typing"}), Contains(kSlotAttention));
  EXPECT_EQ(ids({"slot", "atten", "--typing"}).front(), kSlotAttention);
}

TEST_F(Query, SortsByDateAndGoesFromPageToPage) {
  std::map<std::string, std::string> published;
  for (const Paper& paper : sample_papers()) published[paper.id] = paper.published->to_string();
  const auto dates = [&](const char* sort) {
    std::vector<std::string> result;
    for (const std::string& id : ids({"learning", "--sort", sort})) result.push_back(published.at(id));
    return result;
  };
  const std::vector<std::string> newest = dates("newest");
  EXPECT_GT(newest.size(), 10U);
  EXPECT_TRUE(std::is_sorted(newest.rbegin(), newest.rend()));
  const std::vector<std::string> oldest = dates("oldest");
  EXPECT_TRUE(std::is_sorted(oldest.begin(), oldest.end()));

  const std::vector<std::string> all = ids({"learning"});
  std::vector<std::string> by_pages;
  for (std::size_t offset = 0; offset < all.size(); offset += 7) {
    const Outcome page =
        query({"search", "learning", "--limit", "7", "--offset", std::to_string(offset), "--format", "ids"});
    for (const std::string& id : lines_of(page.out)) by_pages.push_back(id);
  }
  EXPECT_EQ(by_pages, all);
}

TEST_F(Query, AnswersInEveryFormat) {
  const std::vector<std::string> found = lines_of(query({"search", "slot attention", "--format", "ids"}).out);
  ASSERT_THAT(found, SizeIs(10));

  const Outcome text = query({"search", "slot attention"});
  EXPECT_THAT(text, EndsWithStatus(0));
  EXPECT_THAT(text.out, AllOf(StartsWith("1. Object-Centric Learning with Slot Attention\n"), HasSubstr(kSlotAttention),
                              HasSubstr("2020-06-26"), HasSubstr(" papers of 86\n"), Not(HasSubstr("<mark>"))));

  const Outcome json = query({"search", "slot attention", "--format", "json", "--facets", "--explain"});
  EXPECT_THAT(json.out, IsOneLine());
  const rapidjson::Document answer = json_of(json.out);
  ASSERT_TRUE(has_members(answer, {"query", "total", "offset", "limit", "took_ms", "index", "results", "facets"}));
  EXPECT_EQ(result_ids(answer), found);
  const rapidjson::Value& first = answer["results"][0];
  ASSERT_TRUE(has_members(first, {"title", "abstract", "authors", "categories", "published", "url", "source", "score",
                                  "highlights", "explain"}));
  EXPECT_THAT(text_member(first["highlights"], "title"), HasSubstr("<mark>Slot</mark>"));
  EXPECT_EQ(answer["index"]["documents"].GetInt(), 86);

  std::vector<std::string> of_lines;
  for (const std::string& line : lines_of(query({"search", "slot attention", "--format", "jsonl"}).out)) {
    of_lines.push_back(text_member(json_of(line), "id"));
  }
  EXPECT_EQ(of_lines, found);
}

TEST_F(Query, ShowsAPaperAsItWasAdded) {
  for (const Paper& paper : sample_papers()) {
    if (paper.id != kSlotAttention && paper.title.find('$') == std::string::npos) continue;
    const Outcome json = query({"show", paper.id, "--format", "json"});
    EXPECT_THAT(json, EndsWithStatus(0));
    EXPECT_EQ(paper_from_json(json.out), paper);
    EXPECT_THAT(query({"show", paper.id}).out, AllOf(StartsWith(paper.title + "\n"), HasSubstr(paper.abstract)));
  }
  EXPECT_THAT(query({"show", std::string(kSlotAttention) + "v2"}).out, HasSubstr("Slot Attention")) << "with a version";
}

TEST_F(Query, FindsRelatedPapersButNotTheSeed) {
  const Outcome ids = query({"related", kSlotAttention, "--format", "ids", "--limit", "5"});
  EXPECT_THAT(ids, EndsWithStatus(0));
  EXPECT_THAT(lines_of(ids.out),
              AllOf(SizeIs(5), Contains("2305.11281"), Contains("2210.05861"), Not(Contains(kSlotAttention))));
  const Outcome json = query({"related", kSlotAttention, "--format", "json", "--limit", "5"});
  EXPECT_EQ(result_ids(json_of(json.out)), lines_of(ids.out));
}

TEST_F(Query, SuggestsCompletions) {
  const Outcome outcome = query({"suggest", "slot", "att", "--limit", "3"});
  EXPECT_THAT(outcome, EndsWithStatus(0));
  EXPECT_THAT(lines_of(outcome.out), AllOf(SizeIs(3), Each(MatchesRegex("slot att[a-z]*\t[0-9]+"))));
  EXPECT_THAT(outcome.out, StartsWith("slot attention\t"));
}

TEST_F(Query, OffersAnotherSpelling) {
  EXPECT_THAT(query({"search", "gausian splatting"}).out, HasSubstr("Did you mean: gaussian splatting\n"));
}

TEST_F(Query, WritesARunAsTrecReadsIt) {
  const std::string topics = "7\tslot attention\n\nq.8\tretrieval for question answering: \"passages\" AND (\r\n";
  const Outcome outcome = query({"run", place_->file("topics.tsv", topics), "--limit", "5"});
  EXPECT_THAT(outcome, EndsWithStatus(0));
  const std::vector<std::string> lines = lines_of(outcome.out);
  ASSERT_THAT(lines, SizeIs(10));
  std::map<std::string, std::pair<int, double>> last;  // rank and score of each topic
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    std::istringstream columns(line);
    std::string topic, q0, id, tag, rest;
    int rank = 0;
    double score = 0;
    ASSERT_TRUE(columns >> topic >> q0 >> id >> rank >> score >> tag);
    EXPECT_FALSE(columns >> rest);
    EXPECT_EQ(q0 + " " + tag, "Q0 paperdex");
    const auto [place, is_first] = last.try_emplace(topic, 0, score);
    EXPECT_EQ(rank, place->second.first + 1);
    EXPECT_LE(score, place->second.second);
    place->second = {rank, score};
  }
  EXPECT_THAT(lines.front(), StartsWith("7 Q0 2006.15055 1 "));
  EXPECT_THAT(lines.back(), StartsWith("q.8 Q0 "));
  EXPECT_EQ(query({"run", "-", "--limit", "5"}, topics).out, outcome.out);

  const Outcome related = query({"run", "--related", "-", "--limit", "3"}, "1\t2006.15055\n2\tno.such.paper\n3\n");
  EXPECT_THAT(related, EndsWithStatus(1));
  EXPECT_THAT(lines_of(related.out), AllOf(SizeIs(3), Each(StartsWith("1 Q0 "))));
  EXPECT_THAT(lines_of(related.err),
              ElementsAre(StartsWith("skipped line=2 code="), StartsWith("skipped line=3 code=")));
}

}  // namespace
}  // namespace paperdex
