#include "server/api/huggingface.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "data/period.h"
#include "query/paper_links.h"
#include "server/answers.h"
#include "server/api/native.h"
#include "server/daily_params.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr std::size_t kExpectedItemBytes = 8192;

// 24 hexadecimal digits, as the Hub's own ids are: the same for the same text, and nobody else's.
std::string object_id(std::string_view text) {
  std::string id;
  for (const std::uint64_t basis : {14695981039346656037ULL, 1099511628211ULL * 31}) {
    std::uint64_t hash = basis;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash ^ hash >> 29));
    id += digits;
  }
  return id.substr(0, 24);
}

void time_if(JsonWriter& json, std::string_view name, const std::optional<Date>& date) {
  if (date) json.member(name, hub_time(*date));
}

// When a withdrawn paper was withdrawn: its latest version says so.
std::optional<Date> withdrawn_at(const Paper& paper) {
  if (!paper.withdrawn) return std::nullopt;
  if (paper.updated) return paper.updated;
  return paper.revised ? paper.revised : paper.published;
}

bool is_github(const std::string& address) {
  return address.starts_with("https://github.com/") || address.starts_with("http://github.com/");
}

// What clients read beside `paper` in a list as well as within it.
void write_both(JsonWriter& json, const Paper& paper) {
  json.member("title", paper.title);
  json.member("summary", paper.abstract);
  time_if(json, "publishedAt", paper.published);
  time_if(json, "submittedOnDailyAt", paper.shown);
  if (paper.comments) json.member("numComments", *paper.comments);
  if (is_github(paper.repository)) json.member("githubRepo", paper.repository);
  json.member_if("projectPage", paper.project_page);
}

void write_members(JsonWriter& json, const Paper& paper) {
  json.member("id", paper.id);
  json.key("authors");
  json.begin_array();
  for (std::size_t i = 0; i < paper.authors.size(); ++i) {
    json.begin_object();
    json.member("_id", object_id(paper.id + "\n" + std::to_string(i)));
    json.member("name", paper.authors[i]);
    json.member("hidden", false);
    json.end_object();
  }
  json.end_array();
  write_both(json, paper);
  if (paper.upvotes) json.member("upvotes", *paper.upvotes);
  json.member("discussionId", object_id(paper.id));
  time_if(json, "withdrawnAt", withdrawn_at(paper));
}

HttpResponse items(const std::vector<Hit>& hits) {
  JsonWriter json(64 + hits.size() * kExpectedItemBytes);
  json.begin_array();
  for (const Hit& hit : hits) write_hub_item(json, hit.paper);
  json.end_array();
  return json_answer(std::move(json));
}

// A filter that is not known here would silently filter nothing.
template <std::size_t kCount>
void check_names(const QueryString& params, const std::array<std::string_view, kCount>& names) {
  for (const auto& [name, value] : params.items()) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    throw HttpError(400, "unknown_parameter", "The parameter " + name + " is not supported here.", name);
  }
}

HttpResponse hub_search(const Services& services, const Asked& asked) {
  constexpr std::array<std::string_view, 2> kNames = {"q", "limit"};
  check_names(asked.params, kNames);
  SearchRequest request;
  request.text = asked.params.text("q").value_or("");
  request.limit = asked.params.integer("limit", 1, kMaxResults).value_or(kDefaultHubSearch);
  request.highlights = false;
  return items(whole(ask(services, asked, cost_of(services, request), [&](Searcher& searcher) {
                 return searcher.search(request);
               })).hits);
}

struct DailyQuestion {
  std::optional<DayRange> range;
  bool trending = false;
  std::size_t limit = kDefaultHubDaily;
  std::size_t page = 0;

  std::size_t offset() const { return page * limit; }
};

DailyQuestion read_daily(const QueryString& params) {
  constexpr std::array<std::string_view, 6> kNames = {"date", "week", "month", "sort", "p", "limit"};
  check_names(params, kNames);
  DailyQuestion question;
  question.range = read_period(params);
  const std::string sort = params.text("sort").value_or("publishedAt");
  if (sort != "publishedAt" && sort != "trending") {
    throw HttpError(400, "bad_sort", "The parameter sort must be publishedAt or trending.", "sort");
  }
  question.trending = sort == "trending";
  question.limit = params.integer("limit", 1, kMaxResults).value_or(question.limit);
  question.page = params.integer("p", 0, kMaxResults).value_or(0);
  check_page(question.limit, question.offset());
  return question;
}

struct Page {
  std::vector<Hit> hits;
  bool more = false;
};

// Papers of whatever day until now, as the Hub's list without a day has them.
Page page_of_all(Searcher& searcher, const DailyQuestion& question) {
  if (question.trending) {
    const std::size_t end = question.offset() + question.limit;
    Page page{searcher.trending(std::min(end + 1, kMaxResults)).papers, false};
    page.more = page.hits.size() > end;
    if (page.more) page.hits.resize(end);
    const auto first = page.hits.begin();
    page.hits.erase(first, first + static_cast<std::ptrdiff_t>(std::min(question.offset(), page.hits.size())));
    return page;
  }
  // Papers that say they are of a day to come, an issue of next year or a mistake, would stay the first for as long.
  SearchRequest request;
  request.text = "-date:" + Date::from_day(searcher.snapshot().created_day() + 1).to_string() + "..";
  request.sort = Sort::kNewest;
  request.offset = question.offset();
  request.limit = std::min(question.limit + 1, kMaxResults - request.offset);
  request.highlights = false;
  Page page{whole(searcher.search(request)).hits, false};
  page.more = page.hits.size() > question.limit;
  if (page.more) page.hits.pop_back();
  return page;
}

Page page_of_range(Searcher& searcher, const DailyQuestion& question) {
  DailyRequest request;
  request.range = question.range;
  request.sort = question.trending ? DailySort::kUpvotes : DailySort::kNewest;
  request.limit = question.limit;
  request.offset = question.offset();
  Daily daily = whole(searcher.daily(request));
  const bool more = request.offset + daily.hits.size() < daily.total;
  return {std::move(daily.hits), more};
}

HttpResponse hub_daily(const Services& services, const Asked& asked) {
  const DailyQuestion question = read_daily(asked.params);
  const Page page = ask(services, asked, cost_of_hits(question.limit), [&](Searcher& searcher) {
    return question.range ? page_of_range(searcher, question) : page_of_all(searcher, question);
  });
  HttpResponse response = items(page.hits);
  if (page.more && !page.hits.empty() && question.offset() + 2 * question.limit <= kMaxResults) {
    QueryString next = asked.params;
    next.set("p", std::to_string(question.page + 1));
    // The client asks for this address as it is, so it is a whole one.
    link_next(response, asked.base + "/api/daily_papers?" + next.encoded());
  }
  return response;
}

Paper find_paper(const Services& services, const Asked& asked) {
  std::optional<Paper> paper = ask(services, asked, 0, [&](Searcher& searcher) { return searcher.find(asked.id); });
  if (!paper) throw unknown_paper(asked.id);
  return std::move(*paper);
}

HttpResponse hub_paper(const Services& services, const Asked& asked) {
  const Paper paper = find_paper(services, asked);
  JsonWriter json(kExpectedItemBytes);
  write_hub_paper(json, paper);
  return json_answer(std::move(json));
}

HttpResponse hub_read(const Services& services, const Asked& asked) {
  return answer_of(hub_markdown(find_paper(services, asked)), "text/markdown; charset=utf-8");
}

// Text whose '<' cannot open a tag when the Markdown is made into a page; "a < b" stays as it is.
std::string markdown_text(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    const bool tag =
        (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' || next == '!' || next == '?';
    if (text[i] == '<' && tag) escaped += '\\';
    escaped += text[i];
  }
  return escaped;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all.append(all.empty() ? "" : ", ").append(text);
  return all;
}

}  // namespace

std::string hub_time(const Date& date) {
  const std::int64_t second = date.first_second() - std::int64_t{86400} * date.first_day();
  char time[24];
  std::snprintf(time, sizeof time, "T%02d:%02d:%02d.000Z", static_cast<int>(second / 3600),
                static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  return Date::from_day(date.first_day()).to_string() + time;
}

void write_hub_paper(JsonWriter& json, const Paper& paper) {
  json.begin_object();
  write_members(json, paper);
  json.end_object();
}

void write_hub_item(JsonWriter& json, const Paper& paper) {
  json.begin_object();
  json.key("paper");
  write_hub_paper(json, paper);
  write_both(json, paper);
  json.end_object();
}

std::string hub_markdown(const Paper& paper) {
  std::string text = "# " + markdown_text(paper.title) + "\n\n";
  const auto line = [&](const char* name, const std::string& value) {
    if (!value.empty()) text.append("- **").append(name).append(":** ").append(markdown_text(value)).append("\n");
  };
  line("Authors", joined(paper.authors));
  line("Published", paper.published ? paper.published->to_string() : "");
  line("Updated", paper.updated ? paper.updated->to_string() : "");
  line("Venue", paper.venue);
  line("Categories", joined(paper.categories));
  line("Id", paper.id);
  line("DOI", paper.doi);
  line("Withdrawn", paper.withdrawn ? "yes" : "");
  line("Address", paper.url);
  for (const auto& [name, address] : links_of(paper)) line(std::string(name).c_str(), address);
  if (!paper.abstract.empty()) text += "\n## Abstract\n\n" + markdown_text(paper.abstract) + "\n";
  return text;
}

const Routes& huggingface_routes() {
  constexpr auto kKeep = Route::Keep::kGeneration;
  static const Routes routes = {
      {"/api/papers/search", hub_search, kKeep, Route::kGet, bare_error},
      {"/api/daily_papers", hub_daily, kKeep, Route::kGet, bare_error},
      {"/api/papers/{id}", hub_paper, kKeep, Route::kGet, bare_error},
      {"/papers/{id}.md", hub_read, kKeep, Route::kGet, bare_error},
  };
  return routes;
}

}  // namespace paperdex
