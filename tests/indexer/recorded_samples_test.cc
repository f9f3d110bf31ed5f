// Real responses and files, when they lie beside the checkout, through their parsers. What is rejected is printed, to
// be judged by eye, and counted here so that it does not become more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "data/error.h"
#include "indexer/sources/acl.h"
#include "indexer/sources/arxiv.h"
#include "indexer/sources/file_source.h"
#include "indexer/sources/oai.h"
#include "indexer/sources/oai_page.h"
#include "tests/indexer/text_bytes.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

const fs::path kSamples = fs::path(PAPERDEX_SOURCE_DIR) / "../shared/samples";

struct Counts {
  std::size_t papers = 0;
  std::size_t rejected = 0;
  std::size_t faults = 0;  // documents that are no pages of a list

  friend bool operator==(const Counts&, const Counts&) = default;
};

std::ostream& operator<<(std::ostream& stream, const Counts& counts) {
  return stream << "papers=" << counts.papers << " rejected=" << counts.rejected << " faults=" << counts.faults;
}

using CountsOfFiles = std::map<std::string, Counts>;

// Of the files whose name holds `part`.
Counts sum_of(const CountsOfFiles& files, const std::string& part = "") {
  Counts sum;
  for (const auto& [name, counts] : files) {
    if (name.find(part) == std::string::npos) continue;
    sum.papers += counts.papers;
    sum.rejected += counts.rejected;
    sum.faults += counts.faults;
  }
  return sum;
}

// One line for each reason, with the lines or numbers of the records.
void print(const std::string& name, const SourceContent& content) {
  std::cout << name << ": papers=" << content.papers.size() << " rejected=" << content.rejected.size() << '\n';
  std::map<std::string, std::string> reasons;
  for (const Rejected& rejected : content.rejected) {
    reasons[rejected.field + ": " + rejected.reason] += ' ' + std::to_string(rejected.line);
  }
  for (const auto& [reason, lines] : reasons) std::cout << "  " << reason << " @" << lines << '\n';
}

class RecordedSamples : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kSamples)) GTEST_SKIP() << "the recorded responses are not there: " << kSamples;
  }

  // Every file of a folder but the notes about them.
  static CountsOfFiles read_all(const std::string& folder, SourceContent (*read)(const fs::path&)) {
    CountsOfFiles files;
    for (const auto& entry : fs::directory_iterator(kSamples / folder)) {
      const std::string name = entry.path().filename().string();
      if (name == "README") continue;
      try {
        const SourceContent content = read(entry.path());
        print(folder + '/' + name, content);
        files[name] = {content.papers.size(), content.rejected.size(), 0};
      } catch (const FetchError& error) {
        std::cout << folder << '/' << name << ": " << error.what() << '\n';
        files[name].faults = 1;
      }
    }
    return files;
  }
};

std::string text_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// As whichever of the two formats the records are; what the protocol calls an error is one rejection.
SourceContent read_oai_page(const fs::path& file) {
  std::string text = text_of_file(file);
  // A record that was asked for alone is a list of one.
  for (std::size_t at = 0; (at = text.find("GetRecord>", at)) != std::string::npos;)
    text.replace(at, 10, "ListRecords>");
  const OaiPage page = parse_oai_page(text);
  SourceContent content;
  for (const OaiError& error : page.errors) content.rejected.push_back({"", 0, error.code, error.text});
  for (const OaiRecord& record : page.records) {
    try {
      const bool is_dublin_core = local_name(record.metadata) == "dc";
      content.papers.push_back(is_dublin_core ? paper_from_oai_dc(record, "arxiv")
                                              : paper_from_arxiv_raw(record, "arxiv"));
    } catch (const Rejection& rejection) {
      const std::size_t number = content.papers.size() + content.rejected.size() + 1;
      content.rejected.push_back({"", number, rejection.field(), rejection.reason()});
    }
  }
  return content;
}

SourceContent read_file(const fs::path& file) {
  FileSource source(file.string(), FileFormat::kAuto);
  return read_source(source);
}

SourceContent read_acl(const fs::path& file) {
  HarvestTask task;
  task.config.kind = SourceKind::kAcl;
  task.config.name = "acl";
  task.config.paths = {file.string()};
  task.days = {0};
  return read_source(*acl_source(task));
}

// The folder has arXiv's other formats too, which nobody asks for.
TEST_F(RecordedSamples, OaiPages) {
  const CountsOfFiles files = read_all("arxiv-oai-server-rendered", read_oai_page);
  EXPECT_EQ(sum_of(files, "arXivRaw"), (Counts{152, 0, 0}));
  EXPECT_EQ(sum_of(files, "oai_dc"), (Counts{31, 0, 0}));
  EXPECT_EQ(sum_of(files, "arXiv_page"), (Counts{0, 497, 0}));
  EXPECT_EQ(sum_of(files, "arXiv.xml"), (Counts{0, 11, 0}));
  EXPECT_EQ(sum_of(files, "err_"), (Counts{0, 7, 0}));
  EXPECT_EQ(sum_of(files), (Counts{183, 516, 4}));
  EXPECT_EQ(sum_of(read_all("arxiv-oai-live", read_oai_page)), (Counts{0, 6, 1}));
}

TEST_F(RecordedSamples, ARepositorysIdentity) {
  const OaiIdentity identity = parse_oai_identity(text_of_file(kSamples / "arxiv-oai-server-rendered/Identify.xml"));
  EXPECT_TRUE(identity.errors.empty());
  EXPECT_EQ(Date::from_day(identity.earliest).to_string(), "2007-05-23");
  EXPECT_FALSE(identity.seconds);
}

TEST_F(RecordedSamples, WhatIsNoOaiPageIsAFault) {
  EXPECT_EQ(sum_of(read_all("arxiv-api", read_oai_page)), (Counts{0, 0, 24}));
  EXPECT_EQ(sum_of(read_all("arxiv-rss-server-rendered", read_oai_page)), (Counts{0, 0, 12}));
}

TEST_F(RecordedSamples, Snapshots) { EXPECT_EQ(sum_of(read_all("kaggle", read_file)), (Counts{304, 0, 0})); }

// What says that there is no such paper is none.
TEST_F(RecordedSamples, DailyPapers) { EXPECT_EQ(sum_of(read_all("hf", read_file)), (Counts{69, 1, 0})); }

TEST_F(RecordedSamples, Anthology) { EXPECT_EQ(sum_of(read_all("acl", read_acl)), (Counts{64, 0, 0})); }

// Made to try programs with: many have no title, and one is of another format.
TEST_F(RecordedSamples, References) {
  EXPECT_EQ(sum_of(read_all("ondisk/bibtex", read_file)), (Counts{163, 91, 0}));
  EXPECT_EQ(sum_of(read_all("ondisk/ris", read_file)), (Counts{18, 7, 0}));
  EXPECT_EQ(sum_of(read_all("ondisk/csl-json", read_file)), (Counts{1, 0, 0}));
}

// Of what only machines wrote nothing is missing.
TEST_F(RecordedSamples, PapersAreComplete) {
  for (const char* folder : {"kaggle", "hf"}) {
    for (const auto& entry : fs::directory_iterator(kSamples / folder)) {
      if (entry.path().filename() == "README") continue;
      for (const Paper& paper : read_file(entry.path()).papers) {
        EXPECT_TRUE(paper.published) << paper.id;
        EXPECT_FALSE(paper.abstract.empty()) << paper.id;
        EXPECT_FALSE(paper.authors.empty()) << paper.id;
      }
    }
  }
}

}  // namespace
}  // namespace paperdex
