#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "data/error.h"
#include "data/paper_id.h"
#include "indexer/sources/arxiv_snapshot.h"
#include "indexer/sources/file_source.h"
#include "indexer/sources/hf_daily.h"
#include "indexer/sources/rfc1123.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kSnapshotRecord[] = R"({
  "id": "0704.0009", "submitter": "A. Person", "authors": "A. Person, B. Other, and C. Third Jr.",
  "title": "Folded\n  titles of papers", "comments": "7 pages", "journal-ref": "J. Test 1 (2007) 2",
  "doi": "10.1000/one 10.1000/two", "report-no": null, "categories": "math.CO cs.CG", "license": null,
  "abstract": "  We fold\ntitles.\n",
  "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
               {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"}],
  "update_date": "2008-11-26",
  "authors_parsed": [["Person", "A.", ""], ["Other", "B.", "", "Some University"], ["Third", "C.", "Jr."]]})";

TEST(ArxivSnapshot, MapsEveryField) {
  Paper expected = make_paper("0704.0009", "Folded titles of papers", "We fold titles.", "2007-04-02T19:18:42Z");
  expected.updated = Date::parse("2007-07-24T20:10:27Z");
  expected.authors = {"A. Person", "B. Other", "C. Third Jr."};
  expected.categories = {"math.CO", "cs.CG"};
  expected.doi = "10.1000/one";
  expected.url = "https://arxiv.org/abs/0704.0009";
  expected.source = "arxiv";
  expected.comment = "7 pages";
  expected.journal_ref = "J. Test 1 (2007) 2";
  EXPECT_EQ(paper_from_arxiv_snapshot(kSnapshotRecord), expected);
}

TEST(ArxivSnapshot, MakesDoWithoutParsedNamesAndVersions) {
  const Paper paper = paper_from_arxiv_snapshot(
      R"({"id":"hep-th/9901001","title":"T","authors":"A. One, B. Two and\n C. Three","categories":"hep-th"})");
  EXPECT_THAT(paper.authors, ElementsAre("A. One", "B. Two", "C. Three"));
  EXPECT_EQ(paper.published, Date::parse("1999-01"));
  EXPECT_FALSE(paper.updated);
}

TEST(ArxivSnapshot, RejectsWithFieldAndReason) {
  const struct {
    const char* record;
    const char* field;
  } kCases[] = {
      {"[]", ""},
      {R"({"title":"T"})", "id"},
      {R"({"id":"1"})", "title"},
      {R"({"id":"1","title":"T","authors_parsed":"A. One"})", "authors_parsed"},
      {R"({"id":"1","title":"T","authors_parsed":[{"last":"One"}]})", "authors_parsed"},
      {R"({"id":"1","title":"T","authors_parsed":[[["One"]]]})", "authors_parsed"},
      {R"({"id":"1","title":"T","versions":[]})", "versions"},
      {R"({"id":"1","title":"T","versions":["v1"]})", "versions"},
      {R"({"id":"1","title":"T","versions":[{"created":"2007-04-02"}]})", "versions"},
      {R"({"id":"1","title":"T","categories":["cs.LG"]})", "categories"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.record);
    try {
      paper_from_arxiv_snapshot(c.record);
      ADD_FAILURE() << "was taken";
    } catch (const Rejection& rejection) {
      EXPECT_EQ(rejection.field(), c.field) << rejection.reason();
    }
  }
}

// Add a row for every way of saying it that was seen.
TEST(ArxivSnapshot, SeesAWithdrawalOfTheWholePaperOnly) {
  const struct {
    const char* text;
    bool withdrawn;
  } kCases[] = {
      {"This paper has been withdrawn by the author due to a crucial error in Lemma 3", true},
      {"This submission has been withdrawn.", true},
      {"The authors have withdrawn this paper", true},
      {"This article is now withdrawn", true},
      {"Paper withdrawn", true},
      {"Withdrawn", true},
      {"withdrawn.", true},
      {"Withdrawn due to an error", true},
      {"  WITHDRAWN because of an overlap", true},
      {"", false},
      {"12 pages", false},
      {"This paper shows that withdrawn books are read", false},
      {"Theorem 2 has been withdrawn", false},
      {"Withdrawn books are read more", false},
      {"The withdrawn sample is measured", false},
      {"12 pages; version 1 was withdrawn", false},
  };
  for (const auto& c : kCases) EXPECT_EQ(says_withdrawn(c.text), c.withdrawn) << c.text;
}

TEST(Rfc1123, ReadsDaysOfOneDigitAndTwo) {
  const struct {
    const char* text;
    const char* date;  // "" when it is none
  } kCases[] = {
      {"Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02T19:18:42Z"},
      {"Mon, 02 Apr 2007 19:18:42 GMT", "2007-04-02T19:18:42Z"},
      {"Sun, 31 Dec 2023 23:59:59 +0000", "2023-12-31T23:59:59Z"},
      {"Mon, 2 Apr 2007", ""},
      {"Mon, 2 Apr 2007 19:18:42 EST", ""},
      {"Mon, 31 Feb 2007 19:18:42 GMT", ""},
      {"Mon, 2 Foo 2007 19:18:42 GMT", ""},
      {"2 Apr 2007 19:18:42 GMT", ""},
      {"Mon, 2 Apr 2007 19:18:42 GMT again", ""},
      {"", ""},
  };
  for (const auto& c : kCases) {
    const auto date = date_from_rfc1123(c.text);
    EXPECT_EQ(date ? date->to_string() : "", c.date) << c.text;
  }
}

TEST(ArxivId, TellsItsMonth) {
  const struct {
    const char* id;
    const char* month;  // "" when it is no arXiv id
  } kCases[] = {
      {"0704.0001", "2007-04"},
      {"2006.15055", "2020-06"},
      {"hep-th/9901001", "1999-01"},
      {"cs/0112017", "2001-12"},
      {"math.AG/0601001", "2006-01"},
      {"0713.0001", ""},
      {"2006.15055v2", ""},
      {"nips1987/9e9dea5fe4", ""},
      {"2006.1505", "2020-06"},
      {"2006.150", ""},
      {"2006-15055", ""},
      {"", ""},
      {"/9901001", ""},
      {"hep-th/99010", ""},
  };
  for (const auto& c : kCases) {
    const auto month = month_of_arxiv_id(c.id);
    EXPECT_EQ(month ? month->to_string() : "", c.month) << c.id;
  }
}

constexpr char kDailyItem[] = R"({"paper":{"id":"2607.00001","authors":[
  {"_id":"a","name":"Ann Author","hidden":false},{"_id":"b","name":"Hid Den","hidden":true}],
  "publishedAt":"2026-07-28T00:00:00.000Z","submittedOnDailyAt":"2026-07-31T00:00:00.000Z",
  "title":"Slots in\n  two lines","summary":"We use slots.","upvotes":3,
  "githubRepo":"https://github.com/example/slots","projectPage":"slots.example.org"},
  "publishedAt":"2026-07-27T20:00:00.000Z","title":"Slots","summary":"Outer"})";

TEST(HfDaily, TakesTheInnerPaper) {
  Paper expected = make_paper("2607.00001", "Slots in two lines", "We use slots.", "2026-07-28T00:00:00Z");
  expected.authors = {"Ann Author"};
  expected.url = "https://arxiv.org/abs/2607.00001";
  expected.source = "hf-daily";
  expected.upvotes = 3;
  expected.shown = Date::parse("2026-07-31");
  expected.repository = "https://github.com/example/slots";
  EXPECT_EQ(paper_from_hf_daily(kDailyItem), expected);
}

TEST(HfDaily, TakesABareInnerPaperAndAnIdThatIsNotOfArxiv) {
  const Paper paper = paper_from_hf_daily(R"({"id":"some-paper","title":"T","summary":"S","upvotes":0})");
  EXPECT_EQ(paper.url, "https://huggingface.co/papers/some-paper");
  EXPECT_EQ(paper.upvotes, 0);
}

TEST(HfDaily, RejectsWithFieldAndReason) {
  const struct {
    const char* record;
    const char* field;
  } kCases[] = {
      {R"({"error":"Paper not found"})", "id"},
      {R"({"paper":"2607.00001"})", "paper"},
      {R"({"paper":{"id":"1","title":"T","authors":"A"}})", "authors"},
      {R"({"paper":{"id":"1","title":"T","publishedAt":"yesterday"}})", "publishedAt"},
      {R"({"paper":{"id":"1","title":"T","upvotes":"many"}})", "upvotes"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.record);
    try {
      paper_from_hf_daily(c.record);
      ADD_FAILURE() << "was taken";
    } catch (const Rejection& rejection) {
      EXPECT_EQ(rejection.field(), c.field) << rejection.reason();
    }
  }
}

struct FileContent {
  std::vector<Paper> papers;
  std::vector<Rejected> rejected;
};

FileContent read_file(const std::string& path, FileFormat format = FileFormat::kAuto) {
  FileSource source(path, format);
  FileContent content;
  for (;;) {
    auto item = source.next();
    if (std::holds_alternative<Done>(item)) return content;
    if (auto* paper = std::get_if<Paper>(&item)) content.papers.push_back(std::move(*paper));
    if (auto* rejected = std::get_if<Rejected>(&item)) content.rejected.push_back(std::move(*rejected));
  }
}

FileContent read_text(const std::string& text, FileFormat format = FileFormat::kAuto) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "papers").string();
  std::ofstream(path, std::ios::binary) << text;
  return read_file(path, format);
}

std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

TEST(FileSource, TellsTheFormatFromTheFirstRecord) {
  const std::string jsonl = R"({"id":"1","title":"Slots","source":"own"})";
  const struct {
    std::string text;
    const char* source;
  } kCases[] = {
      {jsonl, "own"},
      {'[' + jsonl + ']', "own"},
      {on_one_line(kSnapshotRecord), "arxiv"},
      {'[' + std::string(kSnapshotRecord) + ']', "arxiv"},
      {R"({"id":"0704.0001","title":"T","authors":"A","journal-ref":null})", "arxiv"},
      {on_one_line(kDailyItem), "hf-daily"},
      {'[' + std::string(kDailyItem) + ']', "hf-daily"},
      {R"({"id":"1","title":"T","summary":"S"})", "hf-daily"},
      {"no JSON\n" + jsonl, "own"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.text);
    const FileContent content = read_text(c.text);
    ASSERT_EQ(content.papers.size(), 1U);
    EXPECT_EQ(content.papers[0].source, c.source);
  }
}

TEST(FileSource, ObeysTheFormatItIsGiven) {
  EXPECT_EQ(read_text(R"({"id":"1","title":"T"})", FileFormat::kHfDaily).papers.at(0).source, "hf-daily");
  EXPECT_EQ(read_text(R"({"id":"1","title":"T"})", FileFormat::kArxivSnapshot).papers.at(0).source, "arxiv");
  EXPECT_EQ(read_text(R"({"id":"1","title":"T","summary":"S"})", FileFormat::kJsonl).papers.at(0).source, "");
  EXPECT_THROW(file_format_from_name("bibtex"), InputError);
}

TEST(FileSource, RejectsABadRecordWithItsLineAndGoesOn) {
  const FileContent content = read_text(
      "{\"id\":\"1\",\"title\":\"One\"}\n\nnonsense\n{\"id\":\"2\"}\n"
      "{\"id\":\"3\",\"title\":\"Three\",\"published\":\"soon\"}\n{\"id\":\"4\",\"title\":\"Four\"}");
  ASSERT_EQ(content.papers.size(), 2U);
  EXPECT_EQ(content.papers[1].id, "4");
  ASSERT_EQ(content.rejected.size(), 3U);
  EXPECT_EQ(content.rejected[0].line, 3U);
  EXPECT_EQ(content.rejected[1].line, 4U);
  EXPECT_EQ(content.rejected[1].field, "title");
  EXPECT_EQ(content.rejected[2].line, 5U);
  EXPECT_EQ(content.rejected[2].field, "published");
  for (const Rejected& rejected : content.rejected) EXPECT_TRUE(rejected.source.ends_with("/papers"));
}

// Recorded files, where they are at hand: every record must become a paper.
TEST(FileSource, ReadsRecordedFilesWhole) {
  const std::filesystem::path samples = std::filesystem::path(PAPERDEX_SOURCE_DIR) / "../shared/samples";
  const struct {
    const char* file;
    std::size_t papers;
    std::size_t rejected;
  } kCases[] = {
      {"kaggle/snapshot_head.jsonl", 200, 0},       {"kaggle/snapshot_head2.jsonl", 100, 0},
      {"kaggle/pretty_array_NOT_JSONL.json", 4, 0}, {"hf/scout_hf_papers.json", 30, 0},
      {"hf/sotawhat_hf_daily_papers.json", 30, 0},  {"hf/allnewsai_hf_daily_papers.json", 5, 0},
      {"hf/daily_papers_2602.23229.json", 1, 0},    {"hf/daily_papers_2609.16409.json", 1, 0},
      {"hf/paper_2609.35427_inner.json", 1, 0},     {"hf/paper_2509.24002_page_props.json", 1, 0},
      {"hf/paper_not_found_404.json", 0, 1},
  };
  for (const auto& c : kCases) {
    if (!std::filesystem::exists(samples / c.file)) GTEST_SKIP() << "needs " << samples / c.file;
    SCOPED_TRACE(c.file);
    const FileContent content = read_file((samples / c.file).string());
    EXPECT_EQ(content.papers.size(), c.papers);
    EXPECT_EQ(content.rejected.size(), c.rejected);
    for (const Paper& paper : content.papers) {
      EXPECT_TRUE(paper.published) << paper.id;
      EXPECT_FALSE(paper.abstract.empty()) << paper.id;
      EXPECT_THAT(paper.authors, testing::Not(IsEmpty())) << paper.id;
    }
  }
}

}  // namespace
}  // namespace paperdex
