#include "server/api/exports.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "data/period.h"
#include "query/export.h"
#include "server/answers.h"
#include "server/api/native.h"
#include "server/daily_params.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr char kFormType[] = "application/x-www-form-urlencoded";

struct Exported {
  std::vector<Paper> papers;
  std::string name;                  // of the file
  std::vector<std::string> unknown;  // ids that were asked for
};

using Names = std::vector<std::string_view>;

// What is ignored would make another list than the one that was asked for, and a file has no place for a warning.
void check_names(const QueryString& params, const Names& names) {
  for (const auto& [name, value] : params.items()) {
    if (name == "format" || std::find(names.begin(), names.end(), name) != names.end()) continue;
    throw HttpError(400, "unknown_parameter", "The parameter " + name + " is not known here.", name);
  }
}

std::vector<Paper> papers_of(std::vector<Hit>&& hits) {
  std::vector<Paper> papers;
  papers.reserve(hits.size());
  for (Hit& hit : hits) papers.push_back(std::move(hit.paper));
  return papers;
}

Exported export_search(const Services& services, const Asked& asked, const QueryString& params) {
  check_names(params,
              {"q", "limit", "offset", "sort", "from", "until", "category", "author", "source", "venue", "half_life"});
  SearchRequest request = read_search_request(params);
  if (!params.text("limit")) request.limit = kMaxResults - request.offset;
  request.highlights = false;
  SearchResponse found = whole(
      ask(services, asked, cost_of(services, request), [&](Searcher& searcher) { return searcher.search(request); }));
  return {papers_of(std::move(found.hits)), "paperdex-search", {}};
}

DailyRequest read_daily(const QueryString& params) {
  DailyRequest request = read_daily_order(params, kMaxResults);
  request.range = parse_period(params.text("daily").value_or(""));
  if (!request.range) {
    throw HttpError(400, "bad_date",
                    "The parameter daily must be a day, week or month such as 2025-03-04, 2025-W09 or 2025-03.",
                    "daily");
  }
  return request;
}

Exported export_daily(const Services& services, const Asked& asked, const QueryString& params) {
  check_names(params, {"daily", "sort", "topic", "category", "limit", "offset"});
  const DailyRequest request = read_daily(params);
  Daily daily = whole(
      ask(services, asked, cost_of(services, request), [&](Searcher& searcher) { return searcher.daily(request); }));
  return {papers_of(std::move(daily.hits)), "paperdex-" + period_text(daily.range), {}};
}

Exported export_related(const Services& services, const Asked& asked, const QueryString& params) {
  check_names(params, {"related", "limit"});
  const std::string id = params.text("related").value_or("");
  const std::size_t limit = params.integer("limit", 1, kMaxResults).value_or(kDefaultRelated);
  auto related =
      ask(services, asked, cost_of_hits(limit), [&](Searcher& searcher) { return searcher.related(id, limit, false); });
  if (!related) throw unknown_paper(id);
  return {papers_of(std::move(whole(*std::move(related)).hits)), "paperdex-related-" + id, {}};
}

Exported export_ids(const Services& services, const Asked& asked, const QueryString& params) {
  check_names(params, {"id"});
  const std::vector<std::string> ids = params.texts("id");
  if (ids.size() > kMaxIdList) {
    throw HttpError(400, "too_many_values", "At most " + std::to_string(kMaxIdList) + " ids at once.", "id");
  }
  Exported exported{{}, "paperdex-reading-list", {}};
  std::set<std::string> seen;
  ask(services, asked, cost_of_hits(ids.size()), [&](Searcher& searcher) {
    for (const std::string& id : ids) {
      std::optional<Paper> paper = searcher.find(id);
      if (!paper) {
        exported.unknown.push_back(id);
      } else if (seen.insert(paper->id).second) {
        exported.papers.push_back(std::move(*paper));
      }
    }
    return true;
  });
  if (exported.papers.empty()) throw unknown_paper(ids[0]);
  return exported;
}

ExportFormat read_format(const QueryString& params) {
  const std::optional<std::string> name = params.text("format");
  const std::optional<ExportFormat> format = name ? export_format_from_name(*name) : std::nullopt;
  if (format) return *format;
  throw HttpError(400, "bad_format", "The parameter format must be one of " + export_format_names() + ".", "format");
}

HttpResponse file_answer(ExportFormat format, const Exported& exported) {
  Exporter exporter(format);
  for (const Paper& paper : exported.papers) exporter.add(paper);
  HttpResponse response = answer_of(exporter.take(), std::string(export_content_type(format)));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + safe_file_name(exported.name) + "." +
                                                           std::string(export_extension(format)) + "\"");
  if (exported.unknown.empty()) return response;
  std::string told;
  for (std::size_t i = 0; i < std::min(exported.unknown.size(), kMaxToldIds); ++i) {
    told += (i == 0 ? "" : ", ") + percent_encode(exported.unknown[i], false);
  }
  if (exported.unknown.size() > kMaxToldIds) {
    told += " and " + std::to_string(exported.unknown.size() - kMaxToldIds) + " more";
  }
  response.headers.emplace_back("X-Unknown-Ids", told);
  return response;
}

// Those of the address, or of the form that was sent in its place.
QueryString read_params(const Asked& asked) {
  if (asked.http.method != "POST") return asked.params;
  const std::string& type = asked.http.content_type;
  if (type.substr(0, type.find(';')) != kFormType) {
    throw HttpError(415, "bad_content_type", std::string("The body must be a form: ") + kFormType + ".");
  }
  if (!asked.params.items().empty()) {
    throw HttpError(400, "unknown_parameter", "A form holds all parameters; the address must have none.");
  }
  return QueryString(asked.http.body);
}

// "id=" asks for a list without papers, which is not the whole index.
void check_not_empty(const Asked& asked, const char* name) {
  const std::string sent = "&" + (asked.http.method == "POST" ? asked.http.body : asked.http.query) + "&";
  if (sent.find("&" + std::string(name) + "=&") == std::string::npos) return;
  throw HttpError(400, "empty_list", std::string("The parameter ") + name + " has no value: nothing to export.", name);
}

HttpResponse export_list(const Services& services, const Asked& asked) {
  struct Kind {
    const char* param;
    Exported (*make)(const Services&, const Asked&, const QueryString&);
  };
  constexpr std::array<Kind, 3> kKinds = {{{"daily", export_daily}, {"related", export_related}, {"id", export_ids}}};
  const QueryString params = read_params(asked);
  const ExportFormat format = read_format(params);
  for (const Kind& kind : kKinds) {
    check_not_empty(asked, kind.param);
    if (!params.texts(kind.param).empty()) return file_answer(format, kind.make(services, asked, params));
  }
  return file_answer(format, export_search(services, asked, params));
}

template <ExportFormat kFormat>
HttpResponse export_paper(const Services& services, const Asked& asked) {
  auto paper = ask(services, asked, 0, [&](Searcher& searcher) { return searcher.find(asked.id); });
  if (!paper) throw unknown_paper(asked.id);
  const std::string name = paper->id;
  Exported exported{{}, name, {}};
  exported.papers.push_back(std::move(*paper));
  return file_answer(kFormat, exported);
}

}  // namespace

std::string safe_file_name(std::string_view name) {
  std::string safe;
  for (const char c : name.substr(0, kMaxFileNameBytes)) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
                       (c == '.' && !safe.empty());
    safe += plain ? c : '-';
  }
  return safe.empty() ? "paper" : safe;
}

const Routes& export_routes() {
  static const Routes routes = {
      {"/papers/{id}.bib", export_paper<ExportFormat::kBibtex>},
      {"/papers/{id}.ris", export_paper<ExportFormat::kRis>},
      {"/papers/{id}.json", export_paper<ExportFormat::kCslJson>},
      {"/export", export_list, Route::Keep::kGeneration, Route::kGet | Route::kPost},
  };
  return routes;
}

}  // namespace paperdex
