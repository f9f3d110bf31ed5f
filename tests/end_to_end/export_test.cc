// What paperdex-query exports, read by parsers that are not ours and by paperdex-index.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kParsers = PAPERDEX_SOURCE_DIR "/tests/end_to_end/export_parsers.py";
const std::string kPython = "/usr/bin/python3";  // Debian's, which has Debian's bibtexparser
const std::string kConference = PAPERDEX_SOURCE_DIR "/../shared/corpora/conference.jsonl.xz";
constexpr std::size_t kConferencePapers = 1000;

constexpr const char* kFormats[] = {"jsonl", "csv", "bibtex", "ris", "csl-json"};

// An index, and the first thousand of its papers in a file of each format.
class Exports {
 public:
  explicit Exports(const std::string& papers) {
    EXPECT_THAT(place_.indexer({"add", papers}), EndsWithStatus(0));
    for (const char* format : kFormats) {
      const Outcome outcome = place_.query({"search", "", "--sort", "newest", "--limit", "1000", "--format", format});
      EXPECT_THAT(outcome, EndsWithStatus(0)) << format;
      files_[format] = place_.file(std::string("export.") + format, outcome.out);
    }
  }

  const std::string& file(const std::string& format) const { return files_.at(format); }

  // Compares what a parser made of a file with the papers.
  void expect_same(const std::string& parser, const std::string& file, std::size_t papers) const {
    const Outcome outcome = run({kPython, kParsers, parser, file, files_.at("jsonl")});
    EXPECT_THAT(outcome, EndsWithStatus(0)) << parser << ' ' << file;
    const std::string count = std::to_string(papers);
    EXPECT_THAT(outcome.out, EndsWith("read=" + count + " papers=" + count + " differences=0\n"));
  }

  // The file as MODS, by bib2xml or ris2xml.
  std::string mods_of(const std::string& converter, const std::string& file) const {
    const Outcome outcome = run({converter, "-nt", "-un", file});
    EXPECT_THAT(outcome, EndsWithStatus(0));
    return place_.file(fs::path(converter).filename().string() + ".xml", outcome.out);
  }

 private:
  Workplace place_;
  std::map<std::string, std::string> files_;
};

class ExportParsers : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* program : {"/usr/bin/bib2xml", "/usr/bin/ris2xml"}) {
      if (!fs::exists(program)) GTEST_SKIP() << program << " is not there: install bibutils";
    }
    if (run({kPython, "-c", "import bibtexparser"}).status != 0) {
      GTEST_SKIP() << "python3-bibtexparser is not installed";
    }
  }

  static void expect_all_the_same(const Exports& exports, std::size_t papers) {
    exports.expect_same("bibtexparser", exports.file("bibtex"), papers);
    exports.expect_same("mods", exports.mods_of("/usr/bin/bib2xml", exports.file("bibtex")), papers);
    exports.expect_same("mods", exports.mods_of("/usr/bin/ris2xml", exports.file("ris")), papers);
    exports.expect_same("csl", exports.file("csl-json"), papers);
    exports.expect_same("csv", exports.file("csv"), papers);
  }
};

TEST_F(ExportParsers, ReadTheSample) { expect_all_the_same(Exports(kSample), kSamplePapers); }

// Papers whose texts look like the formats themselves. bib2xml takes \~{} and \^{} before a letter for its accent, so
// they are not there.
TEST_F(ExportParsers, ReadTextsThatLookLikeMarkup) {
  const Workplace place;
  const std::string papers = place.file(
      "papers.jsonl",
      R"({"id":"2001.00001","title":"@article{x, title = {y}} & 50% of #1_a ~5 ^ 6","authors":["A {B} C","X and Y","others"]}
{"id":"2001.00002","title":"A lone { and \"quotes\"","abstract":"A lone } too\\","published":"2020-06","authors":["Ada, B."]}
{"id":"2001.00003","title":"TY  - JOUR; ER  - ","abstract":"ER  - ","published":"2019","authors":["Frank van der Hulst"]}
{"id":"2001.00004","title":"=1+1","authors":["王 小明"],"published":"2018-01-02","doi":"10.1002/(a)<b>;2-c_d%25"}
{"id":"2001.00005","title":"學習 למידה 😀","url":"https://x.example/a%20b_c","published":"2017-12-31"}
{"id":"2001.00006","title":"The $k$-means of $x_i \\in \\{0, 1\\}$","venue":"NeurIPS & Co 2020"}
)");
  expect_all_the_same(Exports(papers), 6);
}

TEST_F(ExportParsers, ReadAThousandPapersOfConferences) {
  if (!fs::exists(kConference)) GTEST_SKIP() << "the collection is not there: " << kConference;
  const Workplace place;
  const Outcome taken = run({kPython, kParsers, "take", kConference, std::to_string(kConferencePapers)});
  ASSERT_THAT(taken, EndsWithStatus(0));
  expect_all_the_same(Exports(place.file("papers.jsonl", taken.out)), kConferencePapers);
}

std::map<std::string, Paper> papers_by_id(const Workplace& place) {
  std::map<std::string, Paper> papers;
  const Outcome outcome = place.query({"search", "", "--limit", "1000", "--format", "jsonl"});
  EXPECT_THAT(outcome, EndsWithStatus(0));
  for (const std::string& line : lines_of(outcome.out)) {
    Paper paper = paper_from_json(line);
    papers[paper.id] = paper;
  }
  return papers;
}

TEST(Export, IsAddedToAnotherIndexAsTheSamePapers) {
  const Exports exports(kSample);
  for (const char* format : {"jsonl", "bibtex", "ris", "csl-json"}) {
    SCOPED_TRACE(format);
    const Workplace place;
    const Outcome added = place.indexer({"add", exports.file(format)});
    EXPECT_THAT(added, EndsWithStatus(0));
    EXPECT_THAT(added.out, HasSubstr("added=86 updated=0 unchanged=0 rejected=0"));
    std::map<std::string, Paper> read = papers_by_id(place);
    for (const Paper& paper : sample_papers()) {
      SCOPED_TRACE(paper.id);
      ASSERT_EQ(read.count(paper.id), 1U);
      const Paper& same = read[paper.id];
      EXPECT_EQ(same.title, paper.title);
      EXPECT_EQ(same.abstract, paper.abstract);
      EXPECT_EQ(same.authors, paper.authors);
      EXPECT_EQ(same.published, paper.published);
      EXPECT_EQ(same.url, paper.url);
      if (std::string(format) == "jsonl") {
        EXPECT_EQ(same, paper);
      }
    }
  }
}

TEST(Export, OfAnUnknownFormatIsAUsageError) {
  const Workplace place;
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
  for (const Arguments& arguments : {Arguments{"search", "slot"}, {"show", "2006.15055"}, {"related", "2006.15055"}}) {
    Arguments with_format = arguments;
    with_format.insert(with_format.end(), {"--format", "endnote"});
    const Outcome outcome = place.query(with_format);
    EXPECT_THAT(outcome, EndsWithStatus(2));
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_EQ(outcome.err, "error: --format is none of text, json, ids, jsonl, csv, bibtex, ris, csl-json\n");
  }
}

}  // namespace
}  // namespace paperdex
