#include "indexer/sources/ris.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/indexer/text_bytes.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

SourceContent read_ris(const std::string& text) {
  TextBytes bytes(text);
  RisSource source("refs.ris", bytes);
  SourceContent content = read_source(source);
  EXPECT_TRUE(std::holds_alternative<Done>(source.next()));
  return content;
}

// The only paper of a record with these further lines.
Paper read_one(const std::string& lines) {
  const SourceContent content = read_ris("TY  - JOUR\nTI  - Slots\n" + lines + "ER  - \n");
  EXPECT_THAT(content.rejected, IsEmpty());
  EXPECT_THAT(content.papers, SizeIs(1));
  return content.papers.empty() ? Paper() : content.papers[0];
}

constexpr char kRecord[] =
    "TY  - JOUR\n"
    "ID  - 12345\n"
    "TI  - Slots in\n"
    "      two lines\n"
    "AU  - One, Ann\n"
    "A1  - Two, Bob, Jr.\n"
    "AU  - The Slot Collaboration\n"
    "A2  - Editor, Ed\n"
    "AB  - We use slots.\n"
    "N1  - A note\n"
    "PY  - 2008/05/12/\n"
    "JO  - J. Slots\n"
    "JF  - Journal of Slots\n"
    "KW  - slots\n"
    "DO  - https://doi.org/10.1000/SLOTS\n"
    "L1  - file:///home/a.pdf\n"
    "UR  - https://example.org/slots\n"
    "UR  - https://arxiv.org/abs/2006.15055v1\n"
    "XX  - unknown\n"
    "ER  - \n";

TEST(Ris, MapsEveryField) {
  Paper expected;
  expected.id = "2006.15055";
  expected.title = "Slots in two lines";
  expected.abstract = "We use slots.";
  expected.authors = {"Ann One", "Bob Two Jr.", "The Slot Collaboration"};
  expected.published = Date::parse("2008-05-12");
  expected.venue = "Journal of Slots";
  expected.doi = "10.1000/slots";
  expected.url = "https://example.org/slots";
  expected.source = "ris";
  expected.comment = "A note";
  expected.entry = "12345";
  const SourceContent content = read_ris(kRecord);
  EXPECT_THAT(content.rejected, IsEmpty());
  EXPECT_THAT(content.papers, ElementsAre(expected));
}

TEST(Ris, TakesAnyLayoutOfTheSameRecord) {
  const Paper expected = read_ris(kRecord).papers.at(0);
  const auto replaced = [](const std::string& what, const std::string& with) {
    std::string text = kRecord;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
      text.replace(at, what.size(), with);
    }
    return text;
  };
  const std::string text = kRecord;
  const std::string without_end = text.substr(0, text.find("ER  -"));
  for (const std::string& layout : {replaced("\n", "\r\n"),
                                    replaced("\n", "\r"),
                                    replaced("  - ", " -"),
                                    replaced("  - ", "  -"),
                                    replaced("  - ", "\t- "),
                                    replaced("TY  - JOUR", "TY-JOUR"),
                                    replaced("TY  - JOUR", "  TY  - JOUR"),
                                    replaced("ER  - ", "ER-"),
                                    replaced("ER  - \n", "ER  -"),
                                    replaced("      two", "two"),
                                    without_end,
                                    "\xEF\xBB\xBF" + text,
                                    "\n\n1.\n" + text,
                                    "Record #1 of 2\nProvider: any\n" + text + "\n2.\n",
                                    replaced("TI  - Slots in", "TI  -\nSlots in"),
                                    replaced("TI  -", "T1  -"),
                                    replaced("TI  -", "CT  -"),
                                    replaced("TI  -", "ST  -"),
                                    replaced("AB  -", "N2  -"),
                                    replaced("PY  -", "Y1  -"),
                                    replaced("PY  -", "DA  -"),
                                    replaced("JF  -", "T2  -"),
                                    replaced("AB  - We use", "AB  - We\n\nuse")}) {
    const SourceContent content = read_ris(layout);
    EXPECT_THAT(content.rejected, IsEmpty()) << layout;
    EXPECT_THAT(content.papers, ElementsAre(expected)) << layout;
  }
}

TEST(Ris, SeveralRecordsEndWithErOrTheNextTy) {
  const SourceContent content = read_ris(
      "TY  - JOUR\nTI  - One\nDO  - 10.1000/1\nER  - \n\nTY  - JOUR\nTI  - Two\nDO  - 10.1000/2\n"
      "TY  - CONF\nTI  - Three\nDO  - 10.1000/3");
  EXPECT_THAT(content.rejected, IsEmpty());
  ASSERT_THAT(content.papers, SizeIs(3));
  EXPECT_EQ(content.papers[0].id, "10.1000/1");
  EXPECT_EQ(content.papers[1].id, "10.1000/2");
  EXPECT_EQ(content.papers[2].title, "Three");
}

TEST(Ris, ProseWithHyphensIsNoTag) {
  const Paper paper = read_one("AB  - We use\nT1-weighted images of\nER-positive and\nTY-3 slots\n");
  EXPECT_EQ(paper.abstract, "We use T1-weighted images of ER-positive and TY-3 slots");
}

TEST(Ris, ReadsNames) {
  const struct {
    const char* line;
    std::vector<std::string> authors;
  } kCases[] = {
      {"AU  - One, Ann", {"Ann One"}},
      {"AU  - One,Ann B.", {"Ann B. One"}},
      {"AU  - One, Ann, III", {"Ann One III"}},
      {"AU  - One, Ann, Jr., MD", {"Ann One Jr., MD"}},
      {"AU  - One,", {"One"}},
      {"AU  - Ann One", {"Ann One"}},
      {"AU  - One, Ann; Two, Bob;", {"Ann One", "Bob Two"}},
      {"AU  -", {}},
      {"A2  - One, Ann", {}},
      {"A3  - One, Ann", {}},
      {"ED  - One, Ann", {}},
  };
  for (const auto& c : kCases) EXPECT_EQ(read_one(std::string(c.line) + '\n').authors, c.authors) << c.line;
}

TEST(Ris, ReadsDates) {
  const struct {
    const char* lines;
    const char* published;  // "" when there is none
  } kCases[] = {
      {"PY  - 2008\n", "2008"},
      {"PY  - 2008/05//\n", "2008-05"},
      {"Y1  - 2008///\n", "2008"},
      {"PY  - 2008\nDA  - 2008/05/12\n", "2008-05-12"},
      {"DA  - 2008/05/12\nPY  - 2008\n", "2008-05-12"},
      {"PY  - 2008\nDA  - 2011/05/12\n", "2008"},
      {"PY  - in press\nY1  - 2008/05\n", "2008-05"},
      {"PY  - in press\n", ""},
      {"", ""},
  };
  for (const auto& c : kCases) {
    const Paper paper = read_one(c.lines);
    EXPECT_EQ(paper.published ? paper.published->to_string() : "", c.published) << c.lines;
  }
}

TEST(Ris, ReadsAddressesAndIds) {
  const struct {
    const char* lines;
    const char* url;
    const char* id;  // "ris:" for one of its own
  } kCases[] = {
      {"UR  - http://example.org; http://www.example.org\n", "http://example.org", "ris:"},
      {"UR  - http://example.org;http://www.example.org\n", "http://example.org", "ris:"},
      {"UR  - <https://example.org>\n", "https://example.org", "ris:"},
      {"UR  - example.org\n", "", "ris:"},
      {"L1  - internal-pdf://a.pdf\nL2  - https://example.org\n", "https://example.org", "ris:"},
      {"UR  - https://doi.org/10.1000/A\n", "https://doi.org/10.1000/A", "10.1000/a"},
      {"DO  - 10.48550/arXiv.2006.15055\n", "", "2006.15055"},
      {"UR  - https://a.org/1\nL1  - https://arxiv.org/pdf/2006.15055.pdf\n", "https://a.org/1", "2006.15055"},
      {"JO  - arXiv preprint arXiv:2006.15055\n", "", "2006.15055"},
      {"AN  - PMID: 123\n", "", "pmid:123"},
      {"AN  - 123\nID  - W123\n", "", "ris:"},
      {"DO  - none\n", "", "ris:"},
  };
  for (const auto& c : kCases) {
    const Paper paper = read_one(c.lines);
    EXPECT_EQ(paper.url, c.url) << c.lines;
    EXPECT_EQ(paper.id.substr(0, std::string(c.id) == "ris:" ? 4 : std::string::npos), c.id) << c.lines;
  }
}

TEST(Ris, ABooksTitleIsItsVenueOnlyBesideAnother) {
  const Paper chapter = read_one("BT  - Book of Slots\n");
  EXPECT_EQ(chapter.title, "Slots");
  EXPECT_EQ(chapter.venue, "Book of Slots");
  const Paper book = read_ris("TY  - BOOK\nBT  - Book of Slots\nER  -\n").papers.at(0);
  EXPECT_EQ(book.title, "Book of Slots");
  EXPECT_EQ(book.venue, "");
}

TEST(Ris, LeavesOutANoteThatIsTooLong) {
  EXPECT_EQ(read_one("N1  - " + std::string(kMaxFieldBytes, 'n') + '\n').comment.size(), kMaxFieldBytes);
  EXPECT_EQ(read_one("N1  - " + std::string(kMaxFieldBytes + 1, 'n') + '\n').comment, "");
}

TEST(Ris, RejectsWithLineFieldAndReasonAndGoesOn) {
  const SourceContent content = read_ris(
      "TY  - JOUR\nDO  - 10.1000/1\nER  - \n"
      "TY  - JOUR\nTI  - \xFF\nER  - \n"
      "TY  - JOUR\nTI  - Three\nER  - \n");
  ASSERT_THAT(content.rejected, SizeIs(2));
  EXPECT_EQ(content.rejected[0].source, "refs.ris");
  EXPECT_EQ(content.rejected[0].line, 1U);
  EXPECT_EQ(content.rejected[0].field, "title");
  EXPECT_EQ(content.rejected[0].reason, "is missing");
  EXPECT_EQ(content.rejected[1].line, 4U);
  EXPECT_EQ(content.rejected[1].reason, "is not valid UTF-8");
  ASSERT_THAT(content.papers, SizeIs(1));
  EXPECT_EQ(content.papers[0].title, "Three");
}

std::string record_with_keywords(std::size_t bytes) {
  const std::string begin = "TY  - JOUR\n";
  std::string record = "TI  - Slots\nKW  - ";
  return begin + record + std::string(bytes - record.size() - 1, 'k') + "\nER  - \nTY  - JOUR\nTI  - Next\nER  - \n";
}

TEST(Ris, RejectsARecordThatIsTooLong) {
  EXPECT_THAT(read_ris(record_with_keywords(kMaxRisRecordBytes)).papers, SizeIs(2));
  const SourceContent content = read_ris(record_with_keywords(kMaxRisRecordBytes + 1));
  ASSERT_THAT(content.rejected, SizeIs(1));
  EXPECT_EQ(content.rejected[0].reason, "is longer than 1048576 bytes");
  ASSERT_THAT(content.papers, SizeIs(1));
  EXPECT_EQ(content.papers[0].title, "Next");
  EXPECT_THAT(read_ris(record_with_keywords(3 * kMaxRisRecordBytes)).rejected, SizeIs(1));
}

TEST(Ris, RejectsRecordsOfWebOfScienceAsSuch) {
  const SourceContent content = read_ris(
      "FN Some Index\nVR 1.0\nPT J\nAU One, A\n   Two, B\nTI Slots in\n   lines\nER\n\nPT C\nTI Two\nER\n\nEF\n");
  EXPECT_THAT(content.papers, IsEmpty());
  ASSERT_THAT(content.rejected, SizeIs(2));
  EXPECT_EQ(content.rejected[0].line, 3U);
  EXPECT_EQ(content.rejected[1].line, 10U);
  EXPECT_THAT(content.rejected[0].reason, testing::HasSubstr("Web of Science"));
}

TEST(Ris, RejectsAFileWithoutARecordOnce) {
  EXPECT_THAT(read_ris("").rejected, IsEmpty());
  EXPECT_THAT(read_ris(" \n\n").rejected, IsEmpty());
  const SourceContent content = read_ris("\nPMID- 123\nTI  - Slots\n");
  ASSERT_THAT(content.rejected, SizeIs(1));
  EXPECT_EQ(content.rejected[0].line, 2U);
}

TEST(Ris, AFaultOfTheFileKeepsWhatCameBefore) {
  TextBytes bytes("TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - T", 100, "is cut off");
  RisSource source("refs.ris", bytes);
  EXPECT_TRUE(std::holds_alternative<Paper>(source.next()));
  EXPECT_THROW(source.next(), InputError);
}

}  // namespace
}  // namespace paperdex
