#include "indexer/sources/oai_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "tests/indexer/fake_fetcher.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr char kBase[] = "https://oai.example.org/oai";
constexpr char kFirst[] =
    "https://oai.example.org/oai?verb=ListRecords&metadataPrefix=oai_dc&from=2026-10-05&until=2026-10-05";
const Day kDay = day_from_ymd({2026, 10, 5});

std::string document(const std::string& content, const std::string& response_date = "2026-10-07T00:49:19Z") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\n"
         "<responseDate>" +
         response_date + "</responseDate>\n<request verb=\"ListRecords\">https://oai.example.org/oai</request>\n" +
         content + "\n</OAI-PMH>\n";
}

std::string record(const std::string& number) {
  return "<record><header><identifier>oai:example.org:" + number +
         "</identifier><datestamp>2026-10-05</datestamp><setSpec>cs</setSpec><setSpec>math</setSpec></header>"
         "<metadata><dc><title>Paper " +
         number + "</title></dc></metadata></record>";
}

// `token`: the whole element, or "".
std::string page(const std::vector<std::string>& numbers, const std::string& token = "") {
  std::string records;
  for (const std::string& number : numbers) records += record(number);
  return document("<ListRecords>" + records + token + "</ListRecords>");
}

std::string token(const std::string& text, const std::string& attributes = "") {
  return "<resumptionToken" + attributes + ">" + text + "</resumptionToken>";
}

std::string error(const std::string& code, const std::string& text = "Some reason") {
  return document("<error code=\"" + code + "\">" + text + "</error>");
}

OaiQuery query() { return {kBase, "oai_dc", "", kDay, kDay, false}; }

std::string url_of(const std::string& token) {
  return std::string(kBase) + "?verb=ListRecords&resumptionToken=" + token;
}

// The identifiers' numbers, page by page.
std::vector<std::string> pages_of(OaiList& list) {
  std::vector<std::string> pages;
  while (const std::optional<OaiPage> page = list.next_page()) {
    std::string numbers;
    for (const OaiRecord& record : page->records) numbers += record.identifier.substr(record.identifier.rfind(':') + 1);
    pages.push_back(numbers);
  }
  return pages;
}

// Answers in turn, whatever is asked.
FakeFetcher in_turn(std::vector<FetchResponse> answers) {
  std::deque<FetchResponse> queue(answers.begin(), answers.end());
  return FakeFetcher([queue](const std::string&) mutable {
    if (queue.empty()) return FakeFetcher::answer("", 500);
    FetchResponse next = queue.front();
    queue.pop_front();
    return next;
  });
}

FakeFetcher bodies_in_turn(const std::vector<std::string>& bodies) {
  std::vector<FetchResponse> answers;
  for (const std::string& body : bodies) answers.push_back(FakeFetcher::answer(body));
  return in_turn(answers);
}

std::string fault_of(FakeFetcher fetcher, const OaiQuery& query) {
  OaiList list(fetcher, query);
  try {
    pages_of(list);
  } catch (const FetchError& fault) {
    return fault.what();
  }
  ADD_FAILURE() << "was taken for a whole list";
  return "";
}

TEST(OaiPage, HoldsWhatTheServerWrote) {
  const OaiPage read = parse_oai_page(
      document("<ListRecords><record><header status=\"deleted\"><identifier> oai:a:1\n</identifier>"
               "<datestamp>2026-10-05T01:02:03Z</datestamp></header></record>" +
               record("2") + token(" a&amp;b ", " cursor=\"0\" completeListSize=\"12\"") + "</ListRecords>"));
  ASSERT_THAT(read.records, SizeIs(2));
  EXPECT_EQ(read.records[0].identifier, "oai:a:1");
  EXPECT_EQ(read.records[0].datestamp, "2026-10-05T01:02:03Z");
  EXPECT_TRUE(read.records[0].deleted);
  EXPECT_FALSE(read.records[0].metadata);
  EXPECT_FALSE(read.records[1].deleted);
  EXPECT_THAT(read.records[1].sets, ElementsAre("cs", "math"));
  EXPECT_EQ(text_of(child_named(read.records[1].metadata, "title")), "Paper 2");
  EXPECT_EQ(read.token, "a&b");
  EXPECT_EQ(read.complete_list_size, 12U);
}

TEST(OaiPage, KnowsElementsWhateverTheirPrefixes) {
  const OaiPage read = parse_oai_page(
      "<o:OAI-PMH "
      "xmlns:o=\"u\"><o:responseDate>2026-10-07T00:49:19Z</o:responseDate><o:ListRecords><o:record><o:header>"
      "<o:identifier>1</o:identifier></o:header><o:metadata><oai_dc:dc xmlns:oai_dc=\"v\"/></o:metadata></o:record>"
      "</o:ListRecords></o:OAI-PMH>");
  ASSERT_THAT(read.records, SizeIs(1));
  EXPECT_EQ(local_name(read.records[0].metadata), "dc");
}

// Add a row for every form that a server was seen to write.
TEST(OaiPage, WithoutRecordsMustSayThatThereAreNone) {
  EXPECT_THROW(parse_oai_page(document("<ListRecords></ListRecords>")), FetchError);
  EXPECT_NO_THROW(parse_oai_page(document("<ListRecords>" + token("t") + "</ListRecords>")));
  EXPECT_NO_THROW(parse_oai_page(document("<error code=\"noRecordsMatch\"/>")));
}

TEST(OaiPage, ReadsTheServersClock) {
  const struct {
    const char* text;
    const char* day;  // "" when it cannot be read
  } kCases[] = {
      {"2026-10-07T00:49:19Z", "2026-10-07"},
      {"2026-10-07T00:49:19.123456Z", "2026-10-07"},
      {"2026-10-07T00:49:19+02:00", "2026-10-06"},
      {"2026-10-07T00:49:19", "2026-10-07"},
      {"2026-10-07 00:49:19", "2026-10-07"},
      {" 2026-10-07 ", "2026-10-07"},
      {"2026-10", ""},
      {"Wed, 07 Oct 2026", ""},
      {"", ""},
  };
  for (const auto& c : kCases) {
    const OaiPage read = parse_oai_page(document("<ListRecords>" + record("1") + "</ListRecords>", c.text));
    EXPECT_EQ(read.response_day ? Date::from_day(*read.response_day).to_string() : "", c.day) << c.text;
  }
}

TEST(OaiPage, IsNeverTakenFromACutDocument) {
  std::string whole = page({"1", "2", "3"}, token("next"));
  whole.pop_back();  // the line's end after the document is no part of it
  ASSERT_NO_THROW(parse_oai_page(whole));
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    EXPECT_THROW(parse_oai_page(whole.substr(0, bytes)), FetchError) << "after " << bytes << " bytes";
  }
}

TEST(OaiPage, IsNothingElse) {
  const std::string kCases[] = {
      "",
      "Rate exceeded.",
      "<html><body>Down for maintenance</body></html>",
      "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Down</title></head></html>",
      "{\"error\":\"none\"}",
      document(""),
      document("<ListIdentifiers/>"),
      document("<ListRecords><record></ListRecords>"),
      document("<ListRecords/>"),
      document("<ListRecords/>") + "<html>a warning</html>",
      document("<ListRecords/>") + document("<ListRecords/>"),
      "<ListRecords></ListRecords>",
  };
  for (const std::string& body : kCases) EXPECT_THROW(parse_oai_page(body), FetchError) << body;
  EXPECT_NO_THROW(parse_oai_page(page({}, token("")))) << "says that this is the end";
}

TEST(OaiPage, DescribesErrorsOnOneShortLine) {
  EXPECT_EQ(describe({{"badArgument", " The\n set "}, {"badVerb", ""}}), "badArgument: The set ; badVerb");
  EXPECT_EQ(describe({{"badArgument", std::string(487, 'x')}}).size(), 500U);
  const std::string cut = describe({{"badArgument", std::string(486, 'x') + "\xC3\xA9"}});
  EXPECT_TRUE(cut.ends_with("x...")) << cut;
  EXPECT_EQ(describe({{"\xFF", ""}}), "an error that is not valid UTF-8");
}

TEST(OaiList, FollowsTokensToTheEnd) {
  // The last page has an empty token, or none.
  for (const std::string& last : {token(""), std::string()}) {
    FakeFetcher fetcher = FakeFetcher::of({{kFirst, page({"1", "2"}, token("t1"))},
                                           {url_of("t1"), page({"3"}, token("t2"))},
                                           {url_of("t2"), page({"4"}, last)}});
    OaiList list(fetcher, query());
    EXPECT_THAT(pages_of(list), ElementsAre("12", "3", "4"));
    EXPECT_EQ(list.announced(), 4U);
    EXPECT_EQ(list.asked_on(), day_from_ymd({2026, 10, 7}));
    EXPECT_FALSE(list.next_page());
    EXPECT_THAT(fetcher.asked(), SizeIs(3));
  }
}

TEST(OaiList, AsksForSetsAndSecondsAsTheyAreWrittenInAnAddress) {
  OaiQuery all = query();
  all.set = "cs:cs:LG & more";
  all.until = kDay + 1;
  all.seconds = true;
  all.base_url = "https://oai.example.org/oai?repository=1";
  FakeFetcher fetcher = FakeFetcher::of(
      {{"https://oai.example.org/oai?repository=1&verb=ListRecords&metadataPrefix=oai_dc&from=2026-10-05T00%3A00%3A00Z"
        "&until=2026-10-06T23%3A59%3A59Z&set=cs%3Acs%3ALG%20%26%20more",
        page({"1"})}});
  OaiList list(fetcher, all);
  EXPECT_THAT(pages_of(list), ElementsAre("1"));
}

TEST(OaiList, EncodesATokenThatIsEncodedAlready) {
  FakeFetcher fetcher =
      FakeFetcher::of({{kFirst, page({"1"}, token("verb%3DListRecords%26skip%3D1"))},
                       {url_of("verb%253DListRecords%2526skip%253D1"), page({"2"}, token("a/b=c&amp;d+e"))},
                       {url_of("a%2Fb%3Dc%26d%2Be"), page({"3"})}});
  OaiList list(fetcher, query());
  EXPECT_THAT(pages_of(list), ElementsAre("1", "2", "3"));
}

TEST(OaiList, SendsATokenAsItIsToAServerThatDecodesItOnceTooFew) {
  FakeFetcher fetcher([](const std::string& url) {
    if (url == kFirst) return FakeFetcher::answer(page({"1"}, token("a%3Db")));
    if (url == url_of("a%3Db")) return FakeFetcher::answer(page({"2"}, token("c d")));
    return FakeFetcher::answer(url == url_of("c%20d") ? page({"3"}) : error("badResumptionToken"));
  });
  OaiList list(fetcher, query());
  EXPECT_THAT(pages_of(list), ElementsAre("1", "1", "2", "3"));
}

TEST(OaiList, TakesADayWithoutRecordsAsWhole) {
  for (const long status : {200L, 404L, 422L}) {
    FakeFetcher fetcher = in_turn({FakeFetcher::answer(error("noRecordsMatch"), status)});
    OaiList list(fetcher, query());
    EXPECT_FALSE(list.next_page());
    EXPECT_EQ(list.announced(), 0U);
    EXPECT_EQ(list.asked_on(), day_from_ymd({2026, 10, 7}));
    EXPECT_THAT(fetcher.asked(), SizeIs(1));
  }
}

TEST(OaiList, StartsAgainWhenATokenHasExpired) {
  for (const long status : {200L, 400L, 422L}) {
    FakeFetcher fetcher =
        in_turn({FakeFetcher::answer(page({"1"}, token("t1", " completeListSize=\"9\""))),
                 FakeFetcher::answer(error("badResumptionToken"), status),
                 FakeFetcher::answer(page({"1", "2"}, token("t1"))), FakeFetcher::answer(page({"3"}))});
    OaiList list(fetcher, query());
    EXPECT_THAT(pages_of(list), ElementsAre("1", "12", "3"));
    EXPECT_EQ(list.announced(), 3U) << "counts the last pass only";
    EXPECT_EQ(fetcher.asked()[2], kFirst);
  }
}

TEST(OaiList, StartsAgainAtMostThreeTimes) {
  std::vector<std::string> bodies;
  for (int i = 0; i < OaiList::kMaxRestarts; ++i) {
    bodies.push_back(page({"1"}, token("t1")));
    bodies.push_back(error("badResumptionToken", "expired"));
  }
  bodies.push_back(page({"1"}, token("t1")));
  bodies.push_back(page({"2"}));
  FakeFetcher patient = bodies_in_turn(bodies);
  OaiList list(patient, query());
  EXPECT_THAT(pages_of(list), ElementsAre("1", "1", "1", "1", "2"));

  bodies.back() = error("badResumptionToken", "expired");
  EXPECT_THAT(fault_of(bodies_in_turn(bodies), query()), HasSubstr("4 attempts: badResumptionToken: expired"));
}

// A page that cannot be had is one that came back cut off, as HTML or empty, however often it was asked for.
TEST(OaiList, DoesNotEndWithAPageThatCannotBeRead) {
  const std::string last = page({"2", "3"});
  std::vector<std::string> bad = {"", "<html>Please wait</html>", document("")};
  for (std::size_t percent = 5; percent < 100; percent += 5) bad.push_back(last.substr(0, last.size() * percent / 100));
  for (const std::string& body : bad) {
    SCOPED_TRACE(body);
    EXPECT_THAT(fault_of(FakeFetcher::of({{kFirst, page({"1"}, token("t1"))}, {url_of("t1"), body}}), query()),
                HasSubstr(url_of("t1")));
    // Once is a passing fault.
    FakeFetcher fetcher = bodies_in_turn({page({"1"}, token("t1")), body, last});
    OaiList list(fetcher, query());
    EXPECT_THAT(pages_of(list), ElementsAre("1", "23"));
  }
}

TEST(OaiList, FailsWithWhatTheServerSays) {
  const struct {
    FetchResponse answer;
    const char* fault;
  } kCases[] = {
      {FakeFetcher::answer(error("badArgument", "Set does not\nexist")),
       "https://oai.example.org/oai: the list of 2026-10-05 was answered with badArgument: Set does not exist"},
      {FakeFetcher::answer(error("cannotDisseminateFormat", ""), 422), "was answered with cannotDisseminateFormat"},
      {FakeFetcher::answer(document("<error code=\"noRecordsMatch\"/><error code=\"noSetHierarchy\">No sets</error>")),
       "was answered with noRecordsMatch; noSetHierarchy: No sets"},
      {FakeFetcher::answer(error("badResumptionToken")), "was answered with badResumptionToken"},
      {FakeFetcher::answer("Not here", 404), ": status 404"},
      {FakeFetcher::answer("", 204), ": status 204"},
      {FakeFetcher::answer(page({"1"}), 403), ": status 403"},
      {FakeFetcher::answer(error("badArgument").substr(0, 200), 400), ": status 400"},
  };
  for (const auto& c : kCases) {
    FakeFetcher fetcher = in_turn({c.answer});
    OaiList list(fetcher, query());
    try {
      pages_of(list);
      ADD_FAILURE() << "was taken for a whole list: " << c.fault;
    } catch (const FetchError& fault) {
      EXPECT_THAT(fault.what(), HasSubstr(c.fault));
    }
    EXPECT_THAT(fetcher.asked(), SizeIs(1)) << "not asked again: " << c.fault;
  }
}

TEST(OaiList, IsWholeWithAsManyRecordsAsAnnouncedOrMore) {
  const std::string sizes[] = {" completeListSize=\"3\"", " completeListSize=\"2\""};
  for (const std::string& size : sizes) {
    FakeFetcher fetcher =
        FakeFetcher::of({{kFirst, page({"1", "2"}, token("t1", size))}, {url_of("t1"), page({"3"}, token("", size))}});
    OaiList list(fetcher, query());
    EXPECT_THAT(pages_of(list), ElementsAre("12", "3"));
    EXPECT_EQ(list.announced(), size == sizes[0] ? 3U : 2U);
  }
  EXPECT_THAT(fault_of(FakeFetcher::of({{kFirst, page({"1", "2"}, token("t1", " completeListSize=\"4\""))},
                                        {url_of("t1"), page({"3"}, token("", " cursor=\"2\""))}}),
                       query()),
              HasSubstr("ended after 3 of 4 records"));
  // What the server corrected last counts; what is no number is none.
  FakeFetcher fetcher = FakeFetcher::of({{kFirst, page({"1"}, token("t1", " completeListSize=\"9\""))},
                                         {url_of("t1"), page({"2"}, token("", " completeListSize=\"2\""))}});
  OaiList list(fetcher, query());
  EXPECT_THAT(pages_of(list), ElementsAre("1", "2"));
  FakeFetcher odd = FakeFetcher::of({{kFirst, page({"1"}, token("", " completeListSize=\"-1\""))}});
  OaiList odd_list(odd, query());
  EXPECT_THAT(pages_of(odd_list), ElementsAre("1"));
}

TEST(OaiList, DoesNotGoInCircles) {
  EXPECT_THAT(fault_of(FakeFetcher::of({{kFirst, page({"1"}, token("t1"))}, {url_of("t1"), page({"2"}, token("t1"))}}),
                       query()),
              HasSubstr("a resumption token came twice"));
  EXPECT_THAT(fault_of(FakeFetcher::of({{kFirst, page({"1"}, token("t1"))},
                                        {url_of("t1"), page({"2"}, token("t2"))},
                                        {url_of("t2"), page({"3"}, token("t1"))}}),
                       query()),
              HasSubstr("a resumption token came twice"));
}

TEST(OaiList, FollowsAFewPagesWithoutRecords) {
  std::vector<std::string> bodies;
  for (int i = 0; i < OaiList::kMaxEmptyPages; ++i) bodies.push_back(page({}, token("t" + std::to_string(i))));
  bodies.push_back(page({"1"}));
  FakeFetcher fetcher = bodies_in_turn(bodies);
  OaiList list(fetcher, query());
  EXPECT_THAT(pages_of(list), testing::Contains("1"));

  bodies.back() = page({}, token("more"));
  EXPECT_THAT(fault_of(bodies_in_turn(bodies), query()), HasSubstr("one page without records to another"));
}

TEST(OaiList, HasAnEndWhateverTheServerDoes) {
  std::uint64_t pages = 0;
  FakeFetcher fetcher(
      [&](const std::string&) { return FakeFetcher::answer(page({"1"}, token(std::to_string(++pages)))); });
  OaiList list(fetcher, query());
  for (std::uint64_t i = 1; i < OaiList::kMaxPages; ++i) ASSERT_TRUE(list.next_page());
  EXPECT_THROW(list.next_page(), FetchError);
  EXPECT_EQ(pages, OaiList::kMaxPages);
}

// Records were edited while pages were read and are in another day now: others moved up, into pages that were read.
TEST(OaiList, StartsAgainWhenTheListBecameShorter) {
  FakeFetcher fetcher = bodies_in_turn(
      {page({"1", "2"}, token("t1")), error("noRecordsMatch"), page({"1", "3"}), error("noRecordsMatch")});
  OaiList list(fetcher, query());
  EXPECT_THAT(pages_of(list), ElementsAre("12", "13"));
}

TEST(OaiList, TakesAnEndWithoutRecordsThatComesTwiceOrAfterAllThatWereAnnounced) {
  FakeFetcher twice = bodies_in_turn(
      {page({"1", "2"}, token("t1")), error("noRecordsMatch"), page({"1", "2"}, token("t1")), error("noRecordsMatch")});
  OaiList list(twice, query());
  EXPECT_THAT(pages_of(list), ElementsAre("12", "12"));
  EXPECT_EQ(list.announced(), 2U);

  FakeFetcher announced =
      bodies_in_turn({page({"1", "2"}, token("t1", " completeListSize=\"2\"")), error("noRecordsMatch")});
  OaiList announced_list(announced, query());
  EXPECT_THAT(pages_of(announced_list), ElementsAre("12"));
}

TEST(OaiList, TakesTheDayOfTheFirstPageAndElseOfTheHeader) {
  FakeFetcher midnight =
      bodies_in_turn({document("<ListRecords>" + record("1") + token("t1") + "</ListRecords>", "2026-10-05T23:59:59Z"),
                      document("<ListRecords>" + record("2") + "</ListRecords>", "2026-10-06T00:00:01Z")});
  OaiList list(midnight, query());
  pages_of(list);
  EXPECT_EQ(list.asked_on(), kDay);

  FetchResponse dated = FakeFetcher::answer(document("<ListRecords>" + record("1") + "</ListRecords>", "now"));
  dated.date = Date::parse("2026-10-06T00:00:01Z");
  FakeFetcher header = in_turn({dated});
  OaiList header_list(header, query());
  pages_of(header_list);
  EXPECT_EQ(header_list.asked_on(), kDay + 1);

  EXPECT_THAT(
      fault_of(FakeFetcher::of({{kFirst, document("<ListRecords>" + record("1") + "</ListRecords>", "now")}}), query()),
      HasSubstr("does not say when"));
}

TEST(OaiIdentify, ReadsGranularityAndTheEarliestDay) {
  const struct {
    const char* earliest;
    const char* granularity;
    const char* day;
    bool seconds;
  } kCases[] = {
      {"2005-09-16", "YYYY-MM-DD", "2005-09-16", false},
      {"2014-02-03T14:41:33Z", "YYYY-MM-DDThh:mm:ssZ", "2014-02-03", true},
      {" 2014-02-03T14:41:33 ", "YYYY-MM-DDThh:mm:ssZ", "2014-02-03", true},
      {"2014", "YYYY-MM-DD", "2014-01-01", false},
      {"0001-01-01T00:00:00Z", "YYYY-MM-DDThh:mm:ssZ", "1970-01-01", true},
      {"1900-01-01", "YYYY-MM-DD", "1970-01-01", false},
      {"", "", "1970-01-01", false},
  };
  for (const auto& c : kCases) {
    FakeFetcher fetcher =
        FakeFetcher::of({{std::string(kBase) + "?verb=Identify",
                          document(std::string("<Identify><earliestDatestamp>") + c.earliest + "</earliestDatestamp>" +
                                   "<granularity>" + c.granularity + "</granularity></Identify>")}});
    const OaiIdentity identity = oai_identify(fetcher, kBase);
    EXPECT_EQ(Date::from_day(identity.earliest).to_string(), c.day) << c.earliest;
    EXPECT_EQ(identity.seconds, c.seconds) << c.granularity;
  }
}

TEST(OaiIdentify, FailsWithWhatTheServerSays) {
  const struct {
    FetchResponse answer;
    const char* fault;
    std::size_t tries;
  } kCases[] = {
      {FakeFetcher::answer(error("badVerb", "No such verb")), "Identify was answered with badVerb: No such verb", 1},
      {FakeFetcher::answer(error("badVerb", "No such verb"), 422), "Identify was answered with badVerb: No such verb",
       1},
      {FakeFetcher::answer("gone", 410), "status 410", 1},
      {FakeFetcher::answer(page({"1"})), "neither an identity nor an error", 3},
      {FakeFetcher::answer("<html/>"), "not of OAI-PMH", 3},
  };
  for (const auto& c : kCases) {
    FakeFetcher fetcher([&](const std::string&) { return c.answer; });
    try {
      oai_identify(fetcher, kBase);
      ADD_FAILURE() << "was taken: " << c.fault;
    } catch (const FetchError& fault) {
      EXPECT_THAT(fault.what(), HasSubstr(c.fault));
    }
    EXPECT_THAT(fetcher.asked(), SizeIs(c.tries)) << c.fault;
  }
}

}  // namespace
}  // namespace paperdex
