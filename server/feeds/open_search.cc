// OpenSearch 1.1: the browser's own search box.

#include "data/json_writer.h"
#include "server/answers.h"
#include "server/feeds/feeds.h"
#include "server/search_params.h"
#include "server/xml_writer.h"

namespace paperdex {

HttpResponse open_search_description(const Services&, const Asked& asked) {
  XmlWriter xml(2048);
  xml.open("OpenSearchDescription", {{"xmlns", "http://a9.com/-/spec/opensearch/1.1/"}});
  xml.element("ShortName", "Paperdex");
  xml.element("Description", "Papers by what their titles and abstracts say");
  xml.element("InputEncoding", "UTF-8");
  xml.element("OutputEncoding", "UTF-8");
  xml.element("Url", {{"type", "text/html"}, {"rel", "results"}, {"template", asked.base + "/?q={searchTerms}"}});
  xml.element("Url", {{"type", "application/atom+xml"},
                      {"rel", "results"},
                      {"indexOffset", "0"},
                      {"template", asked.base + "/feed.atom?q={searchTerms}&offset={startIndex?}&limit={count?}"}});
  xml.element("Url", {{"type", "application/x-suggestions+json"},
                      {"rel", "suggestions"},
                      {"template", asked.base + "/opensearch/suggest?q={searchTerms}"}});
  xml.element("Url", {{"type", "application/opensearchdescription+xml"},
                      {"rel", "self"},
                      {"template", asked.base + "/opensearch.xml"}});
  return answer_of(xml.take(), "application/opensearchdescription+xml; charset=utf-8");
}

HttpResponse open_search_suggest(const Services& services, const Asked& asked) {
  const std::string text = asked.params.text("q").value_or("");
  const auto suggestions =
      ask(services, asked, 0, [&](Searcher& searcher) { return searcher.suggest(text, kOpenSearchSuggestions); });
  JsonWriter json(1024);
  json.begin_array();
  json.value(text);
  json.begin_array();
  for (const Suggestion& suggestion : suggestions) json.value(suggestion.text);
  json.end_array();
  json.end_array();
  return answer_of(json.take(), "application/x-suggestions+json");
}

}  // namespace paperdex
