// Everything the server answers: the one table of addresses, the headers all answers share, and errors in the form the
// client reads.
//
//   /                                     the page (page/page.h), and its files
//   /api/v1/...                           the native API (api/native.h)
//   /healthz                              200 while the process serves
//   /readyz                               200 and the generation while an index is open; 503 while stopping
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "query/searcher_pool.h"
#include "server/http.h"
#include "server/query_string.h"

namespace paperdex {

// Thread-safe. Keeps a reference to `pool`.
class Site {
 public:
  using Log = std::function<void(const std::string&)>;

  Site(SearcherPool& pool, Log log) : pool_(pool), log_(std::move(log)) {}

  // Answers every request; throws only what nobody expects.
  HttpResponse answer(const HttpRequest& request) const;

  // From now on /readyz says 503, so that no new clients are sent here.
  void set_stopping() { stopping_ = true; }

 private:
  enum class Form { kJson, kPage };

  HttpResponse route(const HttpRequest& request, Form& form) const;
  HttpResponse paper_route(const HttpRequest& request, const QueryString& params) const;
  HttpResponse page(const QueryString& params) const;
  HttpResponse ready() const;
  HttpResponse fail(const HttpRequest& request, const HttpError& error, Form form) const;

  SearcherPool& pool_;
  Log log_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace paperdex
