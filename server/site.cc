#include "server/site.h"

#include <algorithm>

#include "server/answers.h"
#include "server/config.h"
#include "server/entity_tag.h"
#include "server/page/layout.h"
#include "server/page/page_files.h"

namespace paperdex {
namespace {

constexpr std::string_view kId = "{id}";
// Revalidated each time: a new generation is seen at once, an unchanged answer costs a 304.
constexpr char kCacheControl[] = "public, max-age=0, must-revalidate";
constexpr char kNoStore[] = "no-store";
constexpr std::size_t kMaxHostBytes = 255;

const PageFile* find_page_file(std::string_view path) {
  for (const PageFile& file : page_files()) {
    if (path.substr(1) == file.name && file.name != kPageTemplate) return &file;
  }
  return nullptr;
}

// What of `path` stands for the pattern's {id}, "" when it has none; nothing when it does not fit.
std::optional<std::string_view> id_of(std::string_view path, std::string_view pattern) {
  const std::size_t at = pattern.find(kId);
  if (at == std::string_view::npos) return path == pattern ? std::optional(std::string_view()) : std::nullopt;
  const std::string_view before = pattern.substr(0, at);
  const std::string_view after = pattern.substr(at + kId.size());
  if (path.size() <= before.size() + after.size() || path.substr(0, before.size()) != before ||
      path.substr(path.size() - after.size()) != after) {
    return std::nullopt;
  }
  return path.substr(before.size(), path.size() - before.size() - after.size());
}

bool allows(unsigned methods, const std::string& method) {
  if (method == "GET" || method == "HEAD") return (methods & Route::kGet) != 0;
  return method == "POST" && (methods & Route::kPost) != 0;
}

struct Found {
  const Route* route = nullptr;
  std::string_view id;
  unsigned methods = 0;  // of all rows with its path
};

// A whole path before one with an id, of those the most exact, and of the same path the row for this method.
Found find_route(std::string_view path, const std::string& method) {
  Found best;
  std::size_t best_rank = 0;
  for (const Routes* table : route_tables()) {
    for (const Route& route : *table) {
      const auto id = id_of(path, route.path);
      const std::size_t rank = !id ? 0 : id->empty() ? std::string::npos : route.path.size();
      if (rank == 0 || rank < best_rank) continue;
      if (rank > best_rank) {
        best = {&route, *id, 0};
        best_rank = rank;
      } else if (allows(route.methods, method)) {
        best.route = &route;
      }
      best.methods |= route.methods;
    }
  }
  return best;
}

// How the asker reaches this server, for the links of answers that are read elsewhere.
std::string base_of(const ServerConfig& config, const std::string& host) {
  if (!config.url.empty()) return config.url;
  const bool plain = !host.empty() && host.size() <= kMaxHostBytes && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view(".-:[]").find(c) != std::string_view::npos;
  });
  return "http://" + (plain ? host : "localhost");
}

// An address of IPv4 as a socket of IPv6 has it.
std::string without_mapping(const std::string& address) {
  constexpr std::string_view kMapped = "::ffff:";
  const bool is_mapped = address.rfind(kMapped, 0) == 0 && address.find('.') != std::string::npos;
  return is_mapped ? address.substr(kMapped.size()) : address;
}

// The client behind a proxy that we are told to believe: the last address is the one that the proxy itself saw.
std::string client_of(const ServerConfig& config, const HttpRequest& request) {
  std::string peer = without_mapping(request.client);
  if (std::find(config.proxies.begin(), config.proxies.end(), peer) == config.proxies.end()) return peer;
  const std::size_t start = request.forwarded_for.find_last_of(", ");
  const std::string last = request.forwarded_for.substr(start == std::string::npos ? 0 : start + 1);
  return last.empty() ? peer : last;
}

void set_header(HttpResponse& response, const std::string& name, const std::string& value) {
  for (auto& header : response.headers) {
    if (header.first != name) continue;
    header.second = value;
    return;
  }
  response.headers.emplace_back(name, value);
}

// Without a tag, for an answer that must not be kept.
void add_cache_headers(HttpResponse& response, const std::string& tag) {
  set_header(response, "Cache-Control", tag.empty() ? kNoStore : kCacheControl);
  set_header(response, "Vary", "Accept-Encoding");
  if (!tag.empty()) set_header(response, "ETag", tag);
}

HttpResponse not_modified(const std::string& tag) {
  HttpResponse response;
  response.status = 304;
  add_cache_headers(response, tag);
  return response;
}

HttpResponse plain(std::string body) {
  HttpResponse response = answer_of(std::move(body), "text/plain; charset=utf-8");
  add_cache_headers(response, "");
  return response;
}

HttpResponse file_response(const PageFile& file, const HttpRequest& request) {
  const std::string tag = entity_tag(file.bytes);
  if (matches_tag(request.if_none_match, tag)) return not_modified(tag);
  HttpResponse response = answer_of(std::string(file.bytes), std::string(file.content_type));
  add_cache_headers(response, tag);
  return response;
}

std::string allowed(unsigned methods) {
  if ((methods & Route::kGet) == 0) return "POST";
  return (methods & Route::kPost) == 0 ? "GET, HEAD" : "GET, HEAD, POST";
}

void check_method(const std::string& method, unsigned methods) {
  if (allows(methods, method)) return;
  throw HttpError(405, "method_not_allowed", "Only " + allowed(methods) + " is allowed here.");
}

}  // namespace

const std::vector<const Routes*>& route_tables() {
  static const std::vector<const Routes*> all = {
      &native_routes(),           &subscription_routes(), &arxiv_routes(),   &feed_routes(), &huggingface_routes(),
      &semantic_scholar_routes(), &export_routes(),       &openapi_routes(), &page_routes(), &mail_page_routes()};
  return all;
}

HttpResponse Site::answer(const HttpRequest& sent) const {
  HttpRequest request = sent;
  request.client = client_of(services_.config, sent);
  const bool reads_html = request.accept.find("text/html") != std::string::npos;
  QueryString params;
  Asked asked{request, params, "", base_of(services_.config, request.host)};
  Route route{"", nullptr, Route::Keep::kNever, Route::kGet, reads_html ? page_error : nullptr};
  unsigned methods = Route::kGet;
  const auto fail = [&](const HttpError& error) {
    HttpResponse response = route.fail != nullptr ? route.fail(error, asked) : error_response(error);
    if (error.status() == 405) set_header(response, "Allow", allowed(methods));
    if (error.status() == 429 || error.status() == 503) {
      set_header(response, "Retry-After", std::to_string(error.retry_after_seconds()));
    }
    add_cache_headers(response, "");
    return response;
  };
  try {
    const bool own = request.path == "/healthz" || request.path == "/readyz";
    const PageFile* file = find_page_file(request.path);
    if (own || file != nullptr) {
      check_method(request.method, Route::kGet);
      if (file != nullptr) return file_response(*file, request);
      return request.path == "/healthz" ? plain("ok\n") : ready();
    }
    const Found found = find_route(request.path, request.method);
    if (found.route == nullptr) throw HttpError(404, "not_found", "There is nothing at this address.");
    route = *found.route;
    methods = found.methods;
    check_method(request.method, methods);
    asked.id = percent_decode(found.id, "id", false);
    params = QueryString(request.query);
    return this->route(request, route, asked);
  } catch (const HttpError& error) {
    return fail(error);
  } catch (const QueryError& error) {
    return fail(HttpError(400, error.code(), sentence(error.what()), error.param(), error.position()));
  } catch (const IndexError& error) {
    services_.log(std::string("event=index_failed error=\"") + error.what() + "\"");
    return fail(HttpError(503, "index_unavailable", "The index cannot be read at the moment."));
  }
}

HttpResponse Site::route(const HttpRequest& request, const Route& route, const Asked& asked) const {
  // The generation is read before the search: should another take over in between, the tag is of the older one, and the
  // next request fetches anew. The other way round an old answer would be kept as the new one's.
  std::string tag;
  if (route.keep == Route::Keep::kGeneration && request.method != "POST") {
    // Generations of another index have the same numbers, and pages tell of mail where there is some.
    const std::shared_ptr<const Snapshot> snapshot = services_.pool.snapshot();
    tag =
        entity_tag(snapshot->manifest().generation, snapshot->origin() + (services_.mail != nullptr ? " mail " : " ") +
                                                        asked.base + request.path + "?" + asked.params.encoded());
    if (matches_tag(request.if_none_match, tag)) return not_modified(tag);
  }
  HttpResponse response = route.endpoint(services_, asked);
  // What an endpoint answers with another status, or in part, is not the answer for this generation.
  add_cache_headers(response, response.status == 200 && response.is_whole ? tag : "");
  return response;
}

HttpResponse Site::ready() const {
  if (stopping_) throw HttpError(503, "stopping", "The server is stopping.");
  std::string text = "ok generation=" + std::to_string(services_.pool.snapshot()->manifest().generation);
  if (const auto waiting = services_.pool.waiting()) {
    text += " waiting=" + std::to_string(waiting->generation) + " why=\"" + waiting->why + '"';
  }
  return plain(text + "\n");
}

}  // namespace paperdex
