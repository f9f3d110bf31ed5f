#include "query/suggest.h"

#include "data/error.h"
#include "query/search_request.h"

namespace paperdex {

std::vector<Suggestion> suggest(const std::string& text, std::size_t limit, const Lexicon& lexicon,
                                Analyzer& analyzer) {
  const std::size_t last = text.find_last_of(" \t\n") + 1;  // 0 when there is one word
  if (text.size() > kMaxQueryBytes) {
    throw QueryError("query_too_long", "the query is longer than " + std::to_string(kMaxQueryBytes) + " bytes");
  }
  check_page(limit, 0);
  const std::vector<Token>& tokens = analyzer.analyze(std::string_view(text).substr(last));
  if (tokens.empty()) return {};
  std::vector<Suggestion> suggestions;
  for (const Lexicon::Entry& entry : lexicon.complete(tokens.back().word, limit)) {
    suggestions.push_back({text.substr(0, last) + std::string(entry.word), entry.count});
  }
  return suggestions;
}

}  // namespace paperdex
