#include "indexer/sources/oai.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/rejected.h"
#include "data/schema.h"
#include "indexer/sources/oai_page.h"
#include "tests/indexer/fake_fetcher.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kBase[] = "http://127.0.0.1/oai";
const Day kDay = day_from_ymd({2026, 10, 5});

std::string document(const std::string& content) {
  return "<OAI-PMH><responseDate>2026-10-07T00:49:19Z</responseDate>" + content + "</OAI-PMH>";
}

std::string page_of(const std::string& content, const std::string& identifier = "oai:example.org:1") {
  return document("<ListRecords><record><header><identifier>" + identifier +
                  "</identifier><datestamp>2026-10-05T10:11:12Z</datestamp></header><metadata>"
                  "<oai_dc:dc xmlns:oai_dc=\"u\" xmlns:dc=\"v\">" +
                  content + "</oai_dc:dc></metadata></record></ListRecords>");
}

std::string dc(const std::string& name, const std::string& text) {
  return "<dc:" + name + ">" + text + "</dc:" + name + ">";
}

Paper paper_of(const std::string& content, const std::string& identifier = "oai:example.org:1") {
  const OaiPage page = parse_oai_page(page_of(content, identifier));
  return paper_from_oai_dc(page.records.at(0), "institute");
}

Paper paper_with(const std::string& content) { return paper_of(dc("title", "T") + content); }

TEST(OaiDc, MapsEveryField) {
  Paper expected;
  expected.id = "oai:example.org:1";
  expected.title = "Slots of memory";
  expected.abstract = "We use slots in two lines.";
  expected.authors = {"Ann B. Author", "The X Collaboration"};
  expected.categories = {"Computer science", "Slots"};
  expected.published = Date::parse("2024-03-01");
  expected.venue = "Journal of Slots; Vol 1 No 2 (2024); 1-10";
  expected.doi = "10.1000/slots";
  expected.ids = {"2006.15055", "pmid:123"};
  expected.url = "https://example.org/record/1";
  expected.source = "institute";
  expected.revised = Date::parse("2026-10-05T10:11:12Z");
  EXPECT_EQ(paper_of(dc("title", " Slots\n of memory ") +
                     dc("title",
                        "Ged\xC3\xA4"
                        "chtnis") +
                     dc("creator", "Author, Ann B.") + dc("creator", "The X Collaboration") +
                     dc("subject", "Computer science") + dc("subject", "Slots") + dc("subject", "Slots") +
                     dc("description", "10 pages") + dc("description", "We use slots\n in two lines.") +
                     dc("publisher", "Example Press") + dc("contributor", "Adviser, An") +
                     dc("date", "2024-05-02T08:00:00Z") + dc("date", "2024-03-01") + dc("date", "2024") +
                     dc("type", "info:eu-repo/semantics/article") + dc("format", "application/pdf") +
                     dc("identifier", "Report 17") + dc("identifier", "https://example.org/record/1") +
                     dc("identifier", "doi:10.1000/Slots") + dc("identifier", "arXiv:2006.15055v2") +
                     dc("identifier", "PMID: 123") + dc("source", "https://example.org/journal") +
                     dc("source", "Journal of Slots; Vol 1 No 2 (2024); 1-10") + dc("source", "1234-5678") +
                     dc("language", "eng") + dc("relation", "https://arxiv.org/abs/1706.03762") + dc("rights", "open")),
            expected);
}

TEST(OaiDc, MakesDoWithATitle) {
  const Paper paper = paper_with("");
  EXPECT_FALSE(paper.published);
  EXPECT_THAT(paper.authors, IsEmpty());
  EXPECT_EQ(paper.url, "");
}

TEST(OaiDc, TakesTheFirstTitleThatSaysSomething) {
  EXPECT_EQ(paper_of(dc("title", " ") + dc("title", "B") + dc("title", "A longer one")).title, "B");
}

// Add a row for every form that a repository was seen to write.
TEST(OaiDc, TurnsNamesIntoReadingOrder) {
  const struct {
    const char* creator;
    std::vector<std::string> names;
  } kCases[] = {
      {"Author, Ann B.", {"Ann B. Author"}},
      {"Ann B. Author", {"Ann B. Author"}},
      {"van der Author, Ann", {"Ann van der Author"}},
      {"Author, Ann, Jr.", {"Ann Author Jr."}},
      {"Author, Ann, III", {"Ann Author III"}},
      {"Ann Author, Jr.", {"Ann Author Jr."}},
      {"Author, Ann,", {"Ann Author"}},
      {"Author,Ann", {"Author,Ann"}},
      {"Author,", {"Author,"}},
      {"University of X, Faculty of Y, Z", {"University of X, Faculty of Y, Z"}},
      {"Author, Ann; Other, Ben", {"Ann Author", "Ben Other"}},
      {"Author, Ann;Other, Ben;", {"Ann Author", "Ben Other"}},
      {"M&amp;uuml; ller, Ann", {"Ann M\u00fc ller"}},
      {", ", {","}},
  };
  for (const auto& c : kCases) EXPECT_EQ(paper_with(dc("creator", c.creator)).authors, c.names) << c.creator;
}

TEST(OaiDc, TakesTheEarliestDayAsPublished) {
  const struct {
    std::vector<const char*> dates;
    const char* published;  // "" when not known
  } kCases[] = {
      {{"2024-05-02", "2024-03-01"}, "2024-03-01"},
      {{"2023", "2024-05-02"}, "2024-05-02"},
      {{"2024-05-02T01:00:00+02:00", "2023-11"}, "2024-05-01T23:00:00Z"},
      {{"2024", "2023-11"}, "2023-11"},
      {{"2024"}, "2024"},
      {{"info:eu-repo/date/embargoEnd/2020-01-01", "2024-05-02"}, "2024-05-02"},
      {{"n.d."}, ""},
      {{"02/05/2024"}, ""},
      {{}, ""},
  };
  for (const auto& c : kCases) {
    std::string dates;
    for (const char* date : c.dates) dates += dc("date", date);
    const auto published = paper_with(dates).published;
    EXPECT_EQ(published ? published->to_string() : "", c.published) << dates;
  }
}

TEST(OaiDc, TakesIdsThatSayWhatTheyAre) {
  const struct {
    const char* identifier;
    const char* id;  // "" when it is none
  } kCases[] = {
      {"arXiv:2006.15055", "2006.15055"},
      {"http://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001"},
      {"https://doi.org/10.48550/arXiv.2006.15055", "2006.15055"},
      {"2006.15055", ""},
      {"pubmed 123", ""},
      {"https://pubmed.ncbi.nlm.nih.gov/123/", "pmid:123"},
      {"PMC123", "PMC123"},
      {"https://aclanthology.org/2022.acl-long.1/", "2022.acl-long.1"},
      {"A12-3456", ""},
      {"https://openalex.org/W123", "openalex:W123"},
      {"W123", ""},
      {"urn:isbn:9780000000000", ""},
      {"1234-5678", ""},
  };
  for (const auto& c : kCases) {
    const std::vector<std::string> ids = paper_with(dc("identifier", c.identifier)).ids;
    EXPECT_EQ(ids, *c.id == '\0' ? std::vector<std::string>() : std::vector<std::string>{c.id}) << c.identifier;
  }
  const Paper two = paper_with(dc("identifier", "10.1000/two") + dc("identifier", "https://doi.org/10.1000/one"));
  EXPECT_EQ(two.doi, "10.1000/two");
  EXPECT_THAT(two.ids, ElementsAre("10.1000/one"));
  EXPECT_EQ(two.url, "https://doi.org/10.1000/one");
}

TEST(OaiDc, LeavesOutSubjectsThatAreTooLongOrTooMany) {
  const std::string longest(kMaxSubjectBytes, 'x');
  EXPECT_EQ(category_term(longest).size(), kMaxTermBytes);
  EXPECT_THAT(paper_with(dc("subject", longest + 'x') + dc("subject", longest)).categories, ElementsAre(longest));
  std::string subjects;
  for (std::size_t i = 0; i < kMaxCategories + 1; ++i) subjects += dc("subject", "S" + std::to_string(i));
  const Paper paper = paper_with(subjects);
  EXPECT_THAT(paper.categories, SizeIs(kMaxCategories));
  EXPECT_EQ(paper.categories[0], "S0");
}

// Add a row for every type that a repository was seen to write.
TEST(OaiDc, RejectsWhatIsNoPaper) {
  const struct {
    std::vector<const char*> types;
    const char* rejected_as;  // "" when it is a paper
  } kCases[] = {
      {{}, ""},
      {{"text"}, ""},
      {{"info:eu-repo/semantics/article", "info:eu-repo/semantics/publishedVersion"}, ""},
      {{"info:eu-repo/semantics/doctoralThesis"}, ""},
      {{"info:eu-repo/semantics/conferencePaper"}, ""},
      {{"info:eu-repo/semantics/preprint"}, ""},
      {{"info:eu-repo/semantics/other", "publication-other"}, ""},
      {{"Dataset", "Text"}, ""},
      {{"Journal Article"}, ""},
      {{"PeerReviewed", "NonPeerReviewed"}, ""},
      {{"something unheard of"}, ""},
      {{"info:eu-repo/semantics/other"}, "info:eu-repo/semantics/other"},
      {{"info:eu-repo/semantics/publishedVersion", "Dataset"}, "Dataset"},
      {{"Dataset"}, "Dataset"},
      {{"dataset", "Image"}, "dataset"},
      {{"Software"}, "Software"},
      {{"image-figure"}, "image-figure"},
      {{"MovingImage"}, "MovingImage"},
      {{"Sound"}, "Sound"},
      {{"Other"}, "Other"},
  };
  for (const auto& c : kCases) {
    std::string types;
    for (const char* type : c.types) types += dc("type", type);
    SCOPED_TRACE(types);
    try {
      paper_with(types);
      EXPECT_STREQ(c.rejected_as, "");
    } catch (const Rejection& rejection) {
      EXPECT_EQ(rejection.field(), "type");
      EXPECT_EQ(rejection.reason(), "is '" + std::string(c.rejected_as) + "', not a paper");
    }
  }
}

TEST(OaiDc, RejectsWithFieldAndReason) {
  const struct {
    std::string content;
    std::string identifier;
    const char* field;
  } kCases[] = {
      {"", "oai:example.org:1", "title"},
      {dc("title", "\xFF"), "oai:example.org:1", "title"},
      {dc("title", "T"), "oai:example.org:1 2", "id"},
      {dc("title", "T"), std::string(kMaxIdBytes + 1, 'x'), "id"},
      {dc("title", "T") + dc("creator", "\xC3"), "oai:example.org:1", "creator"},
      {dc("title", "T") + dc("source", std::string(kMaxFieldBytes + 1, 'x')), "oai:example.org:1", "venue"},
  };
  for (const auto& c : kCases) {
    try {
      paper_of(c.content, c.identifier);
      ADD_FAILURE() << "was taken: " << c.content;
    } catch (const Rejection& rejection) {
      EXPECT_EQ(rejection.field(), c.field) << rejection.reason();
    }
  }
  EXPECT_NO_THROW(paper_of(dc("title", "T"), std::string(kMaxIdBytes, 'x')));
  try {
    paper_from_oai_dc(OaiRecord(), "institute");
    ADD_FAILURE() << "was taken without metadata";
  } catch (const Rejection& rejection) {
    EXPECT_EQ(rejection.field(), "metadata");
  }
}

HarvestTask task() {
  HarvestTask task;
  task.config.kind = SourceKind::kOai;
  task.config.name = "institute";
  task.config.base_url = kBase;
  task.set = "openaire";
  task.days = {kDay};
  return task;
}

std::string identity(const std::string& granularity) {
  return document("<Identify><earliestDatestamp>2014-02-03T14:41:33Z</earliestDatestamp><granularity>" + granularity +
                  "</granularity></Identify>");
}

// A repository with times of day reads a bare `until` as the first second of the day: it has to be asked for the last.
TEST(OaiSource, AsksForWholeDaysInTheRepositorysGranularity) {
  const struct {
    const char* granularity;
    const char* window;
  } kCases[] = {
      {"YYYY-MM-DD", "&from=2026-10-05&until=2026-10-05"},
      {"YYYY-MM-DDThh:mm:ssZ", "&from=2026-10-05T00%3A00%3A00Z&until=2026-10-05T23%3A59%3A59Z"},
  };
  for (const auto& c : kCases) {
    FakeFetcher fetcher =
        FakeFetcher::of({{std::string(kBase) + "?verb=Identify", identity(c.granularity)},
                         {std::string(kBase) + "?verb=ListRecords&metadataPrefix=oai_dc" + c.window + "&set=openaire",
                          page_of(dc("title", "T"))}});
    const auto source = oai_source(fetcher, task());
    EXPECT_EQ(std::get<Paper>(source->next()).source, "institute");
    const auto covered = std::get<Covered>(source->next());
    EXPECT_EQ(covered.day, kDay);
    EXPECT_EQ(covered.announced, 1U);
    EXPECT_TRUE(covered.closed);
    EXPECT_TRUE(std::holds_alternative<Done>(source->next()));
  }
}

TEST(OaiSource, HandsOutDeletionsByTheIdThatThePaperHad) {
  FakeFetcher fetcher([](const std::string& url) {
    if (url.ends_with("Identify")) return FakeFetcher::answer(identity("YYYY-MM-DD"));
    return FakeFetcher::answer(document(
        "<ListRecords><record><header status=\"deleted\"><identifier>oai:example.org:1</identifier></header></record>"
        "<record><header status=\"deleted\"><identifier>oai:arXiv.org:math/0601001</identifier></header></record>"
        "</ListRecords>"));
  });
  const auto source = oai_source(fetcher, task());
  const auto first = std::get<Deleted>(source->next());
  EXPECT_EQ(first.source, "institute");
  EXPECT_EQ(first.id, paper_of(dc("title", "T"), "oai:example.org:1").id);
  EXPECT_EQ(std::get<Deleted>(source->next()).id, paper_of(dc("title", "T"), "oai:arXiv.org:math/0601001").id);
}

TEST(OaiSource, NeedsAnAddressAndAName) {
  FakeFetcher fetcher = FakeFetcher::of({});
  HarvestTask without = task();
  without.config.base_url.clear();
  EXPECT_THROW(oai_source(fetcher, without), InputError);
  without = task();
  without.config.name.clear();
  EXPECT_THROW(oai_source(fetcher, without), InputError);
}

TEST(OaiSource, DaysBeforeTheRepositorysFirstAreCoveredUnasked) {
  FakeFetcher fetcher = FakeFetcher::of({{std::string(kBase) + "?verb=Identify", identity("YYYY-MM-DD")}});
  HarvestTask early = task();
  early.days = {day_from_ymd({2014, 2, 1}), day_from_ymd({2014, 2, 2})};
  const auto source = oai_source(fetcher, early);
  for (const Day day : early.days) {
    const auto covered = std::get<Covered>(source->next());
    EXPECT_EQ(covered.day, day);
    EXPECT_EQ(covered.announced, 0U);
    EXPECT_TRUE(covered.closed);
  }
  EXPECT_TRUE(std::holds_alternative<Done>(source->next()));
  EXPECT_EQ(fetcher.asked().size(), 1U);
}

}  // namespace
}  // namespace paperdex
