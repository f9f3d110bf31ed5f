// The half of QueryBuilder that says which papers match; ranking.cc says how they are weighed.

#include <algorithm>

#include "data/schema.h"
#include "query/posting_sources.h"
#include "query/ranking.h"

namespace paperdex {
namespace {

using Xapian::Query;

std::string prefix_of(Field field) {
  switch (field) {
    case Field::kTitle:
      return kTitlePrefix;
    case Field::kAuthor:
      return kAuthorPrefix;
    case Field::kComment:
      return kCommentPrefix;
    case Field::kJournal:
      return kJournalPrefix;
    case Field::kReport:
      return kReportPrefix;
    default:
      return {};
  }
}

// Stop words are indexed there, too.
bool has_stop_words(Field field) { return field != Field::kText && field != Field::kAbstract; }

std::string term_of(const Token& token, Field field) {
  // Names are not stemmed.
  return field == Field::kAuthor ? kAuthorPrefix + token.word : prefix_of(field) + token.term;
}

// Of the papers of `text` those that have none of the terms in the title alone.
Query in_abstract(const Query& text, const std::vector<std::string>& terms) {
  std::vector<Query> title_only;
  for (const std::string& term : terms) title_only.emplace_back((new TitleOnlySource(term))->release());
  return title_only.empty() ? text : Query(Query::OP_AND_NOT, text, combine(Query::OP_OR, title_only));
}

}  // namespace

Query QueryBuilder::clause(const Clause& clause) {
  switch (clause.kind) {
    case Clause::Kind::kBag:
      return bag(clause);
    case Clause::Kind::kAnd:
    case Clause::Kind::kOr:
      return group(clause);
    case Clause::Kind::kNot: {
      const Query inner = this->clause(clause.children.front());
      return inner.empty() ? inner : without(every_paper(), inner);
    }
    case Clause::Kind::kWord:
      return word(clause);
    case Clause::Kind::kPhrase:
      return phrase(clause);
    case Clause::Kind::kCategory:
      return term_query(db_, category_term(clause.value));
    case Clause::Kind::kSource:
      return term_query(db_, source_term(clause.value));
    case Clause::Kind::kId:
    case Clause::Kind::kDoi:
      return term_query(db_, id_term(clause.value));
    case Clause::Kind::kDate:
      // A range of docids holds ones without a paper, and may be all that was asked for.
      return {Query::OP_FILTER, every_paper(), days_query(clause.from, clause.until, spill_days_)};
  }
  return {};
}

Query QueryBuilder::group(const Clause& clause) {
  std::vector<Query> parts;
  for (const Clause& child : clause.children) {
    if (Query part = this->clause(child); !part.empty()) parts.push_back(std::move(part));
  }
  return combine(clause.kind == Clause::Kind::kAnd ? Query::OP_AND : Query::OP_OR, parts);
}

Query QueryBuilder::bag(const Clause& clause) {
  std::vector<Query> loose, required, filters, excluded;
  for (const Clause& child : clause.children) {
    if (child.kind == Clause::Kind::kNot) {
      if (Query inner = this->clause(child.children.front()); !inner.empty()) excluded.push_back(std::move(inner));
      continue;
    }
    Query part = this->clause(child);
    if (part.empty()) continue;
    (is_filter(child.kind) ? filters : is_loose_word(child) ? loose : required).push_back(std::move(part));
  }
  // Only stop words: they are looked up where they are kept, in titles.
  if (loose.empty() && required.empty()) {
    if (Query titles = title_stop_words(clause); !titles.empty()) required.push_back(std::move(titles));
  }
  if (all_words_) {
    required.insert(required.end(), loose.begin(), loose.end());
  } else if (required.empty() && !loose.empty()) {
    required.push_back(combine(Query::OP_OR, loose));  // beside a phrase or a field, loose words only add to the score
  }
  required.insert(required.end(), filters.begin(), filters.end());
  Query all = combine(Query::OP_AND, required);
  if (excluded.empty()) return all;
  return without(all.empty() ? every_paper() : all, combine(Query::OP_OR, excluded));
}

Query QueryBuilder::without(const Query& wanted, const Query& excluded) {
  return {Query::OP_AND_NOT, until(deadline_, wanted), excluded};
}

Query QueryBuilder::title_stop_words(const Clause& clause) {
  std::vector<Query> terms;
  for (const Clause& child : clause.children) {
    if (child.kind != Clause::Kind::kWord) continue;
    for (const Token& token : child.words.front().parts) terms.emplace_back(kTitlePrefix + token.term);
  }
  return combine(Query::OP_AND, terms);
}

Query QueryBuilder::author_word(const Word& word) const {
  std::vector<Query> terms;
  for (const Token& token : word.parts) {
    const std::string term = kAuthorPrefix + token.word;
    const bool open = word.is_prefix && &token == &word.parts.back();
    terms.push_back(open ? beginning_query(db_, term, kMaxCompletions) : term_query(db_, term));
  }
  return combine(Query::OP_AND, terms);
}

// The lexicon knows no words of comments and venues, so theirs are completed by the terms themselves, and a word whose
// stem is shorter than what was typed by that.
Query QueryBuilder::note_word(const Word& word, Field field) const {
  const std::string prefix = prefix_of(field);
  std::vector<Query> parts;
  for (const Token& token : word.parts) {
    const Query whole = term_query(db_, prefix + token.term);
    const bool open = word.is_prefix && &token == &word.parts.back();
    parts.push_back(open ? Query(Query::OP_SYNONYM, whole, beginning_query(db_, prefix + token.word, kMaxCompletions))
                         : whole);
  }
  std::vector<Query> either{combine(Query::OP_AND, parts)};
  if (!word.joined.empty()) either.push_back(term_query(db_, prefix + word.joined.front().term));
  return combine(Query::OP_OR, either);
}

Query QueryBuilder::word(const Clause& clause) {
  const Word& word = clause.words.front();
  if (clause.field == Field::kAuthor) return author_word(word);
  if (!is_scored(clause.field)) return note_word(word, clause.field);
  if (word.is_stop() && !word.is_prefix) {
    return clause.field == Field::kTitle ? term_query(db_, kTitlePrefix + word.parts.front().term) : Query();
  }
  const Unit& matched = unit(word);
  if (clause.field == Field::kTitle) return combine(Query::OP_OR, matched.titles);
  std::vector<Query> all{combine(Query::OP_OR, matched.text)};
  if (clause.field != Field::kAbstract || word.is_prefix) return all.front();
  const std::vector<std::string> terms = text_terms(word.parts);
  if (matched.text.size() > 1) {  // by its joined form, say, without the words that must be there
    for (const std::string& term : terms) all.push_back(term_query(db_, term));
  }
  return in_abstract(combine(Query::OP_AND, all), terms);
}

Query QueryBuilder::phrase(const Clause& clause) {
  std::vector<std::string> texts, in_text;
  Field field = clause.field;
  const bool only_stop_words =
      std::all_of(clause.words.begin(), clause.words.end(), [](const Word& word) { return word.is_stop(); });
  if (field == Field::kText && only_stop_words) field = Field::kTitle;
  for (const Word& word : clause.words) {
    for (const Token& token : word.parts) {
      if (token.stop && !has_stop_words(field)) continue;
      texts.push_back(term_of(token, field));
      if (field == Field::kAbstract) in_text.push_back(token.term);
    }
  }
  if (texts.empty()) return {};
  return in_abstract(in_a_row(texts), in_text);
}

Query QueryBuilder::in_a_row(const std::vector<std::string>& terms) {
  if (terms.size() == 1) return term_query(db_, terms.front());
  return until(deadline_,
               Query(Query::OP_PHRASE, terms.begin(), terms.end(), static_cast<Xapian::termcount>(terms.size())));
}

Query QueryBuilder::author(const std::string& name) {
  std::vector<Query> terms;
  for (const Token& token : analyzer_.analyze(name)) {
    if (!token.joined) terms.push_back(term_query(db_, kAuthorPrefix + token.word));
  }
  // "Kipf, Thomas" and "T. Kipf" are met by their words, whatever their order.
  return combine(Query::OP_AND, terms);
}

Query QueryBuilder::venue(const std::string& name) {
  std::vector<std::string> terms;
  for (const Token& token : analyzer_.analyze(name)) {
    if (!token.joined) terms.push_back(kJournalPrefix + token.term);
  }
  return terms.empty() ? Query() : in_a_row(terms);
}

}  // namespace paperdex
