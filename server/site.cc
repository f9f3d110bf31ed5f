#include "server/site.h"

#include <array>
#include <chrono>

#include "server/api/native.h"
#include "server/entity_tag.h"
#include "server/page/page.h"
#include "server/page/page_files.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr std::string_view kPapers = "/api/v1/papers/";
constexpr std::string_view kRelated = "/related";
// Revalidated each time: a new generation is seen at once, an unchanged answer costs a 304.
constexpr char kCacheControl[] = "public, max-age=0, must-revalidate";
constexpr char kNoStore[] = "no-store";
constexpr char kPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

using Endpoint = HttpResponse (*)(SearcherPool&, const QueryString&);
struct Route {
  std::string_view path;
  Endpoint endpoint;
  bool ages = false;  // the same question has another answer later, with the same generation
};
constexpr std::array<Route, 4> kRoutes = {{
    {"/api/v1/search", native_search},
    {"/api/v1/suggest", native_suggest},
    {"/api/v1/daily", native_daily},
    {"/api/v1/stats", [](SearcherPool& pool, const QueryString&) { return native_stats(pool); }, true},
}};

const Route* find_route(std::string_view path) {
  for (const Route& route : kRoutes) {
    if (route.path == path) return &route;
  }
  return nullptr;
}

const PageFile* find_page_file(std::string_view path) {
  for (const PageFile& file : page_files()) {
    if (path.substr(1) == file.name && file.name != kPageTemplate) return &file;
  }
  return nullptr;
}

bool is_known(std::string_view path) {
  return path == "/" || path == "/healthz" || path == "/readyz" || path.substr(0, kPapers.size()) == kPapers ||
         find_route(path) != nullptr || find_page_file(path) != nullptr;
}

HttpResponse html(std::string body, int status = 200) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(body);
  response.headers = {{"Content-Security-Policy", kPolicy}, {"Referrer-Policy", "same-origin"}};
  return response;
}

// Without a tag, for an answer that must not be kept.
void add_common_headers(HttpResponse& response, const std::string& tag) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Cache-Control", tag.empty() ? kNoStore : kCacheControl);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!tag.empty()) response.headers.emplace_back("ETag", tag);
}

HttpResponse not_modified(const std::string& tag) {
  HttpResponse response;
  response.status = 304;
  add_common_headers(response, tag);
  return response;
}

HttpResponse plain(std::string body, int status = 200) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  response.headers = {{"Cache-Control", kNoStore}};
  return response;
}

// What query/ says in passing, as it is read by people.
std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

}  // namespace

HttpResponse Site::answer(const HttpRequest& request) const {
  Form form = Form::kJson;
  try {
    return route(request, form);
  } catch (const HttpError& error) {
    return fail(request, error, form);
  } catch (const QueryError& error) {
    return fail(request, HttpError(400, error.code(), sentence(error.what()), error.param(), error.position()), form);
  } catch (const IndexError& error) {
    log_(std::string("event=index_failed error=\"") + error.what() + "\"");
    return fail(request, HttpError(503, "index_unavailable", "The index cannot be read at the moment."), form);
  }
}

HttpResponse Site::route(const HttpRequest& request, Form& form) const {
  const std::string& path = request.path;
  if (!is_known(path)) {
    if (request.accept.find("text/html") != std::string::npos) form = Form::kPage;
    throw HttpError(404, "not_found", "There is nothing at this address.");
  }
  if (path == "/") form = Form::kPage;
  if (request.method != "GET" && request.method != "HEAD") {
    throw HttpError(405, "method_not_allowed", "Only GET and HEAD are allowed here.");
  }
  if (path == "/healthz") return plain("ok\n");
  if (path == "/readyz") return ready();

  const PageFile* file = find_page_file(path);
  const Route* found = find_route(path);
  const QueryString params(request.query);
  // The generation is read before the search: should another take over in between, the tag is of the older one, and the
  // next request fetches anew. The other way round an old answer would be kept as the new one's.
  std::string tag;
  if (file != nullptr) {
    tag = entity_tag(file->bytes);
  } else if (found == nullptr || !found->ages) {
    tag = entity_tag(pool_.snapshot()->manifest().generation, path + "?" + params.encoded());
  }
  if (!tag.empty() && matches_tag(request.if_none_match, tag)) return not_modified(tag);

  HttpResponse response;
  if (file != nullptr) {
    response.content_type = file->content_type;
    response.body = file->bytes;
  } else if (path == "/") {
    response = page(params);
  } else if (found != nullptr) {
    response = found->endpoint(pool_, params);
  } else {
    response = paper_route(request, params);
  }
  add_common_headers(response, tag);
  return response;
}

// An id's slashes may be percent-encoded or not, so what stands between the prefix and "/related" is the id.
HttpResponse Site::paper_route(const HttpRequest& request, const QueryString& params) const {
  std::string_view id = std::string_view(request.path).substr(kPapers.size());
  const bool related = id.size() > kRelated.size() && id.substr(id.size() - kRelated.size()) == kRelated;
  if (related) id.remove_suffix(kRelated.size());
  const std::string decoded = percent_decode(id, "id", false);
  return related ? native_related(pool_, decoded, params) : native_paper(pool_, decoded);
}

HttpResponse Site::page(const QueryString& params) const {
  const auto start = std::chrono::steady_clock::now();
  if (const auto id = params.text("related")) {
    struct Found {
      std::optional<Paper> paper;
      std::optional<Related> related;
    };
    const Found found = ask(pool_, [&](Searcher& searcher) {
      return Found{searcher.find(*id), searcher.related(*id, kPageRelated)};
    });
    if (!found.paper || !found.related) {
      throw HttpError(404, "unknown_paper", "There is no paper with the id " + *id + " in this index.");
    }
    return html(render_related(*found.paper, *found.related));
  }
  const SearchRequest request = read_search_request(params);
  const SearchResponse response = ask(pool_, [&](Searcher& searcher) { return searcher.search(request); });
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return html(render_search(params, request, response, took.count()));
}

HttpResponse Site::ready() const {
  if (stopping_) throw HttpError(503, "stopping", "The server is stopping.");
  return plain("ok generation=" + std::to_string(pool_.snapshot()->manifest().generation) + "\n");
}

HttpResponse Site::fail(const HttpRequest& request, const HttpError& error, Form form) const {
  HttpResponse response = error_response(error);
  if (form == Form::kJson) return response;
  HttpResponse page = html(render_error(request.query, error.what()), error.status());
  page.headers.insert(page.headers.end(), response.headers.begin(), response.headers.end());
  return page;
}

}  // namespace paperdex
