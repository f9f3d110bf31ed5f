// Files of references in an index: what of their entries becomes which paper, whatever comes when.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>

#include "data/paper_json.h"
#include "indexer/grouping.h"
#include "indexer/identity.h"
#include "indexer/merge.h"
#include "indexer/sources/file_source.h"
#include "indexer/staging.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

struct Entry {
  std::string key;
  std::string title;
  std::string author;  // "Roe, Xin and Soe, Sam"
  std::string date;
  std::string doi;
  std::string abstract;
  std::string journal;
  std::string url;
};

std::string bibtex(const std::vector<Entry>& entries) {
  std::string text;
  for (const Entry& e : entries) {
    text += "@article{" + e.key + ",\n title = {" + e.title + "},\n author = {" + e.author + "},\n date = {" + e.date +
            "},\n doi = {" + e.doi + "},\n abstract = {" + e.abstract + "},\n journal = {" + e.journal +
            "},\n url = {" + e.url + "}}\n";
  }
  return text;
}

std::string ris(const std::vector<Entry>& entries) {
  std::string text;
  for (const Entry& e : entries) {
    text += "TY  - JOUR\nID  - " + e.key + "\nTI  - " + e.title + "\nPY  - " + e.date + "\nDO  - " + e.doi +
            "\nAB  - " + e.abstract + "\nJO  - " + e.journal + "\nUR  - " + e.url + "\n";
    if (!e.author.empty()) text += "AU  - " + e.author.substr(0, e.author.find(" and ")) + "\n";
    text += "ER  - \n";
  }
  return text;
}

std::string csl(const std::vector<Entry>& entries) {
  std::string text = "[";
  for (const Entry& e : entries) {
    text.append(text.size() > 1 ? ",\n" : "\n");
    text += R"({"type":"article","id":")" + e.key + R"(","title":")" + e.title + R"(","DOI":")" + e.doi +
            R"(","author":[{"literal":")" + e.author.substr(0, e.author.find(" and ")) + R"("}],"issued":{"raw":")" +
            e.date + R"("},"abstract":")" + e.abstract + R"(","container-title":")" + e.journal + R"(","URL":")" +
            e.url + "\"}";
  }
  return text + "\n]\n";
}

struct Counts {
  int added = 0;
  int updated = 0;
  int unchanged = 0;

  friend bool operator==(const Counts&, const Counts&) = default;
};

std::ostream& operator<<(std::ostream& stream, const Counts& counts) {
  return stream << "added " << counts.added << " updated " << counts.updated << " unchanged " << counts.unchanged;
}

// A folder of files, and an index that they are added to.
class Library {
 public:
  explicit Library(const TemporaryFolder& files) : files_(files), lock_(IndexDir(index_.path())), staging_(lock_) {}

  // As `paperdex-index add`, but for the commit.
  Counts add(const std::string& name, const std::vector<Entry>& entries) {
    Counts counts;
    for (const Paper& paper : read(name, entries)) {
      const Staging::Outcome outcome = staging_.upsert(paper);
      ++(outcome == Staging::Outcome::kAdded     ? counts.added
         : outcome == Staging::Outcome::kUpdated ? counts.updated
                                                 : counts.unchanged);
    }
    return counts;
  }

  std::vector<Paper> read(const std::string& name, const std::vector<Entry>& entries) const {
    const std::string path = (files_.path() / name).string();
    std::ofstream(path) << (name.ends_with(".ris")    ? ris(entries)
                            : name.ends_with(".json") ? csl(entries)
                                                      : bibtex(entries));
    FileSource source(path, FileFormat::kAuto);
    std::vector<Paper> papers;
    for (;;) {
      SourceItem item = source.next();
      if (std::holds_alternative<Done>(item)) return papers;
      papers.push_back(std::get<Paper>(item));
    }
  }

  Staging& staging() { return staging_; }

  // Commits.
  std::vector<StoredPaper> stored() {
    staging_.commit();
    const Xapian::Database& database = staging_.database();
    std::vector<StoredPaper> papers;
    for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
      papers.push_back(decode_stored(database.get_document(*posting).get_data()));
    }
    return papers;
  }

  // What readers are told of them, sorted.
  std::vector<std::string> papers() {
    std::vector<std::string> papers;
    for (const StoredPaper& each : stored()) papers.push_back(content_of_record(each.paper));
    std::sort(papers.begin(), papers.end());
    return papers;
  }

  Paper paper(const std::string& id) {
    for (const StoredPaper& each : stored()) {
      if (each.paper.id == id) return each.paper;
    }
    ADD_FAILURE() << "no paper " << id;
    return {};
  }

 private:
  const TemporaryFolder& files_;
  TemporaryFolder index_;
  IndexLock lock_;
  Staging staging_;
};

const char* const kTitles[] = {"Predicting the folds of proteins with deep networks", "Colouring sparse graphs",
                               "Weather over mountains: a survey of five methods", "Editorial"};

class EntriesTest : public testing::Test {
 protected:
  TemporaryFolder files_;
};

class RandomFiles {
 public:
  explicit RandomFiles(unsigned seed) : random_(seed) {}

  std::map<std::string, std::vector<Entry>> files() {
    std::map<std::string, std::vector<Entry>> files;
    for (const char* name : {"a.bib", "b.bib", "c.ris", "d.json"}) {
      for (int i = pick(6); i > 0; --i) files[name].push_back(entry());
    }
    return files;
  }

  // One field at a time, as people do.
  void correct(Entry& entry) {
    const Entry other = this->entry();
    switch (pick(5)) {
      case 0:
        entry.title += " (corrected)";
        break;
      case 1:
        entry.doi = other.doi;
        break;
      case 2:
        entry.author = other.author;
        break;
      case 3:
        entry.abstract = other.abstract;
        break;
      default:
        entry.date = other.date;
    }
  }

  template <typename List>
  void shuffle(List& list) {
    std::shuffle(list.begin(), list.end(), random_);
  }
  int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

 private:
  std::string one_of(std::initializer_list<const char*> texts) {
    return texts.begin()[pick(static_cast<int>(texts.size()))];
  }

  Entry entry() {
    Entry entry;
    entry.key = "key" + std::to_string(pick(4));
    entry.title = kTitles[pick(4)];
    if (pick(4) == 0) entry.title += one_of({".", " revisited", ": an overview"});
    entry.author = one_of({"", "Roe, X.", "Roe, Xin", "Roe, Xin and Soe, Sam", "Poe, Ann"});
    entry.date = one_of({"", "2017", "2017-06", "2017-07-02", "2018"});
    if (pick(3) > 0) entry.doi = "10.1000/" + std::to_string(pick(3));
    if (pick(2) == 0) entry.abstract = one_of({"An abstract.", "Another abstract, which is longer."});
    if (pick(2) == 0) entry.journal = one_of({"J. Chem. Inf.", "Journal of Chemical Information"});
    if (pick(3) == 0) entry.url = "https://x.example/" + std::to_string(pick(3));
    return entry;
  }

  std::mt19937 random_;
};

template <typename Value>
bool is_known(const Value& value) {
  return value != Value{};
}

// That nothing which a record says is missing from its paper, but where a merge rule leaves it out.
void expect_nothing_missing(const StoredPaper& stored) {
  const Paper& paper = stored.paper;
  const std::vector<std::string> ids = ids_of(paper);
  for (const Paper& record : stored.records) {
    SCOPED_TRACE(paper_to_json(record) + " in " + paper_to_json(paper));
    for (const auto field : {&Paper::title, &Paper::abstract, &Paper::venue, &Paper::doi, &Paper::url}) {
      EXPECT_TRUE(is_known(paper.*field) || !is_known(record.*field));
    }
    EXPECT_GE(paper.authors.size(), record.authors.size());
    EXPECT_TRUE(paper.published || !record.published);
    for (const std::string& id : ids_of(record)) EXPECT_THAT(ids, testing::Contains(id));
    std::vector<std::string> urls = paper.urls;
    urls.push_back(paper.url);
    EXPECT_THAT(urls, testing::Contains(record.url.empty() ? paper.url : record.url));
  }
}

TEST_F(EntriesTest, AnyOrderOfEntriesAndFilesGivesTheSamePapers) {
  RandomFiles random(5);
  for (int round = 0; round < 8; ++round) {
    SCOPED_TRACE(round);
    const std::map<std::string, std::vector<Entry>> files = random.files();
    std::vector<std::string> expected;
    for (int order = 0; order < 3; ++order) {
      Library library(files_);
      std::vector<std::pair<std::string, std::vector<Entry>>> shuffled(files.begin(), files.end());
      if (order > 0) random.shuffle(shuffled);
      std::vector<std::string> read;
      for (auto& [name, entries] : shuffled) {
        if (order > 0) random.shuffle(entries);
        library.add(name, entries);
        for (const Paper& record : library.read(name, entries)) read.push_back(content_of_record(record));
      }
      if (order == 0) expected = library.papers();
      ASSERT_EQ(library.papers(), expected);
      std::vector<std::string> kept;
      for (const StoredPaper& stored : library.stored()) {
        expect_nothing_missing(stored);
        for (const Paper& record : stored.records) kept.push_back(content_of_record(record));
      }
      ASSERT_THAT(kept, testing::UnorderedElementsAreArray(read));
      for (const auto& [name, entries] : shuffled) {
        ASSERT_EQ(library.add(name, entries), (Counts{0, 0, static_cast<int>(entries.size())})) << "again";
      }
    }
  }
}

TEST_F(EntriesTest, CorrectedFilesGiveThePapersOfWhatTheySayNow) {
  RandomFiles random(6);
  for (int round = 0; round < 4; ++round) {
    SCOPED_TRACE(round);
    std::map<std::string, std::vector<Entry>> files = random.files();
    Library library(files_);
    for (const auto& [name, entries] : files) library.add(name, entries);
    for (int step = 0; step < 8; ++step) {
      auto& [name, entries] = *std::next(files.begin(), random.pick(static_cast<int>(files.size())));
      if (entries.empty()) continue;
      random.correct(entries[static_cast<std::size_t>(random.pick(static_cast<int>(entries.size())))]);
      const Counts counts = library.add(name, entries);
      EXPECT_EQ(counts.added, 0);
      EXPECT_LE(counts.updated, 1);
      Library fresh(files_);
      for (const auto& [name, entries] : files) fresh.add(name, entries);
      ASSERT_EQ(library.papers(), fresh.papers());
    }
  }
}

TEST_F(EntriesTest, ASecondEntryWithTheDoiAddsWhatItKnows) {
  Library library(files_);
  const std::vector<Entry> entries = {
      {"one", kTitles[0], "Roe, Xin and Soe, Sam", "2017-06", "10.1000/x", "What the first knows.", "J. Folds", ""},
      {"two", kTitles[0], "Roe, X.", "2017", "10.1000/x", "", "", "https://x.example/two"}};
  EXPECT_EQ(library.add("a.bib", entries), (Counts{2, 0, 0}));
  ASSERT_THAT(library.papers(), SizeIs(1));
  const Paper paper = library.paper("10.1000/x");
  EXPECT_EQ(paper.abstract, "What the first knows.");
  EXPECT_THAT(paper.authors, ElementsAre("Xin Roe", "Sam Soe"));
  EXPECT_EQ(paper.published, Date::parse("2017-06"));
  EXPECT_EQ(paper.venue, "J. Folds");
  EXPECT_EQ(paper.url, "https://x.example/two");
  EXPECT_EQ(paper.source, "bibtex");
  EXPECT_EQ(library.add("a.bib", entries), (Counts{0, 0, 2}));
}

TEST_F(EntriesTest, EntriesWithADoiAndTitlesThatContradictEachOtherAreTwoPapersWithIdsOfTheirOwn) {
  Library library(files_);
  std::vector<Entry> entries = {{"one", kTitles[0], "Roe, Xin", "2017", "10.1000/x", "", "", ""},
                                {"two", kTitles[1], "Poe, Ann", "2018", "10.1000/x", "", "", ""}};
  library.add("a.bib", entries);
  std::vector<StoredPaper> stored = library.stored();
  ASSERT_THAT(stored, SizeIs(2));
  if (stored[0].paper.id != "10.1000/x") std::swap(stored[0], stored[1]);
  EXPECT_EQ(stored[0].paper.id, "10.1000/x");
  EXPECT_TRUE(stored[1].paper.id.starts_with("paper:")) << stored[1].paper.id;
  EXPECT_EQ(stored[1].paper.doi, "10.1000/x");
  EXPECT_THAT(stored[0].paper.linked, ElementsAre(stored[1].paper.id));
  EXPECT_THAT(stored[1].paper.linked, ElementsAre("10.1000/x"));
  EXPECT_THAT(stored[1].terms(), testing::Contains(id_term(stored[1].paper.id))) << "it is found by it";
  EXPECT_EQ(library.add("a.bib", entries), (Counts{0, 0, 2}));

  entries[1].doi = "10.1000/y";
  EXPECT_EQ(library.add("a.bib", entries), (Counts{0, 1, 1}));
  EXPECT_THAT(library.paper("10.1000/x").linked, IsEmpty());
  EXPECT_EQ(library.paper("10.1000/y").title, kTitles[1]);
  EXPECT_THAT(library.papers(), SizeIs(2));
}

TEST_F(EntriesTest, WhoIsHarvestedKeepsItsIdFromAnEntryThatBorrowsIt) {
  Library library(files_);
  Paper crossref = make_paper("10.1000/x", kTitles[0]);
  crossref.source = "crossref";
  library.staging().upsert(crossref);
  library.add("a.bib", {{"one", kTitles[1], "", "", "10.1000/x", "", "", ""}});
  EXPECT_EQ(library.paper("10.1000/x").title, kTitles[0]);
  EXPECT_THAT(library.papers(), SizeIs(2));
}

TEST_F(EntriesTest, FilesOfOneNameOrKeyDoNotOverwriteEachOther) {
  std::filesystem::create_directory(files_.path() / "other");
  Library library(files_);
  const Entry one = {"smith2020", kTitles[0], "Smith, A.", "2020", "", "One", "", ""};
  const Entry two = {"smith2020", kTitles[1], "Smith, B.", "2020", "", "Two", "", ""};
  const Entry three = {"smith2020", kTitles[1], "Smith, B.", "2020", "", "", "Three", ""};
  EXPECT_EQ(library.add("a.bib", {one}), (Counts{1, 0, 0}));
  EXPECT_EQ(library.add("b.bib", {two}), (Counts{1, 0, 0}));
  EXPECT_EQ(library.add("other/a.bib", {three, one}), (Counts{2, 0, 0}));
  EXPECT_THAT(library.papers(), SizeIs(2));
  EXPECT_EQ(library.add("a.bib", {one}), (Counts{0, 0, 1}));
  EXPECT_EQ(library.add("b.bib", {two}), (Counts{0, 0, 1}));
}

TEST_F(EntriesTest, AnotherPaperUnderAnOldKeyLeavesTheOldOne) {
  Library library(files_);
  library.add("export.bib", {{"1", kTitles[0], "", "2020", "10.1000/x", "", "", ""}});
  EXPECT_EQ(library.add("export.bib", {{"1", kTitles[1], "", "2020", "10.1000/y", "", "", ""}}), (Counts{1, 0, 0}));
  EXPECT_THAT(library.papers(), SizeIs(2));
}

// As it was stored before entries had names.
Paper without_entry(Paper record) {
  record.entry.clear();
  return record;
}

TEST_F(EntriesTest, AnIndexFromBeforeEntriesHadNamesBecomesAsGoodAsNew) {
  RandomFiles random(7);
  for (int round = 0; round < 5; ++round) {
    std::map<std::string, std::vector<Entry>> files = random.files();
    Library old(files_);
    Library fresh(files_);
    for (const auto& [name, entries] : files) {
      for (const Paper& record : old.read(name, entries)) {
        old.staging().upsert(without_entry(record));
      }
    }
    for (const auto& [name, entries] : files) {
      old.add(name, entries);
      fresh.add(name, entries);
    }
    ASSERT_EQ(old.papers(), fresh.papers());
  }
}

TEST_F(EntriesTest, KeepWhenTheyCame) {
  Library library(files_);
  const Entry entry = {"one", kTitles[0], "Roe, Xin", "2017", "10.1000/x", "", "", ""};
  const Paper old = without_entry(library.read("a.bib", {entry}).front());
  library.staging().upsert(old);
  const auto first = library.paper("10.1000/x").added;
  Entry corrected = entry;
  corrected.title += "!";
  library.add("a.bib", {corrected});
  EXPECT_EQ(library.paper("10.1000/x").added, first) << "as an entry";
  EXPECT_TRUE(library.staging().remove("10.1000/x"));
  EXPECT_THAT(library.papers(), IsEmpty());
  library.add("a.bib", {entry});
  EXPECT_EQ(library.paper("10.1000/x").added, first) << "come back";
  EXPECT_FALSE(library.staging().remove_record("bibtex", "10.1000/x")) << "that is no entry";
}

// As many people's files as a group has, each with another note.
std::vector<Paper> copies(std::size_t count) {
  std::vector<Paper> records;
  for (std::size_t i = 0; i < count; ++i) {
    Paper record = make_paper("10.1000/x", kTitles[0]);
    record.source = "bibtex";
    record.comment = std::string(1 + i % 40, 'x');
    record.entry = "entry" + std::to_string(i);
    records.push_back(record);
  }
  return records;
}

TEST_F(EntriesTest, OfManyCopiesThoseAreKeptThatSayMost) {
  for (const std::size_t count : {kMaxCopies, kMaxCopies + 1}) {
    const std::vector<StoredPaper> papers = group_papers(copies(count), {});
    ASSERT_THAT(papers, SizeIs(1));
    EXPECT_THAT(papers[0].records, SizeIs(kMaxCopies));
    const bool has_shortest = std::any_of(papers[0].records.begin(), papers[0].records.end(),
                                          [](const Paper& record) { return record.comment == "x"; });
    EXPECT_EQ(has_shortest, count == kMaxCopies);
    EXPECT_EQ(papers[0].paper.comment, std::string(count, 'x'));
  }
  // Those that say the same go first.
  std::vector<Paper> records = copies(kMaxCopies - 1);
  for (int i = 0; i < 9; ++i) {
    Paper same = records.back();
    same.entry = "same" + std::to_string(i);
    records.push_back(same);
  }
  records.push_back(copies(kMaxCopies).back());
  const std::vector<StoredPaper> papers = group_papers(records, {});
  std::set<std::string> comments;
  for (const Paper& record : papers.at(0).records) comments.insert(record.comment);
  EXPECT_THAT(comments, SizeIs(kMaxCopies));
}

TEST_F(EntriesTest, APaperThatMoreFilesHaveThanAKeyMayHaveRecordsStaysOnePaper) {
  const std::size_t count = kMaxConnectedRecords + 10;
  std::vector<Paper> records = copies(count);
  std::mt19937 random(8);
  std::vector<std::string> expected;
  for (int run = 0; run < 3; ++run) {
    Library library(files_);
    Staging& staging = library.staging();
    for (const Paper& record : records) staging.upsert(record);
    EXPECT_EQ(staging.documents(), 1U);
    staging.commit();
    const std::uint64_t commits = staging.commit_name().commits;
    for (const Paper& record : records) EXPECT_EQ(staging.upsert(record), Staging::Outcome::kUnchanged);
    staging.commit();
    EXPECT_EQ(staging.commit_name().commits, commits);
    if (run == 0) expected = library.papers();
    EXPECT_EQ(library.papers(), expected);
    EXPECT_EQ(library.stored().at(0).paper.added, 2U);
    std::shuffle(records.begin(), records.end(), random);
  }
}

TEST_F(EntriesTest, TheDoiOfAVolumeOnAllItsPapersLeavesThemApart) {
  Library library(files_);
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < kMaxRecordsPerKey + 5; ++i) {
    const std::string word(6, static_cast<char>('a' + i % 26));
    entries.push_back(
        {"k" + std::to_string(i), word + " " + std::to_string(i), "", "2020", "10.1000/volume", "", "", ""});
  }
  library.add("a.bib", entries);
  std::set<std::string> ids;
  for (const StoredPaper& stored : library.stored()) ids.insert(stored.paper.id);
  EXPECT_THAT(ids, SizeIs(entries.size())) << "each has an id of its own";
  EXPECT_EQ(library.add("a.bib", entries), (Counts{0, 0, static_cast<int>(entries.size())}));
}

TEST_F(EntriesTest, RecordsOfJsonLinesAreKnownBySourceAndIdAsEver) {
  Library library(files_);
  const auto line = [](const char* id, const char* title, const char* abstract) {
    Paper paper = make_paper(id, title, abstract);
    paper.doi = "10.1000/x";
    return paper;
  };
  Staging& staging = library.staging();
  EXPECT_EQ(staging.upsert(line("a", kTitles[0], "An abstract")), Staging::Outcome::kAdded);
  EXPECT_EQ(staging.upsert(line("b", kTitles[0], "")), Staging::Outcome::kAdded);
  EXPECT_EQ(staging.upsert(line("c", kTitles[1], "")), Staging::Outcome::kAdded);
  EXPECT_EQ(staging.upsert(line("a", kTitles[0], "Another abstract")), Staging::Outcome::kUpdated);
  ASSERT_THAT(library.papers(), SizeIs(2));
  EXPECT_EQ(library.paper("a").abstract, "Another abstract");
  EXPECT_THAT(library.paper("a").linked, UnorderedElementsAre("c"));
}

}  // namespace
}  // namespace paperdex
