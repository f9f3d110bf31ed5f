#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "data/error.h"
#include "data/paper_id.h"
#include "indexer/sources/arxiv_snapshot.h"
#include "indexer/sources/arxiv_snapshot_source.h"
#include "indexer/sources/file_source.h"
#include "indexer/sources/hf_daily.h"
#include "indexer/sources/rfc1123.h"
#include "tests/indexer/text_bytes.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kSnapshotRecord[] = R"({
  "id": "0704.0009", "submitter": "A. Person", "authors": "A. Person, B. Other, and C. Third Jr.",
  "title": "Folded\n  titles of papers", "comments": "7 pages", "journal-ref": "J. Test 1 (2007) 2",
  "doi": "10.1000/one 10.1000/two", "report-no": "X-1", "categories": "math.CO cs.CG", "license": null,
  "abstract": "  We fold\ntitles.\n",
  "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
               {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"}],
  "update_date": "2008-11-26",
  "authors_parsed": [["Person", "A.", ""], ["Other", "B.", "", "Some University"], ["Third", "Cy", "Jr."]]})";

TEST(ArxivSnapshot, MapsEveryField) {
  Paper expected = make_paper("0704.0009", "Folded titles of papers", "We fold titles.", "2007-04-02T19:18:42Z");
  expected.updated = Date::parse("2007-07-24T20:10:27Z");
  expected.versions = {*expected.published, *expected.updated};
  expected.authors = {"A. Person", "B. Other", "C. Third Jr."};
  expected.categories = {"math.CO", "cs.CG"};
  expected.doi = "10.1000/one";
  expected.ids = {"10.1000/two"};
  expected.url = "https://arxiv.org/abs/0704.0009";
  expected.source = "arxiv";
  expected.comment = "7 pages";
  expected.journal_ref = "J. Test 1 (2007) 2";
  expected.report_no = "X-1";
  expected.revised = Date::parse("2008-11-26");
  EXPECT_EQ(paper_from_arxiv_snapshot(kSnapshotRecord), expected);
}

TEST(ArxivSnapshot, MakesDoWithoutFlatNamesAndVersions) {
  const Paper paper = paper_from_arxiv_snapshot(
      R"({"id":"math.AG/9901001","title":"T","authors_parsed":[["One","A.",""],["Two","B.","Jr.","X"]]})");
  EXPECT_EQ(paper.id, "math/9901001");
  EXPECT_EQ(paper.url, "https://arxiv.org/abs/math/9901001");
  EXPECT_THAT(paper.authors, ElementsAre("A. One", "B. Two Jr."));
  EXPECT_EQ(paper.published, Date::parse("1999-01"));
  EXPECT_FALSE(paper.updated);
  EXPECT_THAT(paper.versions, IsEmpty());
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
      {R"({"id":"1","title":"T","update_date":"today"})", "update_date"},
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

SourceContent read_file(const std::string& path, FileFormat format = FileFormat::kAuto) {
  FileSource source(path, format);
  return read_source(source);
}

SourceContent read_text(const std::string& text, FileFormat format = FileFormat::kAuto) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "papers").string();
  std::ofstream(path, std::ios::binary) << text;
  return read_file(path, format);
}

constexpr char kCslItem[] = R"({"id":"one","type":"article","title":"T","DOI":"10.1000/1"})";
constexpr char kRisRecord[] = "TY  - JOUR\nTI  - T\nER  - \n";

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
      {R"({"id":"1","title":"T","authors":["A"],"versions":["2020-01-01","2021"],"source":"own"})", "own"},
      {on_one_line(kSnapshotRecord), "arxiv"},
      {'[' + std::string(kSnapshotRecord) + ']', "arxiv"},
      {R"({"id":"0704.0001","title":"T","authors":"A","journal-ref":null})", "arxiv"},
      {on_one_line(kDailyItem), "hf-daily"},
      {'[' + std::string(kDailyItem) + ']', "hf-daily"},
      {R"({"id":"1","title":"T","summary":"S"})", "hf-daily"},
      {"no JSON\n" + jsonl, "own"},
      {R"({"id":"1","title":"T","type":"preprint","source":"own"})", "own"},
      {R"({"id":"1","title":"T","author":[],"issued":2020,"source":"own"})", "own"},
      {"PT Just papers\n" + jsonl, "own"},  // which begins as a record of Web of Science does
      {kCslItem, "csl-json"},
      {'[' + std::string(kCslItem) + ']', "csl-json"},
      {R"({"title":"T","type":"book","issued":{"raw":"2020"}})", "csl-json"},
      {R"({"title":"T","type":"book","author":[]})", "csl-json"},
      {R"({"title":"T","type":"book","container-title":"J"})", "csl-json"},
      {kRisRecord, "ris"},
      {"\xEF\xBB\xBF" + std::string(kRisRecord), "ris"},
      {"1.\r\n" + std::string(kRisRecord), "ris"},
      {"Export of today\n\n@ the library\n" + std::string(kRisRecord), "ris"},
      {std::string(63 * 1024, '\n') + kRisRecord, "ris"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.text);
    const SourceContent content = read_text(c.text);
    ASSERT_EQ(content.papers.size(), 1U);
    EXPECT_EQ(content.papers[0].source, c.source);
  }
}

TEST(FileSource, ObeysTheFormatItIsGiven) {
  EXPECT_EQ(read_text(R"({"id":"1","title":"T"})", FileFormat::kHfDaily).papers.at(0).source, "hf-daily");
  EXPECT_EQ(read_text(R"({"id":"1","title":"T"})", FileFormat::kArxivSnapshot).papers.at(0).source, "arxiv");
  EXPECT_EQ(read_text(R"({"id":"1","title":"T","summary":"S"})", FileFormat::kJsonl).papers.at(0).source, "");
  EXPECT_THROW(file_format_from_name("endnote"), InputError);
}

TEST(FileSource, ReadsFormatsThatAreNotJson) {
  EXPECT_EQ(read_text(kRisRecord, FileFormat::kRis).papers.at(0).source, "ris");
  EXPECT_EQ(read_text(kCslItem, FileFormat::kCslJson).papers.at(0).source, "csl-json");
  EXPECT_EQ(read_text(kRisRecord, FileFormat::kJsonl).rejected.size(), 3U);
  EXPECT_EQ(read_text("PT J\nTI T\nER\n").rejected.size(), 1U);
}

TEST(FileSource, TellsBibtexFromTheFirstEntry) {
  for (const char* text :
       {"@article{one, title = {T}}\n", "% of today\n\n  @STRING{a = \"b\"}\n", "\xEF\xBB\xBF@book{"}) {
    for (const Rejected& rejected : read_text(text).rejected) {
      EXPECT_FALSE(rejected.reason.starts_with("is not JSON")) << text << rejected.reason;
    }
  }
}

TEST(FileSource, NamesItsFormats) {
  for (const std::string& name : file_format_names()) EXPECT_NO_THROW(file_format_from_name(name));
  EXPECT_EQ(file_format_from_name("ris"), FileFormat::kRis);
  EXPECT_EQ(file_format_from_name("bibtex"), FileFormat::kBibtex);
  EXPECT_EQ(file_format_from_name("csl-json"), FileFormat::kCslJson);
}

TEST(FileSource, TellsItsBytes) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "papers").string();
  std::ofstream(path, std::ios::binary) << kRisRecord;
  FileSource source(path, FileFormat::kAuto);
  read_source(source);
  EXPECT_EQ(source.bytes().file_bytes_read(), sizeof kRisRecord - 1);
  EXPECT_EQ(source.bytes().file_bytes(), sizeof kRisRecord - 1);
}

TEST(FileSource, RejectsABadRecordWithItsLineAndGoesOn) {
  const SourceContent content = read_text(
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

HarvestTask snapshot_task(std::vector<std::string> paths) {
  HarvestTask task;
  task.config.kind = SourceKind::kArxivSnapshot;
  task.config.paths = std::move(paths);
  task.days = {20'000};
  return task;
}

TEST(ArxivSnapshotSource, ReadsItsFilesAndCoversItsDay) {
  const TemporaryFolder folder;
  const std::string one = (folder.path() / "one").string();
  const std::string two = (folder.path() / "two").string();
  std::ofstream(one) << "nonsense\n" << on_one_line(kSnapshotRecord) << "\n";
  std::ofstream(two) << R"([{"id":"0704.0002","title":"T"}])";
  const auto source = arxiv_snapshot_source(snapshot_task({one, two}));
  const SourceContent content = read_source(*source);
  ASSERT_EQ(content.papers.size(), 2U);
  EXPECT_EQ(content.papers[1].source, "arxiv");  // though it could be of any format
  ASSERT_EQ(content.rejected.size(), 1U);
  EXPECT_EQ(content.rejected[0].source, one);
  ASSERT_EQ(content.covered.size(), 1U);
  EXPECT_EQ(content.covered[0].day, 20'000);
  EXPECT_EQ(content.covered[0].announced, 3U);
  EXPECT_TRUE(content.covered[0].closed);
  EXPECT_TRUE(std::holds_alternative<Done>(source->next()));
}

TEST(ArxivSnapshotSource, AFileWhoseLastRecordIsNotWholeIsNeverCovered) {
  const std::string line = on_one_line(kSnapshotRecord);
  for (const std::string& text :
       {line + "\n" + line.substr(0, 100), "[" + line, "[" + line + "," + line.substr(0, 100)}) {
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "one").string();
    std::ofstream(path) << text;
    const auto source = arxiv_snapshot_source(snapshot_task({path}));
    EXPECT_THROW(read_source(*source), InputError) << text;
  }
}

TEST(ArxivSnapshotSource, AFileThatIsCutOffIsNeverCovered) {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "one.gz").string();
  std::ofstream(path, std::ios::binary) << std::string("\x1f\x8b\x08\0\0\0\0\0\0\3", 10);
  const auto source = arxiv_snapshot_source(snapshot_task({path}));
  try {
    source->next();
    ADD_FAILURE() << "was taken";
  } catch (const InputError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with(path)) << error.what();
  }
}

TEST(ArxivSnapshotSource, APathThatIsNoFileIsAnError) {
  const TemporaryFolder folder;
  EXPECT_THROW(arxiv_snapshot_source(snapshot_task({(folder.path() / "absent").string()})), InputError);
  EXPECT_THROW(arxiv_snapshot_source(snapshot_task({folder.path().string()})), InputError);
}

// Recorded files, where they are at hand: every record must become a paper.
}  // namespace
}  // namespace paperdex
