// What the tests of sources that list JSON share.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "data/error.h"
#include "indexer/paper_source.h"
#include "tests/indexer/fake_fetcher.h"

namespace paperdex {

// `date` is the server's clock; empty: it has none.
inline FetchResponse json_response(std::string body, const std::string& date = "2026-03-07T05:00:00Z") {
  FetchResponse response;
  response.status = 200;
  response.body = std::move(body);
  response.date = Date::parse(date);
  return response;
}

inline FetchResponse status_response(long status, std::string body = "") {
  FetchResponse response = json_response(std::move(body));
  response.status = status;
  return response;
}

// All that a source gives until it is done or fails.
struct Harvest {
  std::vector<Paper> papers;
  std::vector<Rejected> rejected;
  std::vector<Covered> covered;
  std::string fault;  // of the FetchError it ended with; empty: it is done

  std::vector<std::string> ids() const {
    std::vector<std::string> list;
    for (const Paper& paper : papers) list.push_back(paper.id);
    return list;
  }
};

inline Harvest harvest(PaperSource& source) {
  Harvest all;
  try {
    for (;;) {
      SourceItem item = source.next();
      if (std::holds_alternative<Done>(item)) return all;
      if (auto* paper = std::get_if<Paper>(&item)) all.papers.push_back(std::move(*paper));
      if (auto* rejected = std::get_if<Rejected>(&item)) all.rejected.push_back(std::move(*rejected));
      if (auto* covered = std::get_if<Covered>(&item)) all.covered.push_back(*covered);
    }
  } catch (const FetchError& error) {
    all.fault = error.what();
  }
  return all;
}

inline Day day_of(const std::string& date) { return Date::parse(date).value().first_day(); }

// What stands between `begin` and the next '&' of an address; empty when `begin` is not in it.
inline std::string parameter_of(const std::string& url, const std::string& begin) {
  const std::size_t at = url.find(begin);
  if (at == std::string::npos) return {};
  const std::size_t from = at + begin.size();
  return url.substr(from, url.find('&', from) - from);
}

}  // namespace paperdex
