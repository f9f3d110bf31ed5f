// RSS 2.0 in the shape that arXiv announces its papers in: the newest day of some categories.

#include <algorithm>

#include "server/answers.h"
#include "server/feeds/atom.h"
#include "server/feeds/feed_text.h"
#include "server/feeds/feeds.h"
#include "server/paper_address.h"
#include "server/search_params.h"
#include "server/xml_writer.h"

namespace paperdex {
namespace {

constexpr char kRssType[] = "application/rss+xml; charset=utf-8";
constexpr std::size_t kStep = 100;  // papers read at once

std::vector<std::string> read_categories(const std::string& text) {
  std::vector<std::string> categories;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('+', begin), text.size());
    categories.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  const bool good = std::all_of(categories.begin(), categories.end(), [](const std::string& name) {
    return !name.empty() && name.size() <= kMaxFilterBytes && name.find_first_of(" /,") == std::string::npos;
  });
  if (!good || categories.size() > kMaxFilterValues) {
    throw HttpError(400, "bad_category",
                    "After /rss/ come 1 to " + std::to_string(kMaxFilterValues) +
                        " categories with + between them, as in /rss/cs.LG+stat.ML.");
  }
  return categories;
}

// Readers take a description for HTML.
std::string as_html(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '&' || c == '<' || c == '>') {
      html += c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;";
    } else {
      html += c;
    }
  }
  return html;
}

Day newest_day_of(const Paper& paper) { return times_of(paper).updated.first_day(); }

// The papers whose latest version is of the newest day that has any.
SearchResponse newest_day(Searcher& searcher, const std::vector<std::string>& categories) {
  SearchRequest request;
  request.categories = categories;
  request.sort = Sort::kUpdated;
  request.until = Date::from_day(searcher.snapshot().created_day());  // an issue of next year is not today's
  request.limit = kStep;
  request.max_results = kMaxDeepResults;
  request.highlights = false;
  SearchResponse all = whole(searcher.search(request));
  bool more = all.hits.size() == kStep;
  while (more && newest_day_of(all.hits.back().paper) == newest_day_of(all.hits.front().paper) &&
         all.hits.size() < kMaxRssItems) {
    request.offset += kStep;
    SearchResponse next = whole(searcher.search(request));
    more = next.hits.size() == kStep;
    std::move(next.hits.begin(), next.hits.end(), std::back_inserter(all.hits));
  }
  const auto is_older = [&](const Hit& hit) {
    return newest_day_of(hit.paper) != newest_day_of(all.hits.front().paper);
  };
  all.hits.erase(std::find_if(all.hits.begin(), all.hits.end(), is_older), all.hits.end());
  return all;
}

// Whether `category` is one of those asked for or lies in one: cs.LG in cs.
bool is_among(const std::string& category, const std::vector<std::string>& asked) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  return std::any_of(asked.begin(), asked.end(), [&](const std::string& name) {
    return category.size() >= name.size() && std::equal(name.begin(), name.end(), category.begin(), same) &&
           (category.size() == name.size() || category[name.size()] == '.');
  });
}

std::string announce_type(const Paper& paper, const std::vector<std::string>& asked) {
  const PaperTimes times = times_of(paper);
  const bool own = paper.categories.empty() || is_among(paper.categories.front(), asked);
  if (times.published.first_day() != times.updated.first_day()) return own ? "replace" : "replace-cross";
  return own ? "new" : "cross";
}

void write_item(XmlWriter& xml, const Paper& paper, const std::vector<std::string>& asked, const std::string& base) {
  const std::string arxiv_id = arxiv_id_of(paper);
  const std::string version = arxiv_id + "v" + std::to_string(version_count(paper));
  const std::string type = announce_type(paper, asked);
  xml.open("item");
  xml.element("title", paper.title);
  xml.element("link", arxiv_id.empty() ? base + paper_address(paper.id) : "https://arxiv.org/abs/" + arxiv_id);
  xml.element("description", (arxiv_id.empty() ? as_html(paper.id) : "arXiv:" + version) + " Announce Type: " + type +
                                 " \nAbstract: " + as_html(paper.abstract));
  xml.element("guid", arxiv_id.empty() ? entry_id(paper) : "oai:arXiv.org:" + version, {{"isPermaLink", "false"}});
  for (const std::string& category : paper.categories) xml.element("category", category);
  xml.element("pubDate", rfc822(Date::from_day(newest_day_of(paper))));
  xml.element("arxiv:announce_type", type);
  xml.element_if("arxiv:DOI", paper.doi);
  xml.element_if("arxiv:journal_reference", paper.journal_ref);
  xml.element_if("dc:creator", joined(paper.authors));
  xml.close();
}

void open_channel(XmlWriter& xml, const std::string& title, const std::string& more, const std::string& link,
                  const std::string& self) {
  xml.open("rss", {{"version", "2.0"},
                   {"xmlns:arxiv", "http://arxiv.org/schemas/atom"},
                   {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
                   {"xmlns:atom", kAtomNameSpace}});
  xml.open("channel");
  xml.element("title", title);
  xml.element("link", link);
  xml.element("description", title + "." + more);
  xml.element("atom:link", {{"href", self}, {"rel", "self"}, {"type", "application/rss+xml"}});
  xml.element("docs", "https://www.rssboard.org/rss-specification");
  xml.element("language", "en-us");
}

}  // namespace

HttpResponse rss_feed(const Services& services, const Asked& asked) {
  const std::vector<std::string> categories = read_categories(asked.id);
  const SearchResponse found =
      ask(services, asked, kCostly, [&](Searcher& searcher) { return newest_day(searcher, categories); });
  QueryString page;
  for (const std::string& category : categories) page.add("category", category);
  page.add("sort", "newest");

  const bool cut = found.hits.size() >= kMaxRssItems;
  XmlWriter xml(1024 + found.hits.size() * kExpectedEntryBytes);
  open_channel(xml, joined(categories, "+") + " updates on Paperdex",
               cut ? " The first " + std::to_string(kMaxRssItems) + " papers." : "", asked.base + "/?" + page.encoded(),
               asked.base + "/rss/" + id_in_address(asked.id));
  xml.element("lastBuildDate", rfc822(published_at(found.index)));
  const Date day = found.hits.empty() ? Date::from_day(published_at(found.index).first_day())
                                      : Date::from_day(newest_day_of(found.hits.front().paper));
  xml.element("pubDate", rfc822(day));
  for (const Hit& hit : found.hits) write_item(xml, hit.paper, categories, asked.base);
  return answer_of(xml.take(), kRssType);
}

HttpResponse rss_error(const HttpError& error, const Asked& asked) {
  XmlWriter xml(1024);
  open_channel(xml, "Paperdex: error", "", asked.base + "/", asked.base + asked.http.path);
  xml.open("item");
  xml.element("title", "Error");
  xml.element("link", asked.base + "/");
  xml.element("description", as_html(error.what()));
  xml.element("guid", name_urn("error " + error.code() + ' ' + error.what()), {{"isPermaLink", "false"}});
  xml.element("pubDate", rfc822(Date::now()));
  return answer_of(xml.take(), kRssType, error.status());
}

}  // namespace paperdex
