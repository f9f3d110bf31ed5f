// What people type: understood, and written down so that it can be read again.
#include "data/error.h"
#include "data/text/unicode.h"
#include "query/parser.h"
#include "tests/fuzz/fuzz.h"

namespace paperdex {
namespace {

Analyzer& analyzer() {
  static Analyzer analyzer;
  return analyzer;
}

// What a clause and those within it say of their places holds in the text.
void require_places(const Clause& clause, const std::string& text) {
  require(clause.begin <= clause.end && clause.end <= text.size(), "a clause stands in the text", text);
  for (const Word& word : clause.words) {
    require(!word.parts.empty() && word.begin < word.end && word.end <= text.size(), "a word stands in the text", text);
    require(text.substr(word.begin, word.end - word.begin) == word.text, "a word is as it was typed", text);
  }
  for (const Clause& child : clause.children) require_places(child, text);
}

// What was understood, or nothing when a limit was passed.
std::string understood(const std::string& text, bool typing) {
  try {
    const ParsedQuery query = parse_query(text, typing, analyzer());
    require_places(query.root, text);
    return describe(query);
  } catch (const QueryError& error) {
    require(error.position() <= static_cast<int>(text.size()), "a fault stands in the text", error.what());
    require((error.code() == "bad_utf8") == !is_valid_utf8(text) || text.size() > kMaxQueryBytes,
            "what is no UTF-8 is called so, and nothing else", text);
    return {};
  }
}

}  // namespace

void fuzz(std::string_view input) {
  const std::string text(input);
  for (const bool typing : {false, true}) {
    const std::string described = understood(text, typing);
    require(described.empty() || is_valid_utf8(described), "what was understood is UTF-8", described);
    understood(described, typing);
  }
  try {
    require_places(parse_prose(text, false, analyzer()).root, text);
  } catch (const QueryError&) {
  }
}

}  // namespace paperdex
