// What an address answers with: one row of the table of addresses for each (site.cc puts the tables together).
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "query/searcher_pool.h"
#include "server/http.h"
#include "server/http_error.h"
#include "server/query_string.h"

namespace paperdex {

struct ServerConfig;
class MailService;

inline constexpr std::chrono::milliseconds kAnswerTime{250};

// What the whole site has, the same for all requests; each is thread-safe. Logs take one line of key=value.
struct Services {
  SearcherPool& pool;
  const ServerConfig& config;
  MailService* mail = nullptr;  // without a mail server there is none
  std::function<void(const std::string&)> log;
  // How long a Searcher works for one request; then the answer is what was found.
  std::chrono::milliseconds answer_time = kAnswerTime;
};

// One request, as an endpoint gets it.
struct Asked {
  const HttpRequest& http;
  const QueryString& params;
  std::string id;    // what stands for "{id}" in the address, percent-decoded; "" elsewhere
  std::string base;  // "https://papers.example.org", for addresses that leave the site
};

using Endpoint = HttpResponse (*)(const Services&, const Asked&);
// How an address says that it failed.
using ErrorWriter = HttpResponse (*)(const HttpError&, const Asked&);

struct Route {
  // How long an answer holds.
  enum class Keep {
    kGeneration,  // the same question has the same answer until another generation takes over: tagged, 304
    kNever,       // no-store
  };
  enum Methods : unsigned { kGet = 1, kPost = 2 };  // GET stands for HEAD too

  std::string_view path;  // "/api/v1/search", or with one "{id}": "/api/v1/papers/{id}/related"; an id may hold slashes
  Endpoint endpoint;
  Keep keep = Keep::kGeneration;
  unsigned methods = kGet;
  ErrorWriter fail = nullptr;  // nothing: the error object of the API
};
using Routes = std::vector<Route>;

// Those of the native API (api/native.h).
const Routes& native_routes();
// arXiv's API (api/arxiv.h).
const Routes& arxiv_routes();
// Atom, RSS, OPML and OpenSearch (feeds/feeds.h).
const Routes& feed_routes();
// The Hugging Face Hub's and Semantic Scholar's papers, and exports (api/).
const Routes& huggingface_routes();
const Routes& semantic_scholar_routes();
const Routes& export_routes();
// The description of all of these, /openapi.json.
const Routes& openapi_routes();
// Those of people (page/).
const Routes& page_routes();
const Routes& mail_page_routes();
// Following a search by mail (api/subscriptions.cc).
const Routes& subscription_routes();

}  // namespace paperdex
