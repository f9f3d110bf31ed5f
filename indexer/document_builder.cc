#include "indexer/document_builder.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "data/schema.h"

namespace paperdex {
namespace {

// Between the names of two authors, or two fields of one prefix, so that no phrase spans both.
constexpr std::uint32_t kAuthorGap = 10;
constexpr std::uint32_t kFieldGap = 10;

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

// The words of `text` behind `position`, stop words too; gives the last position.
std::uint32_t add_field(const std::string& text, const char* prefix, std::uint32_t position, Analyzer& analyzer,
                        Xapian::Document& document) {
  for (const Token& token : analyzer.analyze(text)) {
    if (!token.joined) ++position;
    add_posting(document, prefix + token.term, position, 0);
  }
  return position;
}

void add_notes(const Paper& paper, Analyzer& analyzer, Xapian::Document& document) {
  add_field(paper.comment, kCommentPrefix, 0, analyzer, document);
  add_field(paper.report_no, kReportPrefix, 0, analyzer, document);
  const std::uint32_t position = add_field(paper.venue, kJournalPrefix, 0, analyzer, document);
  if (paper.journal_ref != paper.venue) {
    add_field(paper.journal_ref, kJournalPrefix, position + kFieldGap, analyzer, document);
  }
}

bool names_a_day(const Date& date) { return date.precision() >= Date::Precision::kDay; }

void add_days(const Paper& paper, Xapian::Document& document) {
  if (paper.shown && names_a_day(*paper.shown)) {
    document.add_boolean_term(kShownTerm);
    document.add_boolean_term(shown_term(paper.shown->first_day()));
  }
  if (!paper.published || names_a_day(*paper.published)) return;
  document.add_boolean_term(paper.published->precision() == Date::Precision::kMonth ? kMonthTerm : kYearTerm);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += kValueSeparator;
    all += part;
  }
  return all;
}

std::vector<std::string> sources_of(const Paper& paper) {
  if (paper.sources.empty() && !paper.source.empty()) return {paper.source};
  return paper.sources;
}

void add_values(const Paper& paper, Xapian::Document& document) {
  if (paper.published) document.add_value(kSlotDay, encode_day(paper.published->first_day()));
  document.add_value(kSlotCategories, joined(paper.categories));  // an empty value is no value
  document.add_value(kSlotSource, joined(sources_of(paper)));
  if (paper.upvotes) {
    document.add_value(kSlotUpvotes, Xapian::sortable_serialise(static_cast<double>(*paper.upvotes)));
  }
  if (paper.added) document.add_value(kSlotAdded, Xapian::sortable_serialise(static_cast<double>(*paper.added)));
  if (const auto& latest = paper.updated ? paper.updated : paper.published) {
    document.add_value(kSlotUpdated, encode_day(latest->first_day()));
  }
}

}  // namespace

BuiltDocument build_document(const StoredPaper& stored, const std::string& data, Analyzer& analyzer) {
  const Paper& paper = stored.paper;
  BuiltDocument built;
  Xapian::Document& document = built.document;
  add_title(paper, analyzer, built);
  add_abstract(paper, analyzer, built);
  sort_unique(built.words);
  add_authors(paper, analyzer, document);
  add_categories(paper, document);
  add_notes(paper, analyzer, document);
  add_days(paper, document);
  for (const std::string& source : sources_of(paper)) add_boolean_term(document, source_term(source));
  for (const std::string& term : stored.terms()) document.add_boolean_term(term);
  add_values(paper, document);
  document.set_data(data);
  return built;
}

std::vector<std::string> lexicon_words(const Paper& paper, Analyzer& analyzer) {
  std::vector<std::string> words;
  for (const Token& token : analyzer.analyze(paper.title)) collect_word(token, words);
  for (const Token& token : analyzer.analyze(paper.abstract)) collect_word(token, words);
  sort_unique(words);
  return words;
}

}  // namespace paperdex
