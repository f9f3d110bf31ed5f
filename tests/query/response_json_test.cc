#include "query/response_json.h"

#include <gtest/gtest.h>

#include <sstream>

namespace paperdex {
namespace {

Hit known_hit() {
  Hit hit;
  hit.paper.id = "a/1";
  hit.paper.title = "Slot <attention>";
  hit.paper.abstract = "We \"study\".";
  hit.paper.authors = {"A. B.", "C\u2028"};
  hit.paper.categories = {"cs.LG"};
  hit.paper.published = Date::parse("2020-06");
  hit.paper.updated = Date::parse("2020-10-14T17:31:53Z");
  hit.paper.venue = "NeurIPS";
  hit.paper.doi = "10.1/x";
  hit.paper.url = "https://a.example";
  hit.paper.source = "arxiv";
  hit.paper.comment = "8 pages";
  hit.paper.journal_ref = "J. 1";
  hit.paper.report_no = "LAB-1";
  hit.paper.upvotes = 0;
  hit.paper.repository = "https://r.example";
  hit.paper.project_page = "https://p.example";
  hit.paper.withdrawn = true;
  hit.paper.versions = {*Date::parse("2020-06-26"), *Date::parse("2020-10-14T17:31:53Z")};
  hit.paper.ids = {"2006.15055", "pmid:1"};
  hit.paper.comments = 2;
  hit.paper.shown = Date::parse("2020-07-01");
  hit.paper.revised = Date::parse("2020-07-02");
  hit.paper.sources = {"arxiv", "hf-daily"};
  hit.paper.urls = {"https://b.example"};
  hit.paper.provenance = {{"title", "arxiv"}, {"upvotes", "hf-daily"}};
  hit.paper.linked = {"c"};
  hit.score = 1.5;
  hit.highlights = {"<mark>Slot</mark>", "We"};
  hit.explanation = Explanation{{{"slot", "title"}}, 1, .5};
  return hit;
}

Hit unknown_hit() {
  Hit hit;
  hit.paper.id = "b";
  hit.paper.title = "T";
  return hit;
}

template <typename Write>
std::string written(Write write) {
  JsonWriter json(0);
  write(json);
  return json.take();
}

// What both forms have of known_hit().
const std::string kKnown =
    R"({"id":"a/1","title":"Slot \u003cattention>","abstract":"We \"study\".","authors":["A. B.","C\u2028"],)"
    R"("categories":["cs.LG"],"published":"2020-06","updated":"2020-10-14T17:31:53Z","venue":"NeurIPS",)"
    R"("doi":"10.1/x","url":"https://a.example","source":"arxiv","upvotes":0,"withdrawn":true,)"
    R"("ids":["a/1","10.1/x","2006.15055","pmid:1"],"sources":["arxiv","hf-daily"],)"
    R"("links":{"arxiv":"https://arxiv.org/abs/2006.15055","doi":"https://doi.org/10.1/x",)"
    R"("pubmed":"https://pubmed.ncbi.nlm.nih.gov/1","repository":"https://r.example",)"
    R"("project_page":"https://p.example"},"urls":["https://b.example"],"comments":2,"shown":"2020-07-01",)";

TEST(ResponseJson, WritesAResultWithAllThatIsKnown) {
  EXPECT_EQ(written([](JsonWriter& json) { write_result(json, known_hit()); }),
            kKnown + std::string(R"("score":1.5,)"
                                 R"("highlights":{"title":"\u003cmark>Slot\u003c/mark>","abstract":"We"},)"
                                 R"("explain":{"terms":[{"word":"slot","field":"title"}],"relevance":1,"recency":0.5}})"
                                 "\n"));
}

TEST(ResponseJson, WritesAResultWithWhatIsAlwaysThere) {
  EXPECT_EQ(written([](JsonWriter& json) { write_result(json, unknown_hit()); }),
            R"({"id":"b","title":"T","abstract":"","authors":[],"categories":[],"published":null,"url":"","source":"",)"
            R"("ids":["b"],"score":0,"highlights":{"title":"","abstract":""}})"
            "\n");
}

TEST(ResponseJson, WritesAPaperWithAllThatIsKnown) {
  EXPECT_EQ(
      written([](JsonWriter& json) { write_paper(json, known_hit().paper); }),
      kKnown +
          std::string(
              R"("versions":["2020-06-26","2020-10-14T17:31:53Z"],"comment":"8 pages","journal_ref":"J. 1","report_no":"LAB-1",)"
              R"("linked":["c"],"provenance":{"title":"arxiv","upvotes":"hf-daily"}})"
              "\n"));
}

TEST(ResponseJson, WritesTheFieldsThatWereAskedFor) {
  const auto only = [](std::initializer_list<const char*> names) {
    ResultFields fields = 0;
    for (const char* name : names) fields |= result_field(name).value();
    return written([&](JsonWriter& json) { write_result(json, known_hit(), fields); });
  };
  EXPECT_EQ(only({"id"}), "{\"id\":\"a/1\"}\n");
  EXPECT_EQ(only({"score"}), "{\"id\":\"a/1\",\"score\":1.5}\n");
  EXPECT_EQ(only({"venue", "published"}), "{\"id\":\"a/1\",\"published\":\"2020-06\",\"venue\":\"NeurIPS\"}\n");
  EXPECT_EQ(only({"shown", "ids"}), R"({"id":"a/1","ids":["a/1","10.1/x","2006.15055","pmid:1"],"shown":"2020-07-01"})"
                                    "\n");
  EXPECT_EQ(only({"comment", "linked"}), R"({"id":"a/1","comment":"8 pages","linked":["c"]})"
                                         "\n");
  EXPECT_EQ(only({"provenance"}), R"({"id":"a/1","provenance":{"title":"arxiv","upvotes":"hf-daily"}})"
                                  "\n");
  EXPECT_FALSE(result_field("colour"));
  EXPECT_FALSE(result_field(""));
  std::istringstream names(result_field_names());
  int count = 0;
  for (std::string name; names >> name; ++count) EXPECT_TRUE(result_field(name)) << name;
  EXPECT_EQ(count, 28);
}

TEST(ResponseJson, NamesTheSourceOfAPaperThatHasOne) {
  Hit hit = unknown_hit();
  hit.paper.source = "acl";
  EXPECT_EQ(written([&](JsonWriter& json) { write_result(json, hit, *result_field("sources")); }),
            "{\"id\":\"b\",\"sources\":[\"acl\"]}\n");
}

TEST(ResponseJson, WritesTheSmallestAnswer) {
  SearchResponse response;
  response.index.generation = 7;
  EXPECT_EQ(written([&](JsonWriter& json) { write_search(json, {}, response, 0.25, ""); }),
            R"({"query":{"raw":"","parsed":""},"total":0,"total_exact":true,"offset":0,"limit":10,"took_ms":0.25,)"
            R"("index":{"generation":7,"documents":0},"results":[]})"
            "\n");
}

TEST(ResponseJson, WritesTheWholeAnswer) {
  SearchRequest request;
  request.text = "slto <b>";
  request.limit = 2;
  request.offset = 4;
  SearchResponse response;
  response.parsed = "slto b";
  response.corrected = "slot <b>";
  response.expanded = {{"slto", "slot"}};
  response.total = 12;
  response.total_exact = false;
  response.index = {7, 100, Date::parse("2024-06-12T09:30:00Z"), Date::parse("2024-06-11")};
  response.hits = {unknown_hit()};
  response.facets = Facets{{{"2024", 3}, {"2023", 2}}, {{"cs.LG", 5}}, {}, false};
  response.warnings = {"a shard is away"};
  EXPECT_EQ(written([&](JsonWriter& json) { write_search(json, request, response, 1, "/next", *result_field("id")); }),
            R"({"query":{"raw":"slto \u003cb>","parsed":"slto b","corrected":"slot \u003cb>",)"
            R"("expanded":[{"term":"slto","to":"slot"}]},"total":12,"total_exact":false,"offset":4,"limit":2,)"
            R"("next":"/next","took_ms":1,"index":{"generation":7,"data_through":"2024-06-11","documents":100},)"
            R"("results":[{"id":"b"}],)"
            R"("facets":{"year":[{"value":"2024","count":3},{"value":"2023","count":2}],)"
            R"("category":[{"value":"cs.LG","count":5}],"source":[],"exact":false},"warnings":["a shard is away"]})"
            "\n");
}

}  // namespace
}  // namespace paperdex
