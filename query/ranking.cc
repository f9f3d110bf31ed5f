#include "query/ranking.h"

#include <algorithm>
#include <cmath>

#include "data/schema.h"
#include "query/posting_sources.h"
#include "query/spelling.h"

namespace paperdex {
namespace {

using Xapian::Query;

// Words side by side and nothing else: what R1 matches is what the query matches.
bool is_plain(const Clause& root) {
  return root.kind == Clause::Kind::kBag && std::all_of(root.children.begin(), root.children.end(), is_loose_word);
}

// A word of the text that stands for nothing but itself: what matches it is what weighs.
bool is_simple_word(const Clause& clause) {
  if (clause.kind == Clause::Kind::kBag && clause.children.size() == 1) return is_simple_word(clause.children.front());
  if (!is_loose_word(clause)) return false;
  const Word& word = clause.words.front();
  return word.parts.size() == 1 && word.joined.empty() && !word.is_prefix && !word.is_stop();
}

// Such words with OR between them, which R1 matches as it would without the OR.
bool is_plain_or(const Clause& root) {
  return root.kind == Clause::Kind::kOr && std::all_of(root.children.begin(), root.children.end(), is_simple_word);
}

bool is_weighed(const Clause& clause) {
  return is_scored(clause.field) && !std::all_of(clause.words.begin(), clause.words.end(),
                                                 [](const Word& word) { return word.is_stop() && !word.is_prefix; });
}

// Whether no paper matches without a word that is weighed.
bool asks_for_weighed(const Clause& clause) {
  const std::vector<Clause>& parts = clause.children;
  switch (clause.kind) {
    case Clause::Kind::kOr:
      return std::all_of(parts.begin(), parts.end(), asks_for_weighed);
    case Clause::Kind::kAnd:
      return std::any_of(parts.begin(), parts.end(), asks_for_weighed);
    case Clause::Kind::kBag: {
      // Beside something that must be there, loose words need not.
      const auto must_be_there = [](const Clause& part) {
        return part.kind != Clause::Kind::kNot && !is_filter(part.kind) && !is_loose_word(part);
      };
      const bool loose_count = std::none_of(parts.begin(), parts.end(), must_be_there);
      return std::any_of(parts.begin(), parts.end(), [loose_count](const Clause& part) {
        return (loose_count || !is_loose_word(part)) && asks_for_weighed(part);
      });
    }
    case Clause::Kind::kWord:
    case Clause::Kind::kPhrase:
      return is_weighed(clause);
    default:
      return false;
  }
}

}  // namespace

Query combine(Query::op op, const std::vector<Query>& parts) {
  if (parts.empty()) return {};
  if (parts.size() == 1) return parts.front();
  return {op, parts.begin(), parts.end()};
}

bool is_filter(Clause::Kind kind) {
  switch (kind) {
    case Clause::Kind::kCategory:
    case Clause::Kind::kSource:
    case Clause::Kind::kId:
    case Clause::Kind::kDoi:
    case Clause::Kind::kDate:
      return true;
    default:
      return false;
  }
}

bool is_scored(Field field) { return field == Field::kText || field == Field::kTitle || field == Field::kAbstract; }

bool is_loose_word(const Clause& clause) { return clause.kind == Clause::Kind::kWord && clause.field == Field::kText; }

// In a run of parts, the terms that stand in the text.
std::vector<std::string> text_terms(const std::vector<Token>& tokens) {
  std::vector<std::string> terms;
  for (const Token& token : tokens) {
    if (!token.stop) terms.push_back(token.term);
  }
  return terms;
}

Xapian::BM25Weight bm25_r1() { return {kBm25K1, 0, kBm25K3, kBm25B, 0}; }

double QueryBuilder::idf(double papers_with_it) const {
  const double papers = db_.get_doccount();
  papers_with_it = std::min(papers_with_it, papers);
  return std::log(1 + (papers - papers_with_it + .5) / (papers_with_it + .5));
}

BuiltQuery QueryBuilder::build(const ParsedQuery& query, const std::string& text, bool all_words) {
  built_ = {};
  units_.clear();
  scored_.clear();
  title_words_.clear();
  all_words_ = all_words || query.has_operators;
  corrections_.clear();
  collect_units(query.root);
  built_.score = r1();
  if (all_words_ || scored_.empty() || !is_plain(query.root)) built_.match = clause(query.root);
  built_.score_has_match = asks_for_weighed(query.root);
  built_.match_is_score = is_plain_or(query.root);
  if (!corrections_.empty()) built_.corrected = text;
  for (auto it = corrections_.rbegin(); it != corrections_.rend(); ++it) {
    built_.corrected.replace(it->first, it->second.first, it->second.second);
  }
  for (std::size_t i = 0; i < scored_.size(); ++i) {
    built_.idf_sum += scored_[i]->idf;
    if (i + 1 == scored_.size() || scored_[i]->last_term.empty() || scored_[i + 1]->first_term.empty()) continue;
    const std::string pair[] = {scored_[i]->last_term, scored_[i + 1]->first_term};
    built_.pairs.emplace_back(Query::OP_PHRASE, pair, pair + 2);
  }
  return std::move(built_);
}

Query QueryBuilder::r1() const {
  std::vector<Query> any, all, titles;
  for (const Unit* unit : scored_) {
    any.insert(any.end(), unit->any.begin(), unit->any.end());
    all.push_back(combine(Query::OP_OR, unit->text));
    titles.push_back(combine(Query::OP_OR, unit->titles));
  }
  // One flat OR: the matcher prunes it better than bonuses behind OP_AND_MAYBE.
  if (all.size() > 1) any.push_back({Query::OP_SCALE_WEIGHT, combine(Query::OP_AND, all), kAllWordsWeight});
  if (!titles.empty()) any.push_back({Query::OP_SCALE_WEIGHT, combine(Query::OP_AND, titles), kTitleWeight});
  // "You Only Look Once": a title is also known by its stop words.
  if (title_words_.size() > titles.size()) {
    any.push_back({Query::OP_SCALE_WEIGHT, combine(Query::OP_AND, title_words_), kTitleWeight});
  }
  return combine(Query::OP_OR, any);
}

// The words that are wanted, wherever they stand in the query.
void QueryBuilder::collect_units(const Clause& clause) {
  switch (clause.kind) {
    case Clause::Kind::kBag:
    case Clause::Kind::kAnd:
    case Clause::Kind::kOr:
      for (const Clause& child : clause.children) collect_units(child);
      return;
    case Clause::Kind::kWord:
    case Clause::Kind::kPhrase:
      break;
    default:
      return;
  }
  if (!is_scored(clause.field)) return;
  for (const Word& word : clause.words) {
    if (word.is_stop() && !word.is_prefix) {
      for (const Token& token : word.parts) title_words_.push_back(term_query(db_, kTitlePrefix + token.term));
      continue;
    }
    scored_.push_back(&unit(word));
    title_words_.push_back(combine(Query::OP_OR, scored_.back()->titles));
    Marks marks;
    mark(word, marks);
    built_.marks.terms.insert(marks.terms.begin(), marks.terms.end());
    built_.marks.prefixes.insert(built_.marks.prefixes.end(), marks.prefixes.begin(), marks.prefixes.end());
    built_.words.emplace_back(word.text, std::move(marks));
  }
}

void QueryBuilder::mark(const Word& word, Marks& marks) {
  for (const Token& token : word.parts) {
    if (!token.stop) marks.terms.insert(token.term);
  }
  for (const Token& token : word.joined) marks.terms.insert(token.term);
  if (word.is_prefix) marks.prefixes.push_back(word.joined.empty() ? word.parts.back().word : word.joined.back().word);
  for (const auto& expansion : built_.expanded) {
    if (expansion.term == word.text) marks.terms.insert(analyzer_.stem(expansion.to));
  }
}

std::vector<std::string> QueryBuilder::completions(const std::string& beginning) {
  std::vector<std::string> stems;
  const std::size_t most = beginning.size() < kMinWildcardLetters ? kMaxShortCompletions : kMaxCompletions;
  for (const Lexicon::Entry& entry : lexicon_.complete(beginning, most)) {
    stems.push_back(analyzer_.stem(std::string(entry.word)));
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

const QueryBuilder::Unit& QueryBuilder::unit(const Word& word) {
  const auto [found, is_new] = units_.try_emplace(word.begin);
  Unit& unit = found->second;
  if (!is_new) return unit;
  add_parts(word, unit);
  add_joined(word, unit);
  add_correction(word, unit);
  add_name(word, unit);
  const std::vector<std::string> terms = text_terms(word.parts);
  if (!terms.empty() && !word.is_prefix) {
    unit.first_term = terms.front();
    unit.last_term = terms.back();
  }
  return unit;
}

void QueryBuilder::add_parts(const Word& word, Unit& unit) {
  std::vector<Query> text, titles;
  for (const Token& token : word.parts) {
    const bool open = word.is_prefix && &token == &word.parts.back();
    if (!token.stop && (!open || word.is_typed)) {
      unit.papers = db_.get_termfreq(token.term);
      if (unit.papers > 0) unit.any.push_back(term_query(db_, token.term));
      if (unit.papers > 0) unit.idf = std::max(unit.idf, idf(unit.papers));
    }
    if (!open) {
      if (token.stop) continue;
      text.push_back(term_query(db_, token.term));
      titles.push_back(term_query(db_, kTitlePrefix + token.term));
      continue;
    }
    std::vector<Query> stems, title_stems;
    double papers = 0;
    for (const std::string& stem : completions(token.word)) {
      stems.push_back(term_query(db_, stem));
      title_stems.push_back(term_query(db_, kTitlePrefix + stem));
      papers += db_.get_termfreq(stem);
    }
    if (stems.empty()) {  // nothing begins so: the word stays as it is, and finds nothing
      text.push_back(term_query(db_, token.term));
      titles.push_back(term_query(db_, kTitlePrefix + token.term));
      continue;
    }
    const Query any_of_them(Query::OP_SYNONYM, stems.begin(), stems.end());
    unit.any.emplace_back(Query::OP_SCALE_WEIGHT, any_of_them, kCompletionWeight);
    unit.idf = std::max(unit.idf, kCompletionWeight * idf(papers));
    text.push_back(any_of_them);
    titles.emplace_back(Query::OP_SYNONYM, title_stems.begin(), title_stems.end());
  }
  if (!text.empty()) unit.text.push_back(combine(Query::OP_AND, text));
  if (!titles.empty()) unit.titles.push_back(combine(Query::OP_AND, titles));
}

// A paper that has the compound in one piece lacks its parts; where both are, the parts alone count, or else compounds
// would outweigh what stands beside them. (OP_MAX would say it better, but crashes Xapian 1.4.22.)
void QueryBuilder::add_joined(const Word& word, Unit& unit) {
  std::vector<Query> solid, titles;
  for (const Token& token : word.joined) {
    if (token.stop) continue;
    const std::vector<std::string> stems =
        word.is_prefix ? completions(token.word) : std::vector<std::string>{token.term};
    for (const std::string& stem : stems) {
      if (!db_.term_exists(stem)) continue;
      solid.push_back(term_query(db_, stem));
      titles.push_back(term_query(db_, kTitlePrefix + stem));
    }
  }
  if (solid.empty()) return;
  const Query in_one_piece = combine(Query::OP_SYNONYM, solid);
  unit.any.push_back(unit.text.empty() ? in_one_piece : Query(Query::OP_AND_NOT, in_one_piece, unit.text.front()));
  unit.text.push_back(in_one_piece);
  unit.titles.push_back(combine(Query::OP_SYNONYM, titles));
}

// A word that the index does not hold cannot match, so what it was probably meant to be takes its place.
void QueryBuilder::add_correction(const Word& word, Unit& unit) {
  const Token& token = word.parts.front();
  if (!corrects_ || word.parts.size() != 1 || token.stop) return;
  if (word.is_prefix && (!word.is_typed || !lexicon_.complete(token.word, 1).empty())) return;
  if (unit.papers > 0 || db_.term_exists(kAuthorPrefix + token.word)) return;
  if (deadline_.passed()) return;
  const std::string better = correct_word(token.word, lexicon_);
  if (better.empty()) return;
  const std::string& stem = analyzer_.stem(better);
  unit.any.push_back(term_query(db_, stem));
  unit.idf = std::max(unit.idf, idf(db_.get_termfreq(stem)));
  unit.text.push_back(term_query(db_, stem));
  unit.titles.push_back(term_query(db_, kTitlePrefix + stem));
  built_.expanded.push_back({word.text, better});
  corrections_[word.begin] = {word.end - word.begin, better};
}

// A word that is more often somebody's name than a word of the text also asks for the author.
void QueryBuilder::add_name(const Word& word, Unit& unit) {
  if (word.is_prefix || word.parts.size() != 1) return;
  const std::string term = kAuthorPrefix + word.parts.front().word;
  const Xapian::doccount papers = db_.get_termfreq(term);
  if (papers <= unit.papers) return;
  const double weight = idf(papers);
  // Names are indexed with wdf 0, so that long lists of authors do not make a paper long; the weight comes from here.
  const Query author(Query::OP_AND, Query((new Xapian::FixedWeightPostingSource(weight))->release()),
                     term_query(db_, term));
  unit.any.push_back(author);
  unit.idf = std::max(unit.idf, weight);
  unit.text.push_back(author);
  unit.titles.push_back(author);
}

}  // namespace paperdex
