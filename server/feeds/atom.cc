#include "server/feeds/atom.h"

#include "server/answers.h"
#include "server/feeds/feed_text.h"
#include "server/paper_address.h"
#include "server/xml_writer.h"

namespace paperdex {
namespace {

void link(XmlWriter& xml, std::string_view rel, const std::string& address, std::string_view type) {
  if (!address.empty()) xml.element("link", {{"rel", rel}, {"type", type}, {"href", address}});
}

void person(XmlWriter& xml, std::string_view name) {
  xml.open("author");
  xml.element("name", name);
  xml.close();
}

void write_head(XmlWriter& xml, const AtomHead& head) {
  xml.open("feed", {{"xmlns", kAtomNameSpace}});
  xml.element("id", head.id);
  xml.element("title", head.title);
  xml.element_if("subtitle", head.subtitle);
  xml.element("updated", rfc3339(head.updated));
  person(xml, "Paperdex");  // for the entries whose authors are not known
  xml.element("generator", "Paperdex", {{"version", PAPERDEX_VERSION}});
  link(xml, "self", head.self, "application/atom+xml");
  link(xml, "alternate", head.alternate, "text/html");
  link(xml, "next", head.next, "application/atom+xml");
  link(xml, "previous", head.previous, "application/atom+xml");
}

void write_entry(XmlWriter& xml, const Paper& paper, const std::string& base) {
  const PaperTimes times = times_of(paper);
  xml.open("entry");
  xml.element("id", entry_id(paper));
  xml.element("title", paper.title);
  xml.element("published", rfc3339(times.published));
  xml.element("updated", rfc3339(times.updated));
  link(xml, "alternate", base + paper_address(paper.id), "text/html");
  if (!paper.url.empty()) xml.element("link", {{"rel", "related"}, {"href", paper.url}});
  for (const std::string& author : paper.authors) person(xml, author);
  for (const std::string& category : paper.categories) xml.element("category", {{"term", category}});
  xml.element("summary", (paper.withdrawn ? "Withdrawn. " : "") + paper.abstract, {{"type", "text"}});
  xml.close();
}

}  // namespace

HttpResponse atom_feed(const AtomHead& head, const std::vector<Hit>& hits, const std::string& base) {
  XmlWriter xml(1024 + hits.size() * kExpectedEntryBytes);
  write_head(xml, head);
  for (const Hit& hit : hits) write_entry(xml, hit.paper, base);
  return answer_of(xml.take(), kAtomType);
}

HttpResponse atom_error(const HttpError& error, const Asked& asked) {
  XmlWriter xml(1024);
  const std::string id = name_urn("error " + error.code() + ' ' + error.what());
  const Date now = Date::now();
  write_head(xml, {id, "Paperdex: error", "", now, asked.base + asked.http.path, asked.base + "/", "", ""});
  xml.open("entry");
  xml.element("id", id);
  xml.element("title", "Error");
  xml.element("published", rfc3339(now));
  xml.element("updated", rfc3339(now));
  link(xml, "alternate", asked.base + "/", "text/html");
  xml.element("category", {{"term", error.code()}});
  xml.element("summary", error.what(), {{"type", "text"}});
  return answer_of(xml.take(), kAtomType, error.status());
}

}  // namespace paperdex
