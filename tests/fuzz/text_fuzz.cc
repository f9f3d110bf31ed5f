// Markup, Unicode and words: what every title, abstract and question goes through.
#include "data/date.h"
#include "data/paper_id.h"
#include "data/text/analyzer.h"
#include "data/text/fold.h"
#include "data/text/markup.h"
#include "data/text/plain.h"
#include "data/text/unicode.h"
#include "indexer/sources/arxiv_fields.h"
#include "indexer/sources/loose_date.h"
#include "query/highlight.h"
#include "tests/fuzz/fuzz.h"

namespace paperdex {
namespace {

void require_tokens(std::string_view text) {
  static Analyzer analyzer;
  std::uint32_t unit = 0;
  for (const Token& token : analyzer.analyze(text)) {
    const std::string word = token.word;
    require(token.begin < token.end && token.end <= text.size(), "a word stands in the text", word);
    require(!word.empty() && word.size() <= kMaxWordBytes && !token.term.empty(), "a word is no data", word);
    require(token.unit >= unit, "words come in their order", word);
    unit = token.unit;
  }
}

void require_spans(const std::string& text) {
  std::uint32_t end = 0;
  for (const Span& span : markup_spans(text)) {
    require(end <= span.begin && span.begin < span.end && span.end <= text.size(), "markup stands in the text", text);
    end = span.end;
  }
}

}  // namespace

void fuzz(std::string_view input) {
  const std::string plain = plain_text(input);
  require(plain_text(plain) == plain, "plain text is plain", plain + '\n' + plain_text(plain));
  require(is_valid_utf8(plain) || !is_valid_utf8(input), "UTF-8 stays UTF-8", plain);
  const std::string id = canonical_id(input);
  require(canonical_id(id) == id, "an id is canonical", id);
  if (const auto date = loose_date(input)) require(Date::parse(date->to_string()) == date, "a date reads back");
  Folded folded;
  fold(input, folded);
  require(folded.begin.size() == folded.text.size() && folded.end.size() == folded.text.size(),
          "every folded byte has its place", folded.text);
  for (std::size_t i = 0; i < folded.text.size(); ++i) {
    require(folded.begin[i] <= folded.end[i] && folded.end[i] <= input.size(), "a place is in the text", folded.text);
  }
  if (!is_valid_utf8(input)) return;
  require_tokens(input);
  require_spans(plain);
  split_names(input);
  for (const PaperId& doi : read_dois(input))
    require(canonical_id(doi.text) == doi.text, "a DOI is canonical", doi.text);
}

}  // namespace paperdex
