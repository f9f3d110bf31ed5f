// Everything the server answers: the tables of addresses put together, the headers all answers share, and errors in the
// form the client reads.
//
//   /, /papers/..., /daily, ...           for people (page_routes()), and the page's files
//   /api/v1/...                           the native API (native_routes())
//   /api/papers/..., /graph/v1/..., ...   other people's (api/huggingface.h, api/semantic_scholar.h), exports
//   /openapi.json                         all of them described
//   /api/query                            arXiv's API (arxiv_routes())
//   /feed.atom, /rss/..., /opensearch.xml feeds and what leads to them (feed_routes())
//   /healthz                              200 while the process serves
//   /readyz                               200 and the generation while an index is open, and which one waits to take
//                                         over and why; 503 while stopping
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "server/route.h"

namespace paperdex {

// Every address but those of the page's files, /healthz and /readyz.
const std::vector<const Routes*>& route_tables();

// Thread-safe. Keeps references to what `services` refers to.
class Site {
 public:
  explicit Site(Services services) : services_(std::move(services)) {}

  // Answers every request; throws only what nobody expects.
  HttpResponse answer(const HttpRequest& request) const;

  // From now on /readyz says 503, so that no new clients are sent here.
  void set_stopping() { stopping_ = true; }

 private:
  HttpResponse route(const HttpRequest& request, const Route& route, const Asked& asked) const;
  HttpResponse ready() const;

  Services services_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace paperdex
