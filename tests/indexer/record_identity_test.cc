#include "indexer/record_identity.h"

#include <gtest/gtest.h>

#include "data/paper_json.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

struct Names {
  const char* source;
  const char* entry;
  const char* id;
  const char* title;
};

Paper record(const Names& names) {
  Paper paper = make_paper(names.id, names.title);
  paper.source = names.source;
  validate(paper);
  paper.entry = names.entry;
  return paper;
}

TEST(RecordIdentity, ARecordTakesThePlaceOfWhatItWasBefore) {
  const struct {
    const char* why;
    Names record;
    Names stored;
    bool takes;
  } kCases[] = {
      {"source and id", {"arxiv", "", "2401.00001", "Slots"}, {"arxiv", "", "2401.00001", "Graphs"}, true},
      {"another source", {"arxiv", "", "2401.00001", "Slots"}, {"hf-daily", "", "2401.00001", "Slots"}, false},
      {"another id", {"arxiv", "", "2401.00001", "Slots"}, {"arxiv", "", "2401.00002", "Slots"}, false},
      {"an entry", {"ris", "e", "10.1000/x", "Slots"}, {"ris", "e", "10.1000/x", "Graphs"}, true},
      {"another entry", {"ris", "e", "10.1000/x", "Slots"}, {"ris", "f", "10.1000/x", "Slots"}, false},
      {"an entry of another format", {"ris", "e", "10.1000/x", "Slots"}, {"bibtex", "e", "10.1000/x", "Slots"}, false},
      {"an entry from before", {"ris", "e", "10.1000/x", "Slots"}, {"ris", "", "10.1000/x", "Graphs"}, true},
      {"another from before", {"ris", "e", "10.1000/x", "Slots"}, {"ris", "", "10.1000/y", "Slots"}, false},
      {"no entry after one", {"ris", "", "10.1000/x", "Slots"}, {"ris", "e", "10.1000/x", "Slots"}, false},
      {"a corrected DOI", {"ris", "e", "10.1000/x", "Slots"}, {"ris", "e", "10.1000/y", "SLOTS!"}, true},
      {"a DOI that was missing", {"ris", "e", "10.1000/x", "Of slots"}, {"ris", "e", "ris:1", "Of a slot"}, true},
      {"a corrected title", {"ris", "e", "ris:1", "Of slots"}, {"ris", "e", "ris:2", "Of a slto, slots"}, true},
      {"another paper", {"ris", "e", "ris:1", "Of slots"}, {"ris", "e", "ris:2", "Of graphs"}, false},
      {"another DOI and title", {"ris", "e", "10.1/x", "Slots one"}, {"ris", "e", "10.1/y", "Slots two"}, false},
  };
  for (const auto& c : kCases) EXPECT_EQ(takes_place_of(record(c.record), record(c.stored)), c.takes) << c.why;
}

TEST(RecordIdentity, AnEntryThatSharesAnIdIsTheSamePaper) {
  Paper stored = record({"ris", "e", "10.1000/x", "Slots one"});
  stored.doi = "10.1000/x";
  Paper now = record({"ris", "e", "2401.00001", "The second slots"});
  now.doi = "10.1000/x";
  EXPECT_TRUE(takes_place_of(now, stored));
}

TEST(RecordIdentity, EntriesAreFoundByTheirNames) {
  const Paper entry = record({"ris", "e", "10.1000/x", "Slots"});
  EXPECT_EQ(record_term(entry), record_term(record({"ris", "e", "10.1000/y", "Graphs"})));
  EXPECT_NE(record_term(entry), record_term(record({"ris", "", "10.1000/x", "Slots"})));
  EXPECT_TRUE(is_same_record(entry, record({"ris", "e", "10.1000/x", "Graphs"})));
  EXPECT_FALSE(is_same_record(entry, record({"ris", "e", "10.1000/y", "Slots"})));
}

}  // namespace
}  // namespace paperdex
