#include "server/api/arxiv_feed.h"

#include "server/answers.h"
#include "server/api/arxiv_ids.h"
#include "server/feeds/atom.h"
#include "server/feeds/feed_text.h"
#include "server/xml_writer.h"

namespace paperdex {
namespace {

constexpr char kArxivNameSpace[] = "http://arxiv.org/schemas/atom";
constexpr char kOpenSearchNameSpace[] = "http://a9.com/-/spec/opensearch/1.1/";

void open_feed(XmlWriter& xml, const std::string& id, const std::string& title, const Date& updated) {
  xml.open("feed",
           {{"xmlns", kAtomNameSpace}, {"xmlns:opensearch", kOpenSearchNameSpace}, {"xmlns:arxiv", kArxivNameSpace}});
  xml.element("id", id);
  xml.element("title", title);
  xml.element("updated", rfc3339(updated));
}

void write_counts(XmlWriter& xml, std::uint64_t total, std::uint64_t start, std::uint64_t per_page) {
  xml.element("opensearch:itemsPerPage", std::to_string(per_page));
  xml.element("opensearch:totalResults", std::to_string(total));
  xml.element("opensearch:startIndex", std::to_string(start));
}

// Of an arXiv paper at arXiv, as its clients expect it; of others where their source has them.
void write_links(XmlWriter& xml, const ArxivEntry& entry) {
  const bool at_arxiv = !arxiv_id_of(entry.paper).empty();
  const std::string id = arxiv_short_id(entry.paper, entry.version);
  const std::string page = at_arxiv || entry.paper.url.empty() ? "https://arxiv.org/abs/" + id : entry.paper.url;
  xml.element("link", {{"href", page}, {"rel", "alternate"}, {"type", "text/html"}});
  if (at_arxiv) {
    xml.element(
        "link",
        {{"href", "https://arxiv.org/pdf/" + id}, {"rel", "related"}, {"type", "application/pdf"}, {"title", "pdf"}});
  }
  if (!entry.paper.doi.empty()) {
    xml.element("link",
                {{"href", "https://doi.org/" + id_in_address(entry.paper.doi)}, {"rel", "related"}, {"title", "doi"}});
  }
}

void write_entry(XmlWriter& xml, const ArxivEntry& entry) {
  const Paper& paper = entry.paper;
  PaperTimes times = times_of(paper);
  if (entry.version && *entry.version <= paper.versions.size()) {
    times.updated = paper.versions[*entry.version - 1];
  } else if (entry.version && *entry.version == 1) {
    times.updated = times.published;
  }
  xml.open("entry");
  xml.element("id", arxiv_entry_id(paper, entry.version));
  xml.element("title", paper.title);
  xml.element("updated", rfc3339(times.updated));
  write_links(xml, entry);
  xml.element("summary", paper.abstract);
  for (const std::string& category : paper.categories) {
    xml.element("category", {{"term", category}, {"scheme", kArxivNameSpace}});
  }
  xml.element("published", rfc3339(times.published));
  xml.element_if("arxiv:comment", paper.comment);
  xml.element_if("arxiv:journal_ref", paper.journal_ref);
  xml.element_if("arxiv:doi", paper.doi);
  if (!paper.categories.empty()) {
    xml.element("arxiv:primary_category", {{"term", paper.categories.front()}, {"scheme", kArxivNameSpace}});
  }
  for (const std::string& author : paper.authors) {
    xml.open("author");
    xml.element("name", author);
    xml.close();
  }
  xml.close();
}

}  // namespace

HttpResponse arxiv_feed(const ArxivPage& page, const std::string& self) {
  XmlWriter xml(1024 + page.entries.size() * kExpectedEntryBytes);
  open_feed(xml, name_urn("arxiv query " + page.query), "Paperdex query: " + page.query, page.updated);
  xml.element("link", {{"href", self}, {"rel", "self"}, {"type", "application/atom+xml"}});
  write_counts(xml, page.total, page.start, page.per_page);
  for (const ArxivEntry& entry : page.entries) write_entry(xml, entry);
  return answer_of(xml.take(), kAtomType);
}

HttpResponse arxiv_error(const HttpError& error, const Asked& asked) {
  XmlWriter xml(1024);
  const std::string id = "http://arxiv.org/api/errors#" + error.code();  // where clients look whether it is one
  const Date now = Date::now();
  open_feed(xml, name_urn("arxiv error"), "Paperdex query", now);
  write_counts(xml, 1, 0, 1);
  xml.open("entry");
  xml.element("id", id);
  xml.element("title", "Error");
  xml.element("updated", rfc3339(now));
  xml.element("link", {{"href", asked.base + "/"}, {"rel", "alternate"}, {"type", "text/html"}});
  xml.element("summary", error.what());
  xml.element("published", rfc3339(now));
  xml.open("author");
  xml.element("name", "Paperdex");
  return answer_of(xml.take(), kAtomType, error.status());
}

}  // namespace paperdex
