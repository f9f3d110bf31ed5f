// The way back from parser.h's tree to text.

#include "query/parser.h"

namespace paperdex {
namespace {

std::string field_text(Field field) {
  switch (field) {
    case Field::kTitle:
      return "title:";
    case Field::kAbstract:
      return "abstract:";
    case Field::kAuthor:
      return "author:";
    case Field::kComment:
      return "comment:";
    case Field::kJournal:
      return "journal:";
    case Field::kReport:
      return "report:";
    case Field::kText:
      break;
  }
  return {};
}

std::string describe_children(const Clause& clause, const char* separator);

std::string describe_clause(const Clause& clause) {
  switch (clause.kind) {
    case Clause::Kind::kBag:
      if (clause.children.size() == 1) return describe_clause(clause.children.front());
      return '(' + describe_children(clause, " ") + ')';
    case Clause::Kind::kAnd:
      return '(' + describe_children(clause, " AND ") + ')';
    case Clause::Kind::kOr:
      return '(' + describe_children(clause, " OR ") + ')';
    case Clause::Kind::kNot:
      return '-' + describe_clause(clause.children.front());
    case Clause::Kind::kWord: {
      const Word& word = clause.words.front();
      return field_text(clause.field) + word.text + (word.is_prefix ? "*" : "");
    }
    case Clause::Kind::kPhrase: {
      std::string text = field_text(clause.field) + '"';
      for (const Word& word : clause.words) text += (&word == &clause.words.front() ? "" : " ") + word.text;
      return text + '"';
    }
    case Clause::Kind::kCategory:
      return "cat:" + clause.value;
    case Clause::Kind::kSource:
      return "source:" + clause.value;
    case Clause::Kind::kId:
      return "id:" + clause.value;
    case Clause::Kind::kDoi:
      return "doi:" + clause.value;
    case Clause::Kind::kDate:
      return "date:" + clause.value;
  }
  return {};
}

std::string describe_children(const Clause& clause, const char* separator) {
  std::string text;
  for (const Clause& child : clause.children) {
    if (!text.empty()) text += separator;
    text += describe_clause(child);
  }
  return text;
}

}  // namespace

std::string describe(const ParsedQuery& query) {
  std::string text = describe_clause(query.root);
  if (text.size() >= 2 && text.front() == '(' && !query.root.children.empty()) text = text.substr(1, text.size() - 2);
  return query.root.children.empty() && query.root.words.empty() ? query.root.value : text;
}

}  // namespace paperdex
