#include "indexer/staging.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "data/error.h"
#include "data/paper_json.h"
#include "indexer/document_builder.h"
#include "indexer/grouping.h"
#include "indexer/identity.h"
#include "indexer/publisher.h"
#include "tests/indexer/database_content.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using Outcome = Staging::Outcome;

// Of the first transaction of papers; the one that makes the database goes before.
constexpr std::uint64_t kFirstNumber = 2;

class StagingTest : public testing::Test {
 protected:
  // Opens staging anew and commits at the end.
  template <typename Work>
  void with_staging(Work work) {
    const IndexLock lock{dir()};
    Staging staging(lock);
    work(staging);
    staging.commit();
  }
  IndexDir dir() const { return IndexDir(folder_.path()); }
  Xapian::Database database() const { return Xapian::Database(dir().staging().string()); }

  TemporaryFolder folder_;
};

TEST_F(StagingTest, TellsAddedUpdatedAndUnchangedApart) {
  const Paper paper = make_paper("1", "Slots", "", "2020-01-01");
  const Paper changed = make_paper("1", "More slots", "", "2020-01-01");
  with_staging([&](Staging& staging) {
    EXPECT_EQ(staging.upsert(paper), Outcome::kAdded);
    EXPECT_EQ(staging.upsert(paper), Outcome::kUnchanged) << "in the open batch";
    EXPECT_EQ(staging.upsert(changed), Outcome::kUpdated);
    staging.commit();
    EXPECT_EQ(staging.upsert(changed), Outcome::kUnchanged) << "in the database";
    EXPECT_EQ(staging.upsert(paper), Outcome::kUpdated);
    EXPECT_EQ(staging.documents(), 1U);
  });
  with_staging([&](Staging& staging) { EXPECT_EQ(staging.upsert(paper), Outcome::kUnchanged) << "opened anew"; });
}

TEST_F(StagingTest, CommitsNothingWhenNothingChanged) {
  const Paper paper = make_paper("1", "Slots");
  std::uint64_t commits = 0;
  with_staging([&](Staging& staging) {
    staging.upsert(paper);
    staging.commit();
    commits = staging.commit_name().commits;
    staging.upsert(paper);
    staging.commit();
    EXPECT_EQ(staging.commit_name().commits, commits);
  });
  EXPECT_EQ(database().get_metadata(kMetaCommits), std::to_string(commits));
}

TEST_F(StagingTest, PutsPapersInTheBlockOfTheirDayNewestFirst) {
  with_staging([](Staging& staging) {
    staging.upsert(make_paper("old", "Slots", "", "1999"));
    staging.upsert(make_paper("none", "Slots"));
    staging.upsert(make_paper("new", "Slots", "", "2024-06-12T10:00:00Z"));
    staging.upsert(make_paper("new2", "Slots", "", "2024-06-12"));
  });
  EXPECT_EQ(docid_of(database(), "new"), first_docid(day_from_ymd({2024, 6, 12})));
  EXPECT_EQ(docid_of(database(), "new2"), first_docid(day_from_ymd({2024, 6, 12})) + 1);
  EXPECT_EQ(docid_of(database(), "old"), first_docid(day_from_ymd({1999, 1, 1})));
  EXPECT_EQ(docid_of(database(), "none"), first_dateless_docid());
}

TEST_F(StagingTest, MovesAPaperWhenItsDayChangesAndOnlyThen) {
  const Docid first = first_docid(day_from_ymd({2024, 6, 12}));
  with_staging([](Staging& staging) { staging.upsert(make_paper("1", "Slots", "", "2024-06-12")); });
  with_staging([](Staging& staging) { staging.upsert(make_paper("1", "Other slots", "", "2024-06-12T10:00:00Z")); });
  EXPECT_EQ(docid_of(database(), "1"), first);
  with_staging([](Staging& staging) { staging.upsert(make_paper("1", "Other slots", "", "2024-06-13")); });
  EXPECT_EQ(docid_of(database(), "1"), first_docid(day_from_ymd({2024, 6, 13})));
  EXPECT_EQ(database().get_doccount(), 1U);
  with_staging([](Staging& staging) { staging.upsert(make_paper("1", "Other slots")); });
  EXPECT_EQ(docid_of(database(), "1"), first_dateless_docid());
  EXPECT_EQ(database().get_doccount(), 1U);
  with_staging([](Staging& staging) { staging.upsert(make_paper("2", "Slots", "", "2024-06-12")); });
  EXPECT_EQ(docid_of(database(), "2"), first + 1) << "no docid is handed out twice";
}

TEST_F(StagingTest, SpillsAFullDayIntoTheDayBeforeAndRemembersHowFar) {
  const Day day = day_from_ymd({2024, 6, 12});
  with_staging([](Staging& staging) { staging.upsert(make_paper("0", "Slots")); });
  {
    Xapian::WritableDatabase writer(dir().staging().string(), Xapian::DB_OPEN);
    writer.set_metadata(kMetaBlockPrefix + std::to_string(first_docid(day)), std::to_string(kDocidsPerDay - 1));
    writer.commit();
    break_seal(dir().staging());
  }
  with_staging([](Staging& staging) {
    staging.upsert(make_paper("1", "Slots", "", "2024-06-12"));
    staging.upsert(make_paper("2", "Slots", "", "2024-06-12"));
  });
  with_staging([](Staging& staging) { staging.upsert(make_paper("3", "Slots", "", "2024-06-12")); });
  EXPECT_EQ(docid_of(database(), "1"), first_docid(day) + kDocidsPerDay - 1);
  EXPECT_EQ(docid_of(database(), "2"), first_docid(day - 1));
  EXPECT_EQ(docid_of(database(), "3"), first_docid(day - 1) + 1);
  EXPECT_EQ(database().get_metadata(kMetaSpill), "1");
  with_staging([](Staging& staging) { staging.upsert(make_paper("2", "Other slots", "", "2024-06-12")); });
  EXPECT_EQ(docid_of(database(), "2"), first_docid(day - 1)) << "a spilled paper stays where it is";
}

TEST_F(StagingTest, ClosesABatchAtItsLimitAndSeesThePapersInFlight) {
  with_staging([](Staging& staging) {
    const std::uint64_t commits = staging.commit_name().commits;
    for (std::size_t i = 0; i < kMaxBatchPapers - 1; ++i) staging.upsert(make_paper(std::to_string(i), "S"));
    EXPECT_EQ(staging.commit_name().commits, commits);
    staging.upsert(make_paper("last", "S"));
    EXPECT_EQ(staging.commit_name().commits, commits + 1);
    EXPECT_EQ(staging.upsert(make_paper("last", "S")), Outcome::kUnchanged);
    EXPECT_EQ(staging.upsert(make_paper("last", "T", "", "2024-01-01")), Outcome::kUpdated);
    EXPECT_TRUE(staging.remove("0"));
    EXPECT_FALSE(staging.remove("0"));
    EXPECT_EQ(staging.upsert(make_paper("1", "T")), Outcome::kUpdated);
  });
  EXPECT_EQ(database().get_doccount(), kMaxBatchPapers - 1);
  EXPECT_NE(docid_of(database(), "last"), 0U);
  EXPECT_EQ(docid_of(database(), "0"), 0U);
}

TEST_F(StagingTest, ClosesABatchByBytesToo) {
  const std::string abstract(kMaxAbstractBytes, 'x');
  with_staging([&](Staging& staging) {
    const std::uint64_t commits = staging.commit_name().commits;
    for (std::size_t i = 0; i <= kMaxBatchBytes / kMaxAbstractBytes; ++i) {
      staging.upsert(make_paper(std::to_string(i), "S", abstract));
    }
    EXPECT_EQ(staging.commit_name().commits, commits + 1);
  });
}

TEST_F(StagingTest, RefusesAnotherFormat) {
  with_staging([](Staging& staging) { staging.upsert(make_paper("1", "Slots")); });
  {
    Xapian::WritableDatabase writer(dir().staging().string(), Xapian::DB_OPEN);
    writer.set_metadata(kMetaFormat, "999");
    writer.commit();
    break_seal(dir().staging());
  }
  try {
    with_staging([](Staging&) {});
    FAIL() << "was opened";
  } catch (const FormatError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("format 999"));
    EXPECT_THAT(error.what(), testing::HasSubstr("reads format " + std::to_string(kFormatVersion)));
  }
}

TEST_F(StagingTest, StartsFromThePublishedGenerationWhenItIsLost) {
  std::map<std::string, std::string> before;
  {
    const IndexLock lock{dir()};
    Staging staging(lock);
    staging.upsert(make_paper("1", "Slots", "attention", "2024-06-12"));
    staging.upsert(make_paper("2", "Graphs"));
    staging.commit();
    publish(lock, staging);
    before = content_of(staging.database());
  }
  std::filesystem::remove_all(dir().staging());
  with_staging([&](Staging& staging) {
    EXPECT_EQ(staging.upsert(make_paper("1", "Slots", "attention", "2024-06-12")), Outcome::kUnchanged);
    EXPECT_FALSE(generation_of(dir(), staging.commit_name())) << "no number stands for two contents";
    EXPECT_EQ(staging.word_counts(), (WordCounts{{"slots", 1}, {"attention", 1}, {"graphs", 1}}));
    staging.upsert(make_paper("3", "Trees", "", "2024-06-12"));
  });
  EXPECT_EQ(docid_of(database(), "3"), first_docid(day_from_ymd({2024, 6, 12})) + 1);
  with_staging([](Staging& staging) { staging.remove("3"); });
  EXPECT_EQ(content_of(database()), before);
}

// A paper out of a small space, so that ids, days and texts come back.
Paper random_paper(std::mt19937& random) {
  static const std::vector<std::string> kWords = {"slot", "attention", "graph", "U-Net", "the", "learning", "SlowFast"};
  const auto pick = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  Paper paper = make_paper(std::to_string(pick(40)), kWords[pick(7)] + ' ' + kWords[pick(7)], kWords[pick(7)],
                           pick(5) == 0 ? "" : "2024-01-0" + std::to_string(1 + pick(4)));
  if (pick(3) == 0) paper.authors = {"Ann Author", "Bo Writer"};
  if (pick(3) == 0) paper.categories = {"cs.LG"};
  if (pick(3) == 0) paper.upvotes = pick(3);
  return paper;
}

bool is_same(Paper a, Paper b) {
  a.added = b.added = std::nullopt;
  return a == b;
}

std::map<std::string, std::string> content_of_model(const std::map<std::string, Paper>& model) {
  const TemporaryFolder folder;
  Analyzer analyzer;
  Xapian::WritableDatabase database((folder.path() / "db").string(), Xapian::DB_CREATE);
  for (const auto& [id, paper] : model) {
    const StoredPaper stored{paper, {paper}};
    database.add_document(build_document(stored, encode_stored(stored), analyzer).document);
  }
  return content_of(database);
}

WordCounts words_of_model(const std::map<std::string, Paper>& model) {
  Analyzer analyzer;
  WordCounts counts;
  for (const auto& [id, paper] : model) {
    for (const std::string& word : lexicon_words(paper, analyzer)) ++counts[word];
  }
  return counts;
}

TEST_F(StagingTest, HoldsWhatASequenceOfUpsertsAndRemovalsLeaves) {
  std::mt19937 random(42);
  std::map<std::string, Paper> model;
  std::map<std::string, std::uint64_t> arrivals;  // what was taken out and comes again keeps its number
  for (int session = 0; session < 12; ++session) {
    SCOPED_TRACE(session);
    const IndexLock lock{dir()};
    Staging staging(lock);
    const int steps = std::uniform_int_distribution<int>(0, 120)(random);
    for (int step = 0; step < steps; ++step) {
      const Paper paper = random_paper(random);
      const auto known = model.find(paper.id);
      const int action = std::uniform_int_distribution<int>(0, 19)(random);
      if (action < 5) {
        EXPECT_EQ(staging.remove(paper.id), known != model.end());
        model.erase(paper.id);
      } else {
        EXPECT_EQ(staging.upsert(paper), known == model.end()            ? Outcome::kAdded
                                         : is_same(known->second, paper) ? Outcome::kUnchanged
                                                                         : Outcome::kUpdated);
        model[paper.id] = paper;
        model[paper.id].added = arrivals.try_emplace(paper.id, staging.commit_name().commits + 1).first->second;
      }
      EXPECT_EQ(staging.documents(), model.size());
      if (action == 19) staging.commit();
    }
    staging.commit();
    EXPECT_EQ(content_of(staging.database()), content_of_model(model));
    EXPECT_EQ(staging.word_counts(), words_of_model(model));
    if (session % 3 == 0) publish(lock, staging);  // the next one counts words from it; others count anew
  }
}

TEST_F(StagingTest, HoldsTheSameWhateverTheOrderOfThePapers) {
  std::mt19937 random(7);
  std::map<std::string, Paper> papers;
  while (papers.size() < 40) {
    Paper paper = random_paper(random);
    paper.added = kFirstNumber;
    papers.emplace(paper.id, paper);
  }
  std::vector<Paper> order;
  for (const auto& [id, paper] : papers) order.push_back(paper);
  for (int run = 0; run < 3; ++run) {
    std::shuffle(order.begin(), order.end(), random);
    const TestIndex index(order);
    // Staging, because a generation has no term lists.
    const Xapian::Database database(index.dir().staging().string());
    EXPECT_EQ(content_of(database), content_of_model(papers));
    std::optional<Day> last;
    for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
      const std::string value = database.get_document(*posting).get_value(kSlotDay);
      if (value.empty()) continue;
      EXPECT_LE(decode_day(value), last.value_or(decode_day(value))) << "docids run newest first";
      last = decode_day(value);
    }
  }
}

// A record of one of three sources, with ids that lead to others' now and then.
Paper random_record(std::mt19937& random) {
  const auto pick = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  static const char* const kSources[] = {"arxiv", "acl", "hf-daily", ""};
  const int number = pick(12);
  const std::string source = kSources[pick(4)];
  const bool has_arxiv_id = source == "arxiv" || source == "hf-daily";
  Paper record =
      make_paper(has_arxiv_id ? "2401.0000" + std::to_string(number % 10) : source + "/" + std::to_string(number),
                 "Title of five words or " + std::to_string(pick(4)), "abstract", "202" + std::to_string(pick(4)));
  record.source = source;
  record.authors = {"Ann Author"};
  if (pick(3) == 0) record.doi = "10.1000/" + std::to_string(pick(5));
  if (pick(3) == 0) record.ids.push_back("pmid:" + std::to_string(pick(5)));
  if (pick(5) == 0) record.ids.push_back("2401.0000" + std::to_string(pick(10)));
  if (pick(3) == 0) record.upvotes = pick(3);
  validate(record);
  return record;
}

using RecordKey = std::pair<std::string, std::string>;

// What the index must hold, by grouping.h alone.
std::map<std::string, std::string> content_of_records(const std::map<RecordKey, Paper>& model) {
  std::vector<Paper> records;
  for (const auto& [key, record] : model) records.push_back(record);
  const TemporaryFolder folder;
  Analyzer analyzer;
  Xapian::WritableDatabase database((folder.path() / "db").string(), Xapian::DB_CREATE);
  for (const StoredPaper& paper : group_papers(std::move(records), {})) {
    database.add_document(build_document(paper, encode_stored(paper), analyzer).document);
  }
  return content_of(database);
}

TEST_F(StagingTest, PapersOfManySourcesDependOnTheRecordsAlone) {
  std::mt19937 random(11);
  std::map<RecordKey, Paper> model;
  std::map<RecordKey, std::uint64_t> arrivals;
  for (int session = 0; session < 30; ++session) {
    SCOPED_TRACE(session);
    const IndexLock lock{dir()};
    Staging staging(lock);
    for (int step = std::uniform_int_distribution<int>(0, 40)(random); step > 0; --step) {
      const Paper record = random_record(random);
      const int action = std::uniform_int_distribution<int>(0, 9)(random);
      if (action < 3) {
        EXPECT_EQ(staging.remove_record(record.source, record.id), model.erase({record.source, record.id}) > 0);
      } else {
        const RecordKey key{record.source, record.id};
        const std::uint64_t number = staging.commit_name().commits + 1;
        staging.upsert(record);
        model[key] = record;
        model[key].added = arrivals.try_emplace(key, number).first->second;
      }
      if (action == 9) staging.commit();
    }
    staging.commit();
    ASSERT_EQ(content_of(staging.database()), content_of_records(model));
  }
}

TEST_F(StagingTest, SourcesInAnyOrderGiveTheSamePapers) {
  std::mt19937 random(12);
  std::map<RecordKey, Paper> model;
  for (int i = 0; i < 60; ++i) {
    Paper record = random_record(random);
    record.added = kFirstNumber;
    model.emplace(RecordKey{record.source, record.id}, record);
  }
  std::vector<Paper> records;
  for (const auto& [key, record] : model) records.push_back(record);
  for (int run = 0; run < 20; ++run) {
    std::shuffle(records.begin(), records.end(), random);
    const TestIndex index(records);
    ASSERT_EQ(content_of(Xapian::Database(index.dir().staging().string())), content_of_records(model));
  }
}

TEST_F(StagingTest, AKeyOfTooManyRecordsSaysNothing) {
  const IndexLock lock{dir()};
  Staging staging(lock);
  const auto add = [&](std::size_t number) {
    Paper record = make_paper("p" + std::to_string(number), "T");
    record.doi = "10.1000/series";
    staging.upsert(record);
  };
  for (std::size_t i = 0; i < kMaxRecordsPerKey; ++i) add(i);
  EXPECT_EQ(staging.documents(), 1U);
  add(kMaxRecordsPerKey);
  EXPECT_EQ(staging.documents(), kMaxRecordsPerKey + 1);
  add(kMaxRecordsPerKey + 1);
  add(kMaxRecordsPerKey + 2);
  EXPECT_EQ(staging.documents(), kMaxRecordsPerKey + 3);
  staging.commit();
  staging.remove_record("", "p0");
  staging.remove_record("", "p1");
  EXPECT_EQ(staging.documents(), kMaxRecordsPerKey + 1);
  staging.remove_record("", "p2");
  EXPECT_EQ(staging.documents(), 1U) << "as few as say something again";
}

TEST_F(StagingTest, ARecordIsFoundAgainHoweverManyShareItsId) {
  const IndexLock lock{dir()};
  Staging staging(lock);
  Paper book = make_paper("10.1000/book", "The book");
  book.source = "bibtex";
  staging.upsert(book);
  for (std::size_t i = 0; i < kMaxRecordsPerKey + 5; ++i) {
    Paper chapter = make_paper("oai:x:" + std::to_string(i), "Chapter");
    chapter.source = "institute";
    chapter.doi = "10.1000/book";
    staging.upsert(chapter);
  }
  const std::uint64_t before = staging.documents();
  EXPECT_EQ(staging.upsert(book), Outcome::kUnchanged);
  book.title = "The same book";
  EXPECT_EQ(staging.upsert(book), Outcome::kUpdated);
  EXPECT_EQ(staging.documents(), before);
  EXPECT_TRUE(staging.remove_record("bibtex", book.id));
  EXPECT_EQ(staging.documents(), before - 1);
}

TEST_F(StagingTest, AChainOfIdsStaysWithinItsBound) {
  const IndexLock lock{dir()};
  Staging staging(lock);
  const auto add = [&](std::size_t number) {
    Paper link = make_paper("link" + std::to_string(number), "T");
    link.ids = {"pmid:" + std::to_string(number), "pmid:" + std::to_string(number + 1)};
    staging.upsert(link);
  };
  for (std::size_t i = 0; i < kMaxConnectedRecords; ++i) add(i);
  EXPECT_EQ(staging.documents(), 1U);
  add(kMaxConnectedRecords);
  EXPECT_EQ(staging.documents(), kMaxConnectedRecords + 1) << "each stands alone";
  add(kMaxConnectedRecords + 1);
  EXPECT_EQ(staging.documents(), kMaxConnectedRecords + 2);
}

TEST_F(StagingTest, AnOlderRevisionChangesNothing) {
  const IndexLock lock{dir()};
  Staging staging(lock);
  Paper paper = make_paper("2401.00001", "New");
  paper.source = "arxiv";
  paper.revised = Date::parse("2024-02-02");
  EXPECT_EQ(staging.upsert(paper), Outcome::kAdded);
  Paper older = paper;
  older.title = "Old";
  older.revised = Date::parse("2024-02-01");
  EXPECT_EQ(staging.upsert(older), Outcome::kUnchanged);
  older.revised = paper.revised;
  EXPECT_EQ(staging.upsert(older), Outcome::kUpdated);
}

TEST_F(StagingTest, RemovesAPaperByAnyOfItsIdsWithAllItsRecords) {
  const IndexLock lock{dir()};
  Staging staging(lock);
  Paper arxiv = make_paper("2401.00001", "T");
  arxiv.source = "arxiv";
  arxiv.doi = "10.1000/x";
  Paper other = make_paper("W1", "T");
  other.doi = "10.1000/x";
  staging.upsert(arxiv);
  staging.upsert(other);
  EXPECT_EQ(staging.documents(), 1U);
  EXPECT_TRUE(staging.remove("https://doi.org/10.1000/X"));
  EXPECT_EQ(staging.documents(), 0U);
  staging.commit();
  EXPECT_EQ(staging.database().get_doccount(), 0U);
}

TEST_F(StagingTest, WritesTheLedgerWithThePapers) {
  LedgerSet set{"arxiv", "cs", day_from_ymd({2024, 1, 1}), Date::parse("2024-01-03T02:30:00Z"), "status 503", {}, true};
  set.days[*set.start] = {2, 2, 0, 2, true, *Date::parse("2024-01-02T02:30:00Z")};
  {
    const IndexLock lock{dir()};
    Staging staging(lock);
    staging.set_ledger({ledger_entry(set), ledger_entry(set, *set.start)});
    EXPECT_EQ(staging.ledger().size(), 1U) << "what is not committed yet is read, too";
    staging.commit();
    const std::uint64_t commits = staging.commit_name().commits;
    staging.set_ledger({ledger_entry(set), ledger_entry(set, *set.start)});
    staging.commit();
    EXPECT_EQ(staging.commit_name().commits, commits) << "the same entries are no change";
    publish(lock, staging);
  }
  const std::vector<LedgerSet> ledger =
      read_ledger(Xapian::Database((dir().generation(*dir().current()) / "db").string()));
  ASSERT_EQ(ledger.size(), 1U);
  EXPECT_EQ(ledger[0].source, "arxiv");
  EXPECT_EQ(ledger[0].set, "cs");
  EXPECT_EQ(ledger[0].start, set.start);
  EXPECT_EQ(ledger[0].attempted, set.attempted);
  EXPECT_EQ(ledger[0].fault, "status 503");
  ASSERT_TRUE(ledger[0].days.contains(*set.start));
  EXPECT_TRUE(ledger[0].days.at(*set.start).is_whole());
}

}  // namespace
}  // namespace paperdex
