#include "indexer/document_builder.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "data/error.h"
#include "data/paper_json.h"
#include "data/schema.h"

namespace paperdex {
namespace {

// Between the names of two authors, so that no phrase spans both.
constexpr std::uint32_t kAuthorGap = 10;

void add_posting(Xapian::Document& document, const std::string& term, std::uint32_t position, std::uint32_t wdf) {
  if (term.size() <= kMaxTermBytes) document.add_posting(term, position, wdf);
}

void add_boolean_term(Xapian::Document& document, const std::string& term) {
  if (term.size() <= kMaxTermBytes) document.add_boolean_term(term);
}

void collect_word(const Token& token, std::vector<std::string>& words) {
  if (!token.stop) words.push_back(token.word);
}

void sort_unique(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

void add_title(const Paper& paper, Analyzer& analyzer, BuiltDocument& built) {
  std::string title_term;
  std::uint32_t title_position = 0;
  for (const Token& token : analyzer.analyze(paper.title)) {
    if (!token.joined) ++title_position;
    title_term.assign(kTitlePrefix).append(token.term);
    add_posting(built.document, title_term, title_position, 1);
    if (!token.stop) add_posting(built.document, token.term, token.position, kTitleWdf);
    collect_word(token, built.words);
  }
}

void add_abstract(const Paper& paper, Analyzer& analyzer, BuiltDocument& built) {
  for (const Token& token : analyzer.analyze(paper.abstract)) {
    if (token.stop) continue;
    add_posting(built.document, token.term, kAbstractPosition + token.position, 1);
    collect_word(token, built.words);
  }
}

void add_authors(const Paper& paper, Analyzer& analyzer, Xapian::Document& document) {
  std::uint32_t position = 0;
  for (const std::string& author : paper.authors) {
    for (const Token& token : analyzer.analyze(author)) {
      if (!token.joined) ++position;
      add_posting(document, kAuthorPrefix + token.word, position, 0);
    }
    position += kAuthorGap;
  }
}

void add_categories(const Paper& paper, Xapian::Document& document) {
  for (const std::string& category : paper.categories) {
    std::string_view name = category;
    for (;;) {
      add_boolean_term(document, category_term(name));
      const std::size_t dot = name.rfind('.');
      if (dot == std::string_view::npos || dot == 0) break;
      name = name.substr(0, dot);
    }
  }
}

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += kCategorySeparator;
    all += part;
  }
  return all;
}

void add_values(const Paper& paper, Xapian::Document& document) {
  if (paper.published) document.add_value(kSlotDay, encode_day(paper.published->first_day()));
  document.add_value(kSlotCategories, joined(paper.categories));  // an empty value is no value
  document.add_value(kSlotSource, paper.source);
  if (paper.upvotes) {
    document.add_value(kSlotUpvotes, Xapian::sortable_serialise(static_cast<double>(*paper.upvotes)));
  }
}

}  // namespace

BuiltDocument build_document(const Paper& paper, const std::string& json, Analyzer& analyzer) {
  BuiltDocument built;
  Xapian::Document& document = built.document;
  add_title(paper, analyzer, built);
  add_abstract(paper, analyzer, built);
  sort_unique(built.words);
  add_authors(paper, analyzer, document);
  add_categories(paper, document);
  if (!paper.source.empty()) add_boolean_term(document, source_term(paper.source));
  if (!paper.doi.empty()) add_boolean_term(document, doi_term(paper.doi));
  add_boolean_term(document, id_term(paper.id));
  add_values(paper, document);
  document.set_data(json);
  return built;
}

std::vector<std::string> lexicon_words(const Paper& paper, Analyzer& analyzer) {
  std::vector<std::string> words;
  for (const Token& token : analyzer.analyze(paper.title)) collect_word(token, words);
  for (const Token& token : analyzer.analyze(paper.abstract)) collect_word(token, words);
  sort_unique(words);
  return words;
}

Paper decode_stored_paper(const std::string& data) {
  try {
    return stored_paper(data);
  } catch (const Rejection& rejection) {
    throw IndexError("a stored paper is damaged, its " + (rejection.field().empty() ? "record" : rejection.field()) +
                     ' ' + rejection.reason() + ": " + data.substr(0, 100));
  }
}

}  // namespace paperdex
