#include "indexer/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "data/paper_json.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

constexpr char kTitle[] = "On the Unreasonable Warmth of Small Models";

// A record of few words: "source id doi=.. also=.. title=.. author=.. year=..".
struct Spec {
  std::string id;
  std::string doi;
  std::vector<std::string> ids;
  std::string title;
  std::string author;
  std::string year;
};

Paper record(const Spec& spec) {
  Paper paper = make_paper(spec.id, spec.title.empty() ? "T" : spec.title, "", spec.year);
  paper.doi = spec.doi;
  paper.ids = spec.ids;
  if (!spec.author.empty()) paper.authors = {spec.author};
  validate(paper);
  return paper;
}

struct Case {
  const char* name;
  std::vector<Spec> records;
  std::vector<std::vector<std::size_t>> papers;
  std::vector<std::set<std::size_t>> linked;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = {
      {"nothing in common", {{"a", "", {}, "", "", ""}, {"b", "", {}, "", "", ""}}, {{0}, {1}}, {{}, {}}},
      {"an arXiv id in any writing",
       {{"2006.15055", "", {}, "", "", ""},
        {"x", "10.48550/arXiv.2006.15055", {}, "", "", ""},
        {"y", "", {"https://arxiv.org/pdf/2006.15055v2.pdf"}, "", "", ""}},
       {{0, 1, 2}},
       {{}}},
      {"old arXiv ids without their subject class",
       {{"math.AG/9901001", "", {}, "", "", ""}, {"x", "", {"arXiv:math/9901001v3"}, "", "", ""}},
       {{0, 1}},
       {{}}},
      {"a DOI, one of several",
       {{"2006.15055", "10.1000/one 10.1000/TWO", {}, "", "", ""},
        {"x", "https://doi.org/10.1000/two", {}, "", "", ""}},
       {{0, 1}},
       {{}}},
      {"a DOI of two arXiv papers links them; what has the DOI alone joins neither",
       {{"2006.15055", "10.1000/x", {}, "", "", ""},
        {"2006.15056", "10.1000/x", {}, "", "", ""},
        {"a", "10.1000/x", {}, "", "", ""},
        {"b", "10.1000/x", {}, "", "", ""}},
       {{0}, {1}, {2, 3}},
       {{1, 2}, {0, 2}, {0, 1}}},
      {"another id", {{"a", "", {"pmid:1"}, "", "", ""}, {"b", "", {"PMID: 1"}, "", "", ""}}, {{0, 1}}, {{}}},
      {"another id against the DOI",
       {{"a", "10.1000/x", {"pmid:1"}, "", "", ""}, {"b", "10.1000/y", {"pmid:1"}, "", "", ""}},
       {{0}, {1}},
       {{1}, {0}}},
      {"title, family name and year",
       {{"a", "", {}, kTitle, "Ann B. Author", "2024"},
        {"b", "", {}, "On the unreasonable {W}armth of small models.", "Anna Author Jr.", "2025-03"}},
       {{0, 1}},
       {{}}},
      {"accents and markup do not tell titles apart",
       {{"a", "", {}, "A na\u00efve $k$-means for every day", "J. Erd\u0151s", "2024"},
        {"b", "", {}, "A naive k-means for every day", "J. Erdos", "2024"}},
       {{0, 1}},
       {{}}},
      {"years two apart",
       {{"a", "", {}, kTitle, "A. Author", "2023"}, {"b", "", {}, kTitle, "A. Author", "2025"}},
       {{0}, {1}},
       {{}, {}}},
      {"years in a chain are cut",
       {{"a", "", {}, kTitle, "A. Author", "2023"},
        {"b", "", {}, kTitle, "A. Author", "2024"},
        {"c", "", {}, kTitle, "A. Author", "2025"}},
       {{0, 1}, {2}},
       {{}, {}}},
      {"no year",
       {{"a", "", {}, kTitle, "A. Author", ""}, {"b", "", {}, kTitle, "A. Author", "2025"}},
       {{0}, {1}},
       {{}, {}}},
      {"another family name",
       {{"a", "", {}, kTitle, "A. Author", "2024"}, {"b", "", {}, kTitle, "A. Writer", "2024"}},
       {{0}, {1}},
       {{}, {}}},
      {"numbers that differ",
       {{"a", "", {}, "The tale of small models part 1", "A. Author", "2024"},
        {"b", "", {}, "The tale of small models part 2", "A. Author", "2024"}},
       {{0}, {1}},
       {{}, {}}},
      {"titles of four words say nothing",
       {{"a", "", {}, "Notes on small models", "A. Author", "2024"},
        {"b", "", {}, "Notes on small models", "A. Author", "2024"}},
       {{0}, {1}},
       {{}, {}}},
      {"a preprint and its publication",
       {{"2401.00001", "", {}, kTitle, "A. Author", "2024"}, {"b", "10.1000/x", {}, kTitle, "A. Author", "2024"}},
       {{0, 1}},
       {{}}},
      {"the title against DOIs",
       {{"a", "10.1000/x", {}, kTitle, "A. Author", "2024"},
        {"b", "10.1000/y", {}, kTitle, "A. Author", "2024"},
        {"c", "", {}, kTitle, "A. Author", "2024"}},
       {{0}, {1}, {2}},
       {{1, 2}, {0, 2}, {0, 1}}},
      {"a DOI and titles that contradict each other",
       {{"a", "10.1000/x", {}, "Protein folding with deep networks", "", ""},
        {"b", "10.1000/x", {}, "A survey of graph colouring", "", ""},
        {"c", "10.1000/x", {}, "Protein Folding, with a Deep Network", "", ""}},
       {{0, 2}, {1}},
       {{1}, {0}}},
      {"a DOI, titles that contradict each other, and the arXiv id",
       {{"2401.00001", "10.1000/x", {}, "Protein folding with deep networks", "", ""},
        {"b", "10.1000/x", {"2401.00001"}, "A survey of graph colouring", "", ""}},
       {{0, 1}},
       {{}}},
      {"titles agree in a chain",
       {{"a", "10.1000/x", {}, "Folding proteins", "", ""},
        {"b", "10.1000/x", {}, "Folding proteins and graphs, colouring maps", "", ""},
        {"c", "10.1000/x", {}, "Colouring maps", "", ""}},
       {{0, 1, 2}},
       {{}}},
      {"rules in their order: the DOI decides before the title can",
       {{"2401.00001", "10.1000/x", {}, kTitle, "A. Author", "2024"},
        {"2401.00002", "", {}, kTitle, "A. Author", "2024"},
        {"c", "10.1000/x", {}, kTitle, "A. Author", "2024"}},
       {{0, 2}, {1}},
       {{1}, {0}}},
  };
  return kCases;
}

TEST(Identity, GroupsByTheRulesInTheirOrder) {
  for (const Case& c : cases()) {
    std::vector<Paper> records;
    for (const Spec& spec : c.records) records.push_back(record(spec));
    const Grouping grouping = group_records(records, {});
    EXPECT_EQ(grouping.papers, c.papers) << c.name;
    EXPECT_EQ(grouping.linked, c.linked) << c.name;
  }
}

TEST(Identity, DoesNotDependOnTheOrderOfTheRecords) {
  std::mt19937 random(3);
  for (const Case& c : cases()) {
    std::vector<std::size_t> order(c.records.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (int run = 0; run < 10; ++run) {
      std::shuffle(order.begin(), order.end(), random);
      std::vector<Paper> records;
      for (const std::size_t i : order) records.push_back(record(c.records[i]));
      std::set<std::set<std::size_t>> papers, expected;
      for (const auto& paper : group_records(records, {}).papers) {
        std::set<std::size_t> original;
        for (const std::size_t i : paper) original.insert(order[i]);
        papers.insert(original);
      }
      for (const auto& paper : c.papers) expected.insert({paper.begin(), paper.end()});
      EXPECT_EQ(papers, expected) << c.name;
    }
  }
}

TEST(Identity, HarvestedRecordsAreOnePaperByTheirDoiWhateverTheirTitles) {
  Paper preprint = record({"2401.00001", "10.1000/x", {}, "Protein folding with deep networks", "", ""});
  Paper published = record({"b", "10.1000/x", {}, "A survey of graph colouring", "", ""});
  preprint.source = "arxiv";
  published.source = "crossref";
  EXPECT_EQ(group_records({preprint, published}, {}).papers.size(), 1U);
  published.source = "ris";
  EXPECT_EQ(group_records({preprint, published}, {}).papers.size(), 2U);
}

TEST(Identity, TitlesContradictEachOtherWhenTheyAreClearlyOfTwoPapers) {
  const struct {
    const char* title;
    const char* other;
    bool contradict;
  } kCases[] = {
      {"Protein folding with deep networks", "A survey of graph colouring", true},
      {"Deep networks for the folding of proteins", "Of the and for with a graph", true},
      {"Slot Attention", "slot attention.", false},
      {"{BERT}: Pre-training of $k$ Transformers", "BERT: Pre-Training of <i>k</i> transformers", false},
      {"BERT", "BERT: Pre-training of Deep Bidirectional Transformers", false},
      {"Pre-training of Deep Transformers", "BERT: Pre-training of Deep Transformers for Language", false},
      {"Predicting protien interaction with a deep network", "Predicting protein interactions with deep networks",
       false},
      {"One two alpha beta", "Gamma delta alpha beta", false},  // one in kSharedTitleWords
      {"One two alpha beta", "Gamma delta alpha theta", true},  // one fewer
      {"The tale of small models, part 1", "The tale of small models, part 2", true},
      {"The tale of small models, part 1", "The tale of small models", false},
      {"SemEval 2020 task 8", "SemEval 2020, task 8", false},
      {"The Who", "The Who", false},
      {"The Which", "A That", true},
      {"Nucl\u00e9aire et s\u00fbr", "Nucleaire et sur", false},
      {"\u6df1\u5ea6\u5b66\u4e60", "Deep learning", false},
      {"\u6df1\u5ea6\u5b66\u4e60", "\u56fe\u50cf", true},
      {"?!", "Deep learning", false},
  };
  for (const auto& c : kCases) {
    const Paper one = make_paper("a", c.title);
    const Paper other = make_paper("b", c.other);
    EXPECT_EQ(titles_contradict(one, other), c.contradict) << c.title << " | " << c.other;
    EXPECT_EQ(titles_contradict(other, one), c.contradict) << c.other << " | " << c.title;
    EXPECT_FALSE(titles_contradict(one, one)) << c.title;
  }
}

TEST(Identity, AVoidKeySaysNothing) {
  const std::vector<Paper> records = {record({"a", "10.1000/x", {}, "", "", ""}),
                                      record({"b", "10.1000/x", {}, "", "", ""})};
  EXPECT_EQ(group_records(records, {"10.1000/x"}).papers.size(), 2U);
}

TEST(Identity, TitlesAreComparedFromFiveWordsOn) {
  const auto key = [](const std::string& title) {
    return title_key(record({"a", "", {}, title, "An O'Author", "2024"}));
  };
  EXPECT_EQ(key("one two three four"), "");
  EXPECT_EQ(key("One, two; three (four) Five"), "one two three four five|oauthor");
}

}  // namespace
}  // namespace paperdex
