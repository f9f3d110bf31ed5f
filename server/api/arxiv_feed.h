// The Atom that arXiv's API answers with. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/route.h"

namespace paperdex {

struct ArxivEntry {
  Paper paper;
  std::optional<std::size_t> version;  // that was asked for; else the latest
};

struct ArxivPage {
  std::string query;  // "search_query=all:slots&id_list=&start=0&max_results=10"
  Date updated;
  std::uint64_t total = 0;
  std::uint64_t start = 0;
  std::uint64_t per_page = 0;
  std::vector<ArxivEntry> entries;
};

// `self`: the absolute address that the page was asked at.
HttpResponse arxiv_feed(const ArxivPage& page, const std::string& self);

// An error as arXiv says it: a feed with one entry, titled "Error". An ErrorWriter.
HttpResponse arxiv_error(const HttpError& error, const Asked& asked);

}  // namespace paperdex
