#include "indexer/sources/arxiv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/paper_json.h"
#include "indexer/sources/arxiv_snapshot.h"
#include "indexer/sources/oai_page.h"
#include "tests/indexer/fake_fetcher.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Day kDay = day_from_ymd({2026, 10, 5});

std::string document(const std::string& content, const std::string& response_date = "2026-10-07T00:49:19Z") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH "
         "xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>" +
         response_date + "</responseDate><request>https://oaipmh.arxiv.org/oai</request>" + content + "</OAI-PMH>";
}

std::string record(const std::string& identifier, const std::string& content) {
  return "<record><header><identifier>oai:arXiv.org:" + identifier +
         "</identifier><datestamp>2026-10-05</datestamp><setSpec>math:math:CO</setSpec></header><metadata>"
         "<arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\">" +
         content + "</arXivRaw></metadata></record>";
}

std::string page(const std::string& records, const std::string& token = "") {
  return document("<ListRecords>" + records + "<resumptionToken>" + token + "</resumptionToken></ListRecords>");
}

constexpr char kVersions[] =
    "<version version=\"v1\"><date>Mon, 02 Apr 2007 19:18:42 GMT</date><size>14kb</size></version>";

std::string simple(const std::string& id) {
  return record(id, "<id>" + id + "</id>" + kVersions + "<title>Paper " + id + "</title>");
}

constexpr char kDeleted[] =
    "<record><header status=\"deleted\"><identifier>oai:arXiv.org:math/0601001</identifier>"
    "<datestamp>2026-10-05</datestamp></header></record>";

// The one paper of an arXivRaw record's content.
Paper paper_of(const std::string& content, const std::string& identifier = "0704.0009") {
  const OaiPage read = parse_oai_page(page(record(identifier, content)));
  return paper_from_arxiv_raw(read.records.at(0), "arxiv");
}

Paper paper_with(const std::string& content) { return paper_of("<id>0704.0009</id><title>Titles</title>" + content); }

HarvestTask task(const std::vector<Day>& days, const std::string& set = "") {
  HarvestTask task;
  task.config.name = "arxiv";
  task.config.base_url = "http://127.0.0.1/oai";
  task.set = set;
  task.days = days;
  return task;
}

std::string url_of(Day day, const std::string& set = "") {
  const std::string text = Date::from_day(day).to_string();
  return "http://127.0.0.1/oai?verb=ListRecords&metadataPrefix=arXivRaw&from=" + text + "&until=" + text +
         (set.empty() ? "" : "&set=" + set);
}

// One line an item.
std::vector<std::string> items_of(PaperSource& source) {
  std::vector<std::string> lines;
  for (;;) {
    const SourceItem item = source.next();
    if (std::holds_alternative<Done>(item)) return lines;
    if (const auto* paper = std::get_if<Paper>(&item)) lines.push_back("paper " + paper->id);
    if (const auto* deleted = std::get_if<Deleted>(&item))
      lines.push_back("deleted " + deleted->source + ' ' + deleted->id);
    if (const auto* r = std::get_if<Rejected>(&item)) {
      lines.push_back("rejected " + r->source + ' ' + std::to_string(r->line) + ' ' + r->field + ": " + r->reason);
    }
    if (const auto* covered = std::get_if<Covered>(&item)) {
      lines.push_back("covered " + Date::from_day(covered->day).to_string() + ' ' + std::to_string(covered->announced) +
                      (covered->closed ? " closed" : " open"));
    }
  }
}

constexpr char kRawRecord[] =
    "<id>0704.0009</id><submitter>A. Person</submitter>"
    "<version version=\"v1\"><date>Mon, 02 Apr 2007 19:18:42 GMT</date><size>14kb</size></version>\n"
    "<version version=\"v2\"><date>Tue, 24 Jul 2007 20:10:27 "
    "GMT</date><size>15kb</size><source_type>D</source_type></version>"
    "<title>Folded\n  titles of $K_{3}$-free papers &amp; \\\"Uber</title>"
    "<authors>A. Person (1), B. Other, and C. Third, Jr. ((1) Some University)</authors>"
    "<categories>math.CO cs.CG</categories><comments>7 pages, it&#39;s short</comments><report-no>X-1</report-no>"
    "<msc-class>05C10</msc-class><acm-class>05C10</acm-class><journal-ref>J. Test 1 (2007) 2</journal-ref>"
    "<doi>10.1000/One 10.1000/two</doi><license>http://example.org/</license>"
    "<abstract>  We fold $x &lt; y$\ntitles.\n</abstract>";

constexpr char kSnapshotRecord[] = R"record({"id": "0704.0009", "submitter": "A. Person",
  "authors": "A. Person (1), B. Other, and C. Third, Jr. ((1) Some\n  University)",
  "title": "Folded\n  titles of $K_{3}$-free papers & \\\"Uber", "comments": "7 pages, it's short",
  "journal-ref": "J. Test 1 (2007) 2", "doi": "10.1000/One 10.1000/two", "report-no": "X-1",
  "categories": "math.CO cs.CG", "license": "http://example.org/", "abstract": "  We fold $x < y$\ntitles.\n",
  "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"},
               {"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"}],
  "update_date": "2026-10-05",
  "authors_parsed": [["Person", "A.", "", "Some University"], ["Other", "B.", ""], ["Third", "C.", "Jr."]]})record";

TEST(ArxivRaw, MapsEveryField) {
  Paper expected;
  expected.id = "0704.0009";
  expected.authors = {"A. Person", "B. Other", "C. Third Jr."};
  expected.categories = {"math.CO", "cs.CG"};
  expected.published = Date::parse("2007-04-02T19:18:42Z");
  expected.updated = Date::parse("2007-07-24T20:10:27Z");
  expected.versions = {*expected.published, *expected.updated};
  expected.doi = "10.1000/one";
  expected.ids = {"10.1000/two"};
  expected.url = "https://arxiv.org/abs/0704.0009";
  expected.source = "arxiv";
  expected.comment = "7 pages, it's short";
  expected.journal_ref = "J. Test 1 (2007) 2";
  expected.report_no = "X-1";
  expected.revised = Date::parse("2026-10-05");
  const Paper paper = paper_of(kRawRecord);
  // What becomes of TeX is told elsewhere.
  EXPECT_THAT(paper.title, HasSubstr("Folded titles of"));
  EXPECT_THAT(paper.abstract, HasSubstr("We fold"));
  expected.title = paper.title;
  expected.abstract = paper.abstract;
  EXPECT_EQ(paper, expected);
}

TEST(ArxivRaw, GivesThePaperThatTheSnapshotGives) {
  EXPECT_EQ(paper_to_json(paper_of(kRawRecord)), paper_to_json(paper_from_arxiv_snapshot(kSnapshotRecord)));
  EXPECT_EQ(paper_to_json(paper_of("<id>hep-th/9901001</id><title>T</title><authors>A. One and\n B. Two</authors>"
                                   "<comments>This paper has been withdrawn</comments>",
                                   "hep-th/9901001")),
            paper_to_json(paper_from_arxiv_snapshot(
                R"({"id":"hep-th/9901001","title":"T","authors":"A. One and\n B. Two","doi":null,
                    "comments":"This paper has been withdrawn","update_date":"2026-10-05"})")));
}

TEST(ArxivRaw, MakesDoWithATitle) {
  const Paper paper = paper_with("");
  EXPECT_EQ(paper.published, Date::parse("2007-04"));
  EXPECT_FALSE(paper.updated);
  EXPECT_THAT(paper.versions, IsEmpty());
  EXPECT_THAT(paper.authors, IsEmpty());
  EXPECT_FALSE(paper.withdrawn);
}

TEST(ArxivRaw, TakesVersionsInTheirOrder) {
  std::string versions;
  for (const int number : {10, 9, 1, 2}) {
    const std::string text = std::to_string(number);
    versions += "<version version=\"v" + text + "\"><date>Mon, " + text + " Apr 2007 00:00:00 GMT</date></version>";
  }
  const Paper paper = paper_with(versions);
  EXPECT_EQ(paper.published, Date::parse("2007-04-01T00:00:00Z"));
  EXPECT_EQ(paper.updated, Date::parse("2007-04-10T00:00:00Z"));
  EXPECT_THAT(paper.versions, SizeIs(4));
}

// Add a row for every way of saying it that was seen.
TEST(ArxivRaw, SeesAWithdrawal) {
  const struct {
    const char* last_version;  // within its element
    const char* rest;
    bool withdrawn;
  } kCases[] = {
      {"<size>14kb</size>", "", false},
      {"<size>0kb</size>", "", true},
      {"<size>10kb</size>", "", false},
      {"<size>100kb</size>", "", false},
      {"<size>14kb</size><source_type>I</source_type>", "", true},
      {"<size>14kb</size><source_type>AI</source_type>", "", true},
      {"<size>14kb</size><source_type>D</source_type>", "", false},
      {"", "<comments>Withdrawn due to an error in Lemma 3</comments>", true},
      {"", "<abstract>  This paper has been withdrawn by the author.</abstract>", true},
      {"", "<comments>Theorem 2 is withdrawn</comments>", false},
  };
  for (const auto& c : kCases) {
    const std::string first = "<version version=\"v1\"><date>Mon, 02 Apr 2007 19:18:42 GMT</date>";
    const std::string last = "<version version=\"v2\"><date>Tue, 03 Apr 2007 19:18:42 GMT</date>";
    EXPECT_EQ(
        paper_with(first + "<size>9kb</size></version>" + last + c.last_version + "</version>" + c.rest).withdrawn,
        c.withdrawn)
        << c.last_version << c.rest;
  }
  EXPECT_FALSE(
      paper_with("<version version=\"v1\"><date>Mon, 02 Apr 2007 19:18:42 GMT</date><size>0kb</size></version>"
                 "<version version=\"v2\"><date>Tue, 03 Apr 2007 19:18:42 GMT</date><size>9kb</size></version>")
          .withdrawn)
      << "a version came after it";
}

TEST(ArxivRaw, RejectsWithFieldAndReason) {
  const struct {
    std::string content;
    const char* field;
  } kCases[] = {
      {"<title>T</title>", "id"},
      {"<id>0704.0010</id><title>T</title>", "id"},
      {"<id>0704.0009</id>", "title"},
      {"<id>0704.0009</id><title> \n </title>", "title"},
      {"<id>0704.0009</id><title>\xFF</title>", "title"},
      {"<id>0704.0009</id><title>T</title><version version=\"v1\"/>", "versions"},
      {"<id>0704.0009</id><title>T</title><version version=\"v1\"><date>2007-04-02</date></version>", "versions"},
      {"<id>0704.0009</id><title>T</title><abstract>" + std::string(kMaxAbstractBytes + 1, 'x') + "</abstract>",
       "abstract"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.content.substr(0, 100));
    try {
      paper_of(c.content);
      ADD_FAILURE() << "was taken";
    } catch (const Rejection& rejection) {
      EXPECT_EQ(rejection.field(), c.field) << rejection.reason();
    }
  }
}

TEST(ArxivSource, HandsOutADayAndThatItIsCovered) {
  FakeFetcher fetcher =
      FakeFetcher::of({{url_of(kDay), page(simple("0704.0009") + record("0704.0010", "<id>0704.0010</id>"), "t%3D1")},
                       {"http://127.0.0.1/oai?verb=ListRecords&resumptionToken=t%253D1",
                        page(std::string(kDeleted) + record("0704.0011", "<id>0704.0012</id><title>T</title>") +
                             "<record><metadata/></record><record><header><identifier>oai:arXiv.org:0704.0013</"
                             "identifier></header></record>" +
                             simple("0704.0014"))},
                       {url_of(kDay + 1), document("<error code='noRecordsMatch'/>")}});
  EXPECT_THAT(
      items_of(*arxiv_source(fetcher, task({kDay, kDay + 1}))),
      ElementsAre("paper 0704.0009", "rejected arxiv 2 title: is missing ('oai:arXiv.org:0704.0010' of 2026-10-05)",
                  "deleted arxiv math/0601001",
                  "rejected arxiv 4 id: is of another paper: 0704.0012 ('oai:arXiv.org:0704.0011' of 2026-10-05)",
                  "rejected arxiv 5 identifier: is missing ('' of 2026-10-05)",
                  "rejected arxiv 6 metadata: is not arXivRaw ('oai:arXiv.org:0704.0013' of 2026-10-05)",
                  "paper 0704.0014", "covered 2026-10-05 7 closed", "covered 2026-10-06 0 closed"));
}

TEST(ArxivSource, IsDoneEverAfter) {
  FakeFetcher fetcher = FakeFetcher::of({{url_of(kDay), page(simple("0704.0009"))}});
  const auto source = arxiv_source(fetcher, task({kDay}));
  EXPECT_THAT(items_of(*source), SizeIs(2));
  EXPECT_TRUE(std::holds_alternative<Done>(source->next()));
  EXPECT_TRUE(std::holds_alternative<Done>(arxiv_source(fetcher, task({}))->next()));
}

TEST(ArxivSource, HandsOutADayAgainThatIsReadAgain) {
  int answers = 0;
  FakeFetcher fetcher([&](const std::string& url) {
    if (url == url_of(kDay)) return FakeFetcher::answer(page(simple("0704.0009") + simple("0704.0010"), "t1"));
    return FakeFetcher::answer(++answers == 1 ? document("<error code='badResumptionToken'/>")
                                              : page(record("0704.0011", "<id>0704.0011</id>")));
  });
  EXPECT_THAT(items_of(*arxiv_source(fetcher, task({kDay}))),
              ElementsAre("paper 0704.0009", "paper 0704.0010", "paper 0704.0009", "paper 0704.0010",
                          "rejected arxiv 3 title: is missing ('oai:arXiv.org:0704.0011' of 2026-10-05)",
                          "covered 2026-10-05 3 closed"));
}

TEST(ArxivSource, DoesNotCoverADayThatFails) {
  FakeFetcher fetcher = FakeFetcher::of({{url_of(kDay), page(simple("0704.0009"), "t1")}});
  const auto source = arxiv_source(fetcher, task({kDay, kDay + 1}));
  EXPECT_TRUE(std::holds_alternative<Paper>(source->next()));
  EXPECT_THROW(source->next(), FetchError);
}

TEST(ArxivSource, ClosesADayThatWasOverByTheServersClock) {
  const struct {
    const char* response_date;
    const char* covered;
  } kCases[] = {
      {"2026-10-05T23:59:59Z", "covered 2026-10-05 0 open"},
      {"2026-10-06T00:00:00Z", "covered 2026-10-05 0 closed"},
      {"2026-10-04T12:00:00Z", "covered 2026-10-05 0 open"},
  };
  for (const auto& c : kCases) {
    FakeFetcher fetcher =
        FakeFetcher::of({{url_of(kDay), document("<error code='noRecordsMatch'/>", c.response_date)}});
    EXPECT_THAT(items_of(*arxiv_source(fetcher, task({kDay}))), ElementsAre(c.covered));
  }
}

TEST(ArxivSource, DoesNotAskForDaysBeforeArxivHasAny) {
  FakeFetcher fetcher = FakeFetcher::of({{url_of(kArxivFirstDay), page(simple("0704.0009"))}});
  EXPECT_THAT(items_of(*arxiv_source(fetcher, task({0, kArxivFirstDay - 1, kArxivFirstDay}))),
              ElementsAre("covered 1970-01-01 0 closed", "covered 2005-09-15 0 closed", "paper 0704.0009",
                          "covered 2005-09-16 1 closed"));
  EXPECT_THAT(fetcher.asked(), ElementsAre(url_of(kArxivFirstDay)));
}

TEST(ArxivSource, AsksForTomorrowAtMost) {
  FakeFetcher fetcher = FakeFetcher::of({});
  EXPECT_NO_THROW(arxiv_source(fetcher, task({today() + 1})));
  EXPECT_THROW(arxiv_source(fetcher, task({kDay, today() + 2})), InputError);
}

TEST(ArxivSource, ALaterPageThatDoesNotSayHowTheListGoesOnIsNoEnd) {
  const std::string without = document("<ListRecords>" + simple("2610.00002") + "</ListRecords>");
  for (const bool is_later : {false, true}) {
    FakeFetcher fetcher([&](const std::string& url) {
      const bool is_first = url.find("resumptionToken") == std::string::npos;
      return FakeFetcher::answer(is_later && is_first ? page(simple("2610.00001"), "t") : without);
    });
    const auto source = arxiv_source(fetcher, task({kDay}));
    EXPECT_TRUE(std::holds_alternative<Paper>(source->next()));
    if (is_later) {
      EXPECT_THROW(source->next(), FetchError);
    } else {
      EXPECT_TRUE(std::holds_alternative<Covered>(source->next())) << "a list of one page has no token";
    }
  }
}

TEST(ArxivSource, AsksArxivItselfUnlessToldOtherwise) {
  FakeFetcher fetcher([](const std::string&) { return FakeFetcher::answer(page(""), 404); });
  HarvestTask own = task({kDay}, "cs:cs:LG");
  own.config.base_url.clear();
  EXPECT_THROW(arxiv_source(fetcher, own)->next(), FetchError);
  EXPECT_THAT(fetcher.asked(),
              ElementsAre("https://oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXivRaw&from=2026-10-05"
                          "&until=2026-10-05&set=cs%3Acs%3ALG"));
}

TEST(ArxivSource, SaysTheRightFormOfASet) {
  const struct {
    const char* set;
    const char* form;  // "" when it is in order
  } kCases[] = {
      {"", ""},
      {"cs", ""},
      {"stat", ""},
      {"physics", ""},
      {"cs:cs", ""},
      {"cs:cs:LG", ""},
      {"q-bio:q-bio:NC", ""},
      {"physics:hep-th", ""},
      {"physics:astro-ph:GA", ""},
      {"physics:physics:optics", ""},
      {"newgroup", ""},
      {"cs.LG", "cs:cs:LG"},
      {"cs:LG", "cs:cs:LG"},
      {"cs:cs.LG", "cs:cs:LG"},
      {"q-bio.NC", "q-bio:q-bio:NC"},
      {"hep-th", "physics:hep-th"},
      {"astro-ph.GA", "physics:astro-ph:GA"},
      {"astro-ph:GA", "physics:astro-ph:GA"},
      {"physics:astro-ph.GA", "physics:astro-ph:GA"},
      {"physics.optics", "physics:physics:optics"},
  };
  FakeFetcher fetcher = FakeFetcher::of({});
  for (const auto& c : kCases) {
    std::string said;
    try {
      arxiv_source(fetcher, task({}, c.set));
    } catch (const InputError& error) {
      said = error.what();
    }
    const std::string expected = *c.form == '\0'
                                     ? std::string()
                                     : "arXiv has no set '" + std::string(c.set) + "'; it is written '" + c.form + "'";
    EXPECT_EQ(said, expected);
  }
}

}  // namespace
}  // namespace paperdex
