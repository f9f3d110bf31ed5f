// OPML 2.0: feeds to subscribe to in one step.

#include "server/answers.h"
#include "server/feeds/feed_text.h"
#include "server/feeds/feeds.h"
#include "server/xml_writer.h"

namespace paperdex {
namespace {

void outline(XmlWriter& xml, const std::string& title, const std::string& feed, const std::string& page) {
  xml.element("outline", {{"type", "rss"}, {"text", title}, {"title", title}, {"xmlUrl", feed}, {"htmlUrl", page}});
}

void search_outline(XmlWriter& xml, const std::string& base, const QueryString& params) {
  QueryString page = params;
  page.set("limit", "");
  if (page.texts("sort").empty()) page.add("sort", "newest");
  outline(xml, feed_title(params), base + "/feed.atom?" + params.encoded(), base + "/?" + page.encoded());
}

}  // namespace

HttpResponse feeds_opml(const Services& services, const Asked& asked) {
  const std::vector<std::string> queries = asked.params.texts("q");
  if (queries.size() > kMaxOutlines) {
    throw HttpError(400, "too_many_values",
                    "The parameter q may be given " + std::to_string(kMaxOutlines) + " times at most.", "q");
  }
  XmlWriter xml(1024 + 512 * queries.size());
  xml.open("opml", {{"version", "2.0"}});
  xml.open("head");
  xml.element("title", "Paperdex");
  xml.element("dateCreated", rfc822(published_at(services.pool.snapshot()->info())));
  xml.element("docs", "http://opml.org/spec2.opml");
  xml.close();
  xml.open("body");
  QueryString filters = asked.params;
  filters.set("q", "");
  for (const std::string& query : queries) {
    QueryString params;
    params.add("q", query);
    for (const auto& [name, value] : filters.items()) params.add(name, value);
    search_outline(xml, asked.base, params);
  }
  if (queries.empty() && !filters.items().empty()) search_outline(xml, asked.base, filters);
  // A list needs an entry.
  if (asked.params.items().empty()) {
    outline(xml, "Paperdex: daily papers", asked.base + "/daily.atom", asked.base + "/daily");
  }
  return answer_of(xml.take(), "text/x-opml; charset=utf-8");
}

}  // namespace paperdex
