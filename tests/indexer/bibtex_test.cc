#include "indexer/sources/bibtex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "indexer/sources/bibtex_names.h"
#include "indexer/sources/bibtex_paper.h"
#include "tests/indexer/text_bytes.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SourceContent read_bibtex(const std::string& text, std::size_t step = 7) {
  TextBytes bytes(text, step);
  BibtexSource source("refs.bib", bytes);
  return read_source(source);
}

Paper only_paper(const std::string& text) {
  SourceContent content = read_bibtex(text);
  EXPECT_EQ(content.papers.size(), 1U) << text;
  EXPECT_THAT(content.rejected, IsEmpty()) << text;
  return content.papers.empty() ? Paper() : content.papers.front();
}

std::vector<std::string> titles_of(const SourceContent& content) {
  std::vector<std::string> titles;
  for (const Paper& paper : content.papers) titles.push_back(paper.title);
  return titles;
}

// "line field: reason"
std::vector<std::string> faults_of(const SourceContent& content) {
  std::vector<std::string> faults;
  for (const Rejected& rejected : content.rejected) {
    EXPECT_EQ(rejected.source, "refs.bib");
    faults.push_back(std::to_string(rejected.line) + ' ' + rejected.field + ": " + rejected.reason);
  }
  return faults;
}

TEST(Bibtex, MapsEveryField) {
  const Paper paper = only_paper(R"(% a comment
@InProceedings{smith:slots,
  title     = {{Slot} Attention for {3D} Scenes},
  subtitle  = "A~{\"U}berblick",
  author    = {Smith, Ann and Bob {\v C}ern{\'y} and {The Slot Team} and others},
  abstract  = {We use slots in $x^2$.},
  year      = 2021,
  month     = jun,
  day       = 12,
  booktitle = {Proc. of {ABC}},
  doi       = {https://doi.org/10.1000/a\_B},
  url       = {\url{https://example.org/a\_b}},
  eprint    = {2006.15055v2}, archivePrefix = {arXiv}, primaryClass = {cs.LG},
  pmid      = 123,
  keywords  = {slots, attention},
  note      = {8 pages},
})");
  Paper expected;
  expected.id = "2006.15055";
  expected.title = "Slot Attention for 3D Scenes: A Überblick";
  expected.abstract = "We use slots in $x^2$.";
  expected.authors = {"Ann Smith", "Bob Černý", "The Slot Team"};
  expected.categories = {"cs.LG"};
  expected.published = Date::parse("2021-06-12");
  expected.venue = "Proc. of ABC";
  expected.doi = "10.1000/a_b";
  expected.ids = {"pmid:123"};
  expected.url = "https://example.org/a_b";
  expected.source = "bibtex";
  expected.comment = "8 pages";
  expected.entry = "smith:slots";
  EXPECT_EQ(paper, expected);
}

TEST(Bibtex, ReadsEveryWayOfWritingAnEntry) {
  const struct {
    const char* text;
    const char* title;
  } kCases[] = {
      {"@misc{k, title = {One}}", "One"},
      {"@misc{k, title = \"One\"}", "One"},
      {"@misc(k, title = {One (1)})", "One (1)"},
      {"@misc(k, title = \"One) {\"}two\")", "One) \"two"},
      {"@MISC { k , TITLE={One} , }", "One"},
      {"@misc\n{k,\n title\n=\n{One\n two}\n}", "One two"},
      {"@misc{k title = {One}}", ""},
      {"@misc{title = {One}}", "One"},
      {"@misc{, title = {One}}", "One"},
      {"@misc{k,, title = {One} year = 2000,,}", "One"},
      {"@misc{k, title = {a {\"}b{\"} c}}", "a \"b\" c"},
      {"@misc{k, title = \"a \" # {b} # \" c\"}", "a b c"},
      {"@string{name = {One}} @misc{k, title = name # { } # NAME}", "One One"},
      {"@string(a = \"x\")@string{b = a # {y}}\n@misc{k, title = b}", "xy"},
      {"@misc{k, title = unknown}", "unknown"},
      {"@misc{k, title = 1984}", "1984"},
      {"@misc{k, title = {One}, title = {Two}}", "One"},
      {"@misc{k, % a comment = {\n title = {One} % }\n}", "One"},
      {"text a@b.c, 5 = {x}\n  @misc{k, title = {One}} text", "One"},
      {"%@misc{x, title = {No}\n@misc{k, title = {One}}", "One"},
      {"@comment{a {b} c}\n@preamble{\"x\"}\n@comment no braces\n@misc{k, title = {One}}", "One"},
      {"\xEF\xBB\xBF@misc{k, title = {One}}\r\n", "One"},
      {"@misc{k, title = {a@b\n@ c}}", "a@b @ c"},
      {"@set{s, entryset = {a,b}}@control{c}@xdata{x, title={No}}@misc{k, title = {One}}", "One"},
      {"@misc{k, title = {The {\\LaTeX} Book.}, subtitle = {Two}}", "The LaTeX Book. Two"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.text);
    for (const std::size_t step : {1, 7, 4096}) {
      const SourceContent content = read_bibtex(c.text, step);
      if (*c.title == '\0') {
        EXPECT_EQ(content.rejected.size(), 1U);
      } else {
        EXPECT_THAT(titles_of(content), ElementsAre(c.title));
        EXPECT_THAT(faults_of(content), IsEmpty());
      }
    }
  }
}

TEST(Bibtex, RejectsWithLineAndReasonAndGoesOn) {
  const struct {
    const char* text;
    const char* fault;
  } kCases[] = {
      {"\n@misc{a, author = {A. B}}", "2 title: is missing"},
      {"@misc{a, title = {}}", "1 title: is missing"},
      {"@misc{a, title = {xdata=b-title}}", "1 title: is missing"},
      {"@misc{a, title {One}}", "1 title: is followed by no '='"},
      {"@misc{a, title = }", "1 title: has no value"},
      {"@misc{a, title = {A}, = {B}}", "1 : has '=' where the name of a field should be"},
      {"@misc{a, title = \"One}", "1 title: has a quotation mark that is not closed"},
      {"@misc{a, title = {\xE9t\xE9}}",
       "1 : is not valid UTF-8, perhaps Latin-1: convert the file with 'iconv -f latin1 -t utf-8'"},
      {"@misc{a,\n title = {One", "1 : does not end before another begins at line 3: a brace is missing"},
      {"@misc{a, title = {One}},\n year = {2000}\n}",
       "2 : stands behind the end of its entry: a brace is too many before it"},
      {"@string{a = }", "1 a: has no value"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.text);
    const SourceContent content = read_bibtex(std::string(c.text) + "\n@misc{z, title = {Last}}\n");
    EXPECT_THAT(faults_of(content), ElementsAre(c.fault));
    ASSERT_FALSE(content.papers.empty());
    EXPECT_EQ(content.papers.back().title, "Last");
  }
}

TEST(Bibtex, SaysWhenAFileEndsEarlyOrHoldsNoEntry) {
  EXPECT_THAT(faults_of(read_bibtex("@misc{a, title = {One")),
              ElementsAre("1 : is not whole: the file ends inside it"));
  EXPECT_THAT(faults_of(read_bibtex("\nno entries, a@b.c\n")),
              ElementsAre("2 : begins no BibTeX entry: no line of the file starts with '@' and a type"));
  EXPECT_THAT(faults_of(read_bibtex(" \n")), IsEmpty());
  EXPECT_THAT(faults_of(read_bibtex("@comment{x}")), IsEmpty());
}

TEST(Bibtex, TakesAnEntryOfAMegabyteAndNotAByteMore) {
  const std::string head = "k, title = {One}, file = {";
  const std::string most = head + std::string(kMaxBibtexEntryBytes - head.size() - 1, 'x') + '}';
  ASSERT_EQ(most.size(), kMaxBibtexEntryBytes);
  for (const char* end : {"\n", ""}) {  // on one line and on more
    std::string body = most;
    if (*end != '\0') body[head.size() + 5] = '\n';
    const std::string after = "}\n@misc{z, title = {Last}}";
    EXPECT_THAT(titles_of(read_bibtex("@misc\n{" + body + after, 4096)), ElementsAre("One", "Last"));
    const SourceContent content = read_bibtex("@misc\n{x" + body + after, 4096);
    EXPECT_THAT(titles_of(content), ElementsAre("Last"));
    EXPECT_THAT(faults_of(content), ElementsAre(HasSubstr("is longer than 1048576 bytes")));
  }
}

TEST(Bibtex, SaysWhenALineIsTooLongToBeRead) {
  const std::string line = "@misc{a, title = {One}} " + std::string(2 * kMaxBibtexEntryBytes, ' ');
  const SourceContent content = read_bibtex(line + "@misc{b, title = {Lost}}\n@misc{z, title = {Last}}", 4096);
  EXPECT_THAT(titles_of(content), ElementsAre("One", "Last"));
  EXPECT_THAT(faults_of(content), ElementsAre("1 : is a line longer than 2097152 bytes; the rest of it is skipped"));
}

TEST(Bibtex, BoundsTheMacros) {
  const std::string value(kMaxBibtexMacroBytes / 2 - 1, 'x');
  const std::string two = "@string{a = {" + value + "}}\n@string{b = {" + value + "}}\n";
  EXPECT_THAT(faults_of(read_bibtex(two, 4096)), IsEmpty());
  EXPECT_THAT(faults_of(read_bibtex(two + "@string{c = {x}}", 4096)), ElementsAre(HasSubstr("one @string too many")));
}

TEST(Bibtex, TakesNamesApart) {
  const struct {
    const char* field;
    std::vector<std::string> names;
  } kCases[] = {
      {"", {}},
      {"Ann Smith", {"Ann Smith"}},
      {"Smith, Ann and Jones, Bob", {"Ann Smith", "Bob Jones"}},
      {"Smith, Ann\n  AND\tBob Jones and others", {"Ann Smith", "Bob Jones"}},
      {"Smith, A. and et al.", {"A. Smith"}},
      {"van der Berg, Jr., Ann", {"Ann van der Berg Jr."}},
      {"Pimentel, III ,Joe,", {"Joe Pimentel III"}},
      {"Ludwig van Beethoven", {"Ludwig van Beethoven"}},
      {"{Barnes and Noble, Inc.} and {AT and T}", {"{Barnes and Noble, Inc.}", "{AT and T}"}},
      {"Smith, J., Jones, B., Miller, C.", {"Smith, J., Jones, B., Miller, C."}},
      {"family=Berg, given=Ann, prefix=van den, suffix=Jr.", {"Ann van den Berg Jr."}},
      {"Alan von Animal, useprefix=false", {"Alan von Animal"}},
      {"A and xdata=b-author-1 and C", {"A", "C"}},
      {"Sand, Andy and Rand Andersen", {"Andy Sand", "Rand Andersen"}},
      {"and", {"and"}},
      {"A and and B", {"A", "B"}},
      {"} a , b {", {"b { } a"}},
  };
  for (const auto& c : kCases) EXPECT_EQ(names_of_bibtex(c.field), c.names) << c.field;
}

TEST(Bibtex, ReadsDates) {
  const struct {
    const char* fields;
    const char* date;  // "" when there is none
  } kCases[] = {
      {"date = {1999-05-12}", "1999-05-12"},
      {"date = {1999-05}, year = 2000", "1999-05"},
      {"date = {1999-05-12/2000-01-01}", "1999-05-12"},
      {"date = {1999/2000}", "1999"},
      {"date = {1999/}", "1999"},
      {"date = {/2004-01-01}", "2004-01-01"},
      {"date = {../2004}", "2004"},
      {"date = {1999?}", "1999"},
      {"date = {[1999]}", "1999"},
      {"date = {1999~}", "1999"},
      {"date = {1999-21}", "1999"},
      {"date = {1999-XX-XX}", "1999"},
      {"date = {199X}", ""},
      {"date = {1996-13-03}", "1996"},
      {"date = {1996-10-35}", "1996-10"},
      {"date = {2001-01-03T15:00:00}", "2001-01-03"},
      {"date = {2001-01-03T15:00:00Z}", "2001-01-03T15:00:00Z"},
      {"date = {-0379-02}", ""},
      {"date = {0950}", ""},
      {"date = {Y17000002}", ""},
      {"date = {soon}, year = {2001}", "2001"},
      {"year = 2001", "2001"},
      {"year = {{2001}}, month = {{May}}", "2001-05"},
      {"year = 2001, month = 5, day = 7", "2001-05-07"},
      {"year = 2001, month = may # { } # jun", "2001-05"},
      {"year = 2001, month = {12~June}", "2001-06"},
      {"year = 2001, month = 14", "2001"},
      {"year = {1995--1996}, month = jan", "1995-01"},
      {"year = {1985a}", "1985"},
      {"year = {c. 1985}", "1985"},
      {"year = {in press}", ""},
      {"year = {to appear in 2020}", "2020"},
      {"urldate = {2020-01-01}", ""},
  };
  for (const auto& c : kCases) {
    const Paper paper = only_paper(std::string("@misc{k, title = {T}, ") + c.fields + '}');
    EXPECT_EQ(paper.published ? paper.published->to_string() : "", c.date) << c.fields;
  }
}

TEST(Bibtex, FindsIdsAndAddresses) {
  const struct {
    const char* fields;
    const char* id;
    std::vector<std::string> ids;
    const char* url;
  } kCases[] = {
      {"eprint = {2006.15055}, eprinttype = {arxiv}", "2006.15055", {}, ""},
      {"eprint = {arXiv:2006.15055v1}, archiveprefix = {ArXiv}", "2006.15055", {}, ""},
      {"eprint = {hep-th/9901001}", "hep-th/9901001", {}, ""},
      {"eprint = {2006.15055}, eprinttype = {hal}, doi = {10.1000/x}", "10.1000/x", {}, ""},
      {"arxivid = {2006.15055}, doi = {10.1000/x}", "2006.15055", {}, ""},
      {"journal = {arXiv preprint arXiv:2006.15055, 2020}", "2006.15055", {}, ""},
      {"journal = {CoRR}, volume = {abs/2006.15055}", "2006.15055", {}, ""},
      {"doi = {10.1000/{\\_}a}", "10.1000/_a", {}, ""},
      {"eprint = {123}, eprinttype = {pubmed}, pmcid = {PMC7}", "pmid:123", {"PMC7"}, ""},
      {"url = {https://arxiv.org/abs/2006.15055}", "2006.15055", {}, "https://arxiv.org/abs/2006.15055"},
      {"doi = {10.1000/x}, howpublished = {\\url{http://a.example/{\\textasciitilde}b}}",
       "10.1000/x",
       {},
       "http://a.example/~b"},
      {"doi = {10.1000/x}, url = {ftp://a.example/x}", "10.1000/x", {}, ""},
      {"doi = {10.1000/x}, url = {see https://a.example/x and more}", "10.1000/x", {}, "https://a.example/x"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.fields);
    const Paper paper = only_paper(std::string("@misc{k, title = {T}, ") + c.fields + '}');
    EXPECT_EQ(paper.id, c.id);
    EXPECT_EQ(paper.ids, c.ids);
    EXPECT_EQ(paper.url, c.url);
  }
}

TEST(Bibtex, GivesPapersWithoutIdsOneOfKeyTitleAndFirstAuthor) {
  const auto id_of = [](const std::string& key, const std::string& title, const std::string& author) {
    return only_paper("@misc{" + key + ", title = {" + title + "}, author = {" + author + "}}").id;
  };
  const std::string id = id_of("smith2020", "On {S}lots", "Ann Smith");
  EXPECT_THAT(id, testing::MatchesRegex("bib:smith2020\\.[0-9a-f]{8}"));
  EXPECT_EQ(id_of("smith2020", "on slots", "Smith, {\\'A}nn and Bob Jones"), id);
  EXPECT_NE(id_of("smith2020", "On squares", "Ann Smith"), id);
  EXPECT_NE(id_of("smith2020", "On {S}lots", "Bob Smith"), id);
  EXPECT_NE(id_of("smith2020b", "On {S}lots", "Ann Smith"), id);
  EXPECT_THAT(id_of("", "T", "A"), testing::MatchesRegex("bib:[0-9a-f]{16}"));
  EXPECT_THAT(id_of("a b", "T", "A"), testing::MatchesRegex("bib:ab\\.[0-9a-f]{8}"));
  EXPECT_EQ(id_of(std::string(500, 'k'), "T", "A").size(), 4 + 96 + 9U);
}

TEST(Bibtex, LeavesOutALongNoteAndTakesJournalsBeforeBooks) {
  const std::string note(kMaxFieldBytes, 'n');
  EXPECT_EQ(only_paper("@misc{k, title = {T}, note = {" + note + "}}").comment, note);
  EXPECT_EQ(only_paper("@misc{k, title = {T}, note = {" + note + "n}}").comment, "");
  EXPECT_EQ(only_paper("@misc{k, title = {T}, journal = {J}, booktitle = {B}, eventtitle = {E}}").venue, "J");
  EXPECT_EQ(only_paper("@misc{k, title = {T}, journaltitle = { }, eventtitle = {E}}").venue, "E");
}

TEST(Bibtex, FollowsCrossReferencesBehindAndBefore) {
  const std::string child = "@inproceedings{a, title = {One}, author = {A. B}, crossref = {P}}\n";
  const std::string volume =
      "@proceedings{p, title = {Proc. of X}, subtitle = {S}, editor = {E. F}, author = {G}, year = 2020, month = may, "
      "doi = {10.1000/p}, url = {https://p.example}, abstract = {All.}}\n";
  for (const std::string& text : {child + volume, volume + child}) {
    SCOPED_TRACE(text);
    const SourceContent content = read_bibtex(text);
    ASSERT_EQ(content.papers.size(), 2U);
    const Paper& paper = content.papers[content.papers[0].title == "One" ? 0 : 1];
    EXPECT_EQ(paper.title, "One");
    EXPECT_EQ(paper.venue, "Proc. of X");
    EXPECT_EQ(paper.authors, std::vector<std::string>{"A. B"});
    EXPECT_EQ(paper.published, Date::parse("2020-05"));
    EXPECT_EQ(paper.doi, "");
    EXPECT_EQ(paper.url, "");
    EXPECT_EQ(paper.abstract, "");
  }
}

TEST(Bibtex, LetsAPaperSayMoreThanItsParents) {
  EXPECT_EQ(only_paper("@book{k, title = {T}, date = 2004, crossref = {none}}").venue, "");
  const SourceContent content = read_bibtex(R"(
@inproceedings{a, title = {One}, booktitle = {Own}, date = {2004}, crossref = {b}}
@book{b, title = {Two}, year = 2005, month = may, crossref = {c}, ids = {b1, b2}}
@mvbook{c, title = {Three}, publisher = {P}, year = 1999, journal = {J}}
@incollection{d, title = {Four}, crossref = {B2}}
@incollection{e, crossref = {b}}
@misc{x1, xdata = {x2, x3}, year = 2001}
@xdata{x2, title = {Five}, xdata = {x4}}
@xdata{x3, title = {Six}, note = {N}, year = 1900, month = may}
@xdata{x4, abstract = {Z}, author = {A. B}}
@book{loop1, title = {Seven}, crossref = {loop2}}
@book{loop2, title = {Eight}, crossref = {loop1}}
)");
  EXPECT_THAT(faults_of(content), ElementsAre("6 title: is missing"));
  std::map<std::string, Paper> papers;
  for (const Paper& paper : content.papers) papers[paper.title] = paper;
  ASSERT_EQ(papers.size(), 7U);
  EXPECT_EQ(papers["One"].venue, "J") << "of the volume's volume";
  EXPECT_EQ(papers["One"].published, Date::parse("2004"));
  EXPECT_EQ(papers["Four"].published, Date::parse("2005-05"));
  EXPECT_EQ(papers["Five"].comment, "N");
  EXPECT_EQ(papers["Five"].published, Date::parse("2001"));
  EXPECT_EQ(papers["Five"].authors, std::vector<std::string>{"A. B"});
  EXPECT_EQ(papers["Seven"].venue, "Eight");
  EXPECT_EQ(papers["Eight"].venue, "Seven");
}

TEST(Bibtex, FollowsAChainToItsBound) {
  const auto note_at = [](std::size_t last) {
    std::string text;
    for (std::size_t i = 1; i < last; ++i) {
      text += "@xdata{x" + std::to_string(i) + ", xdata = {x" + std::to_string(i + 1) + "}}\n";
    }
    text += "@xdata{x" + std::to_string(last) + ", note = {N}}\n";
    return only_paper("@misc{a, title = {T}, xdata = {x1}}\n" + text).comment;
  };
  EXPECT_EQ(note_at(kMaxBibtexParents), "N");
  EXPECT_EQ(note_at(kMaxBibtexParents + 1), "");
}

TEST(Bibtex, HandsOutWhatWaitsTooLongAsItIs) {
  // Each waits with half a megabyte; their volume comes behind more of them than are kept.
  const std::string filler(kMaxBibtexEntryBytes / 2, 'x');
  constexpr int kPapers = 2 * (kMaxBibtexKeptBytes / kMaxBibtexEntryBytes) + 8;
  std::string text;
  for (int i = 0; i < kPapers; ++i) {
    text += "@inproceedings{k" + std::to_string(i) + ", title = {T" + std::to_string(i) + "}, file = {" + filler +
            "}, crossref = {p}}\n";
  }
  text += "@proceedings{p, title = {Volume}}\n";
  const SourceContent content = read_bibtex(text, 1 << 20);
  ASSERT_EQ(content.papers.size(), kPapers + 1U);
  EXPECT_EQ(content.papers.front().title, "T0");
  EXPECT_EQ(content.papers.front().venue, "");
  EXPECT_EQ(content.papers.back().title, "T" + std::to_string(kPapers - 1));
  EXPECT_EQ(content.papers.back().venue, "Volume");
}

TEST(Bibtex, GivesWhatWaitsBeforeAFaultOfTheFile) {
  TextBytes bytes("@inproceedings{a, title = {One}, crossref = {b}}\n@misc{c, title = {Two", 7, "is cut off");
  BibtexSource source("refs.bib", bytes);
  const SourceItem first = source.next();
  ASSERT_TRUE(std::holds_alternative<Paper>(first));
  EXPECT_EQ(std::get<Paper>(first).title, "One");
  EXPECT_THROW(source.next(), InputError);
  EXPECT_THROW(source.next(), InputError);
}

TEST(Bibtex, SurvivesAnyText) {
  static constexpr const char* kPieces[] = {"@",
                                            "misc",
                                            "{",
                                            "}",
                                            "(",
                                            ")",
                                            ",",
                                            "=",
                                            "\"",
                                            "#",
                                            "\n",
                                            " ",
                                            "title",
                                            "k",
                                            "@misc{",
                                            "@string{",
                                            "\n@misc{k, title = {T}}\n",
                                            "@comment{",
                                            "crossref",
                                            "xdata",
                                            "date",
                                            "1999",
                                            "/",
                                            "author",
                                            " and ",
                                            "\\",
                                            "%",
                                            "\xff",
                                            "é",
                                            "\r"};
  std::mt19937 random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 40; i > 0; --i) text += kPieces[random() % std::size(kPieces)];
    read_bibtex(text, 1 + random() % 5);  // ends, and throws nothing
  }
}

}  // namespace
}  // namespace paperdex
