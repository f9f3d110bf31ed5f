#include "query/trec_run.h"

#include <iomanip>
#include <string>

#include "data/error.h"

namespace paperdex {
namespace {

std::vector<Hit> hits_of(const std::string& text, const TrecOptions& options, Searcher& searcher) {
  if (options.related) {
    std::optional<Related> related = searcher.related(text, options.limit, false);
    if (!related) throw QueryError("unknown_id", "no paper has the id " + text);
    return std::move(related->hits);
  }
  SearchRequest request;
  request.text = text;
  request.typing = options.typing;
  request.sort = options.sort;
  request.limit = options.limit;
  request.prose = true;
  request.highlights = false;
  return searcher.search(request).hits;
}

}  // namespace

std::size_t run_topics(std::istream& topics, const TrecOptions& options, Searcher& searcher, std::ostream& run,
                       std::ostream& errors) {
  std::size_t failed = 0;
  std::size_t number = 0;
  run << std::setprecision(10);
  for (std::string line; std::getline(topics, line);) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    try {
      const std::size_t tab = line.find('\t');
      if (tab == std::string::npos) throw QueryError("no_tab", "there is no tab between id and text");
      std::size_t rank = 0;
      for (const Hit& hit : hits_of(line.substr(tab + 1), options, searcher)) {
        run << std::string_view(line).substr(0, tab) << " Q0 " << hit.paper.id << ' ' << ++rank << ' ' << hit.score
            << " paperdex\n";
      }
    } catch (const QueryError& error) {
      ++failed;
      errors << "skipped line=" << number << " code=" << error.code() << " reason=\"" << error.what() << "\"\n";
    }
  }
  return failed;
}

}  // namespace paperdex
