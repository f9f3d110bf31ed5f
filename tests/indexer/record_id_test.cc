#include "indexer/sources/record_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/date.h"

namespace paperdex {
namespace {

using testing::IsEmpty;

struct Case {
  std::vector<std::string> texts;
  const char* doi;
  const char* id;
  std::vector<std::string> ids;
};

TEST(RecordId, IsTheBestKnownIdOfTheRecord) {
  const std::vector<Case> cases = {
      {{"https://arxiv.org/abs/2006.15055v2"}, "", "2006.15055", {"2006.15055"}},
      {{"pmid:12", "arXiv:2006.15055"}, "10.1000/A", "2006.15055", {"2006.15055", "10.1000/a", "pmid:12"}},
      {{}, "10.48550/arXiv.2006.15055", "2006.15055", {"2006.15055"}},
      {{"pmid:12", "PMC34"}, "10.1000/a", "10.1000/a", {"10.1000/a", "pmid:12", "PMC34"}},
      {{"", "PMC34", "own key"}, "", "PMC34", {"PMC34"}},
      {{"2022.acl-long.1"}, "", "2022.acl-long.1", {"2022.acl-long.1"}},
      {{"https://aclanthology.org/J89-1001/"}, "", "J89-1001", {"J89-1001"}},
      {{"https://openalex.org/W123"}, "", "openalex:W123", {"openalex:W123"}},
  };
  for (const Case& c : cases) {
    Paper paper;
    paper.doi = c.doi;
    set_record_id(paper, c.texts, "ris");
    EXPECT_EQ(paper.id, c.id);
    EXPECT_EQ(paper.ids, c.ids) << c.id;
  }
}

TEST(RecordId, ADoiThatIsOnlyInAnAddressIsTheDoi) {
  Paper paper;
  set_record_id(paper, {"https://doi.org/10.1000/A"}, "ris");
  EXPECT_EQ(paper.doi, "10.1000/a");
}

Paper paper_of(const std::string& title, const std::string& author, const std::string& published) {
  Paper paper;
  paper.title = title;
  if (!author.empty()) paper.authors = {author, "B. Two"};
  paper.published = Date::parse(published);
  set_record_id(paper, {"W123", "J89-1001", "12345"}, "ris");  // anybody's keys
  return paper;
}

TEST(RecordId, ElseIsAHashThatIsTheSameForTheSamePaper) {
  const Paper paper = paper_of("Slot Attention", "A. One", "2020-06");
  EXPECT_EQ(paper.id, "ris:98b361b6fc8e3910");  // SHA-256 of "slotattention\naone\n2020"
  EXPECT_THAT(paper.ids, IsEmpty());
  EXPECT_EQ(paper_of("  slot-attention. ", "A One", "2020").id, paper.id);
  EXPECT_EQ(paper_of("Sl\xC3\xB6t Attention", "A. One", "2020").id, paper.id);
  EXPECT_NE(paper_of("Slot Attentions", "A. One", "2020").id, paper.id);
  EXPECT_NE(paper_of("Slot Attention", "A. Two", "2020").id, paper.id);
  EXPECT_NE(paper_of("Slot Attention", "A. One", "2021").id, paper.id);
  EXPECT_NE(paper_of("Slot Attention", "", "2020").id, paper.id);
  EXPECT_NE(paper_of("Slot Attention", "A. One", "").id, paper.id);
}

TEST(RecordId, OfTextThatIsNotUtf8IsStillOne) { EXPECT_EQ(paper_of("\xFF\xFE", "\xC3", "2020").id.size(), 20U); }

}  // namespace
}  // namespace paperdex
