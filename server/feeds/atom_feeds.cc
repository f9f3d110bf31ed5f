// The feeds that are lists of papers in Atom.

#include <algorithm>
#include <array>
#include <utility>

#include "server/api/native.h"
#include "server/daily_params.h"
#include "server/feeds/atom.h"
#include "server/feeds/feed_text.h"
#include "server/feeds/feeds.h"
#include "server/paper_address.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

using Names = std::initializer_list<std::string_view>;

// What the parameters ask for, without which page of it: a feed stays itself from page to page.
std::string identity_of(std::string_view kind, QueryString params) {
  for (const char* name : {"limit", "offset"}) params.set(name, "");
  return name_urn("feed " + std::string(kind) + '?' + params.encoded());
}

std::string address(const Asked& asked, const std::string& path, const std::string& parameters) {
  return asked.base + path + (parameters.empty() ? "" : "?" + parameters);
}

// A misspelt filter filters nothing, so say so.
std::string unknown_parameters(const QueryString& params, Names known) {
  std::vector<std::string> unknown;
  for (const auto& [name, value] : params.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) unknown.push_back(name);
  }
  return unknown.empty() ? "" : " Not known and ignored: " + joined(unknown) + ".";
}

std::size_t read_limit(const QueryString& params, std::size_t by_default) {
  return params.integer("limit", 1, kMaxFeedEntries).value_or(by_default);
}

// A paper may say that it is of a day to come, but a list cannot have changed after it was published.
Date newest_update(const std::vector<Hit>& hits, const Date& published) {
  if (hits.empty()) return published;
  Date newest = times_of(hits.front().paper).updated;
  for (const Hit& hit : hits) newest = std::max(newest, times_of(hit.paper).updated);
  return std::min(newest, published);
}

// The newest days that have papers, the newest first, until there are `limit` papers.
Daily newest_days(Searcher& searcher, DailyRequest request) {
  Daily all = searcher.daily(request);
  const std::size_t limit = request.limit;
  std::optional<DayRange> before = all.previous;
  for (std::size_t days = 1; days < kDailyFeedDays && before && all.hits.size() < limit; ++days) {
    request.range = before;
    request.limit = limit - all.hits.size();
    Daily day = searcher.daily(request);
    all.range.first = day.range.first;
    all.total += day.total;
    all.partial |= day.partial;
    std::move(day.hits.begin(), day.hits.end(), std::back_inserter(all.hits));
    before = day.previous;
  }
  return all;
}

std::string of_days(const Daily& daily) {
  const std::string first = Date::from_day(daily.range.first).to_string();
  const std::string last = Date::from_day(daily.range.last).to_string();
  std::string text = "Papers of " + last + (first == last ? "" : " back to " + first) + ".";
  if (daily.hits.size() < daily.total) {
    text += " The first " + std::to_string(daily.hits.size()) + " of " + std::to_string(daily.total) + ".";
  }
  return text;
}

}  // namespace

HttpResponse search_feed(const Services& services, const Asked& asked) {
  const QueryString& params = asked.params;
  SearchRequest request = read_search_request(params);
  request.limit = read_limit(params, kDefaultFeedEntries);
  if (!params.text("sort")) request.sort = Sort::kNewest;
  request.typing = request.facets = request.explain = request.highlights = false;
  const SearchResponse found =
      ask(services, asked, cost_of(services, request), [&](Searcher& searcher) { return searcher.search(request); });

  AtomHead head;
  head.id = identity_of("search", params);
  head.title = feed_title(params);
  head.subtitle = "Papers that a search finds, newest first." +
                  unknown_parameters(params, {"q", "limit", "offset", "sort", "from", "until", "category", "author",
                                              "source", "venue", "half_life"});
  for (const std::string& warning : found.warnings) head.subtitle += " " + warning;
  head.updated = newest_update(found.hits, published_at(found.index));
  head.self = address(asked, "/feed.atom", params.encoded());
  QueryString page = params;
  page.set("limit", "");
  page.set("sort", sort_name(request.sort));
  head.alternate = address(asked, "/", page.encoded());
  if (const auto next = next_page(params, request, found)) head.next = address(asked, "/feed.atom", *next);
  if (const auto previous = previous_page(params, request)) {
    head.previous = address(asked, "/feed.atom", *previous);
  }
  HttpResponse response = atom_feed(head, found.hits, asked.base);
  response.is_whole = !found.partial;
  return response;
}

HttpResponse daily_feed(const Services& services, const Asked& asked) {
  const QueryString& params = asked.params;
  DailyRequest request = read_daily_order(params, kMaxFeedEntries);
  request.offset = 0;  // of each day
  request.limit = read_limit(params, kMaxFeedEntries);
  const Daily daily = ask(services, asked, cost_of(services, request),
                          [&](Searcher& searcher) { return newest_days(searcher, request); });

  AtomHead head;
  head.id = identity_of("daily", params);
  head.title = feed_title(params) + (feed_title(params) == "Paperdex" ? ": daily papers" : ", daily");
  head.subtitle = of_days(daily) + unknown_parameters(params, {"category", "topic", "sort", "limit"});
  if (daily.partial) head.subtitle += std::string(" ") + kPartialWarning;
  head.updated = published_at(daily.index);
  head.self = address(asked, "/daily.atom", params.encoded());
  QueryString page = params;
  page.set("limit", "");
  head.alternate = address(asked, "/daily", page.encoded());
  HttpResponse response = atom_feed(head, daily.hits, asked.base);
  response.is_whole = !daily.partial;
  return response;
}

HttpResponse related_feed(const Services& services, const Asked& asked) {
  const QueryString& params = asked.params;
  const std::size_t limit = read_limit(params, kDefaultRelatedEntries);
  std::optional<Paper> seed;
  const auto related = ask(services, asked, cost_of_hits(limit), [&](Searcher& searcher) {
    seed = searcher.find(asked.id);
    return searcher.related(asked.id, limit, false);
  });
  if (!seed || !related) throw unknown_paper(asked.id);

  AtomHead head;
  head.id = name_urn("feed related " + seed->id);
  head.title = "Papers like: " + seed->title;
  head.subtitle = "The nearest papers, the nearest first." + unknown_parameters(params, {"limit"});
  head.updated = published_at(related->index);
  head.self = address(asked, paper_address(asked.id) + "/related.atom", params.encoded());
  head.alternate = asked.base + paper_address(seed->id);
  HttpResponse response = atom_feed(head, related->hits, asked.base);
  response.is_whole = !related->partial;
  return response;
}

}  // namespace paperdex
