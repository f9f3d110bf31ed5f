#include "query/blame.h"

#include <algorithm>
#include <string>

#include "query/ranking.h"

namespace paperdex {
namespace {

// Where a part is in the tree: the children to go down by.
using Path = std::vector<std::size_t>;

struct Part {
  Path path;
  const Clause* clause = nullptr;
};

bool is_group(Clause::Kind kind) {
  return kind == Clause::Kind::kBag || kind == Clause::Kind::kAnd || kind == Clause::Kind::kOr;
}

// What asks for nothing is to blame for nothing.
bool says_nothing(const Clause& clause) {
  return !clause.words.empty() && clause.field == Field::kText && clause.kind == Clause::Kind::kWord &&
         clause.words.front().is_stop();
}

void collect(const Clause& clause, Path& path, std::vector<Part>& parts) {
  if (!is_group(clause.kind)) {
    if (!says_nothing(clause)) parts.push_back({path, &clause});
    return;
  }
  for (std::size_t i = 0; i < clause.children.size(); ++i) {
    path.push_back(i);
    collect(clause.children[i], path, parts);
    path.pop_back();
  }
}

ParsedQuery without(const ParsedQuery& query, const Path& path) {
  ParsedQuery rest = query;
  Clause* parent = &rest.root;
  for (std::size_t depth = 0; depth + 1 < path.size(); ++depth) parent = &parent->children[path[depth]];
  if (path.empty()) {  // the query is this part alone
    rest.root = {};
    return rest;
  }
  parent->children.erase(parent->children.begin() + static_cast<std::ptrdiff_t>(path.back()));
  return rest;
}

ParsedQuery alone(const ParsedQuery& query, const Clause& part) {
  ParsedQuery only = query;
  only.root = {};
  only.root.children.push_back(part);
  return only;
}

Blame::Kind kind_of(const Clause& clause) {
  if (clause.kind == Clause::Kind::kNot) return kind_of(clause.children.front());
  if (is_filter(clause.kind)) return Blame::Kind::kFilter;
  if (is_group(clause.kind)) return Blame::Kind::kWord;
  if (clause.field != Field::kText) return Blame::Kind::kField;
  return clause.kind == Clause::Kind::kPhrase ? Blame::Kind::kPhrase : Blame::Kind::kWord;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

// Without the part and one of the spaces around it.
std::string text_without(const std::string& text, const Clause& part) {
  std::string rest = text.substr(0, part.begin);
  std::size_t end = part.end;
  const bool spaced = rest.empty() || rest.back() == ' ';
  if (spaced && end < text.size() && text[end] == ' ') ++end;
  return trimmed(rest + text.substr(end));
}

SearchRequest only_text(const SearchRequest& request) {
  SearchRequest only = request;
  only.from = only.until = std::nullopt;
  only.added_after = std::nullopt;
  for (std::vector<std::string>* list : {&only.categories, &only.sources, &only.authors, &only.venues, &only.ids}) {
    list->clear();
  }
  return only;
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text.append(text.empty() ? "" : ", ").append(value);
  return text;
}

// A filter of the request: its name and value, the request with it alone, and the request without it.
struct FilterPart {
  const char* param;
  std::string text;
  SearchRequest alone;
  SearchRequest without;
};

template <typename Field>
void add_filter(const SearchRequest& request, const char* param, std::string text, Field SearchRequest::*field,
                std::vector<FilterPart>& parts) {
  FilterPart part{param, std::move(text), only_text(request), request};
  part.alone.*field = request.*field;
  part.without.*field = {};
  parts.push_back(std::move(part));
}

std::vector<FilterPart> filters_of(const SearchRequest& request) {
  std::vector<FilterPart> parts;
  if (request.from) add_filter(request, "from", request.from->to_string(), &SearchRequest::from, parts);
  if (request.until) add_filter(request, "until", request.until->to_string(), &SearchRequest::until, parts);
  const std::pair<const char*, std::vector<std::string> SearchRequest::*> kLists[] = {
      {"category", &SearchRequest::categories},
      {"source", &SearchRequest::sources},
      {"venue", &SearchRequest::venues},
      {"id", &SearchRequest::ids}};
  for (const auto& [param, list] : kLists) {
    if (!(request.*list).empty()) add_filter(request, param, joined(request.*list), list, parts);
  }
  // Each of them must be there, so each is a part.
  for (std::size_t i = 0; i < request.authors.size(); ++i) {
    FilterPart part{"author", request.authors[i], only_text(request), request};
    part.alone.authors = {request.authors[i]};
    part.without.authors.erase(part.without.authors.begin() + static_cast<std::ptrdiff_t>(i));
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace

const char* blame_kind_name(Blame::Kind kind) {
  switch (kind) {
    case Blame::Kind::kWord:
      return "word";
    case Blame::Kind::kPhrase:
      return "phrase";
    case Blame::Kind::kField:
      return "field";
    case Blame::Kind::kFilter:
      return "filter";
  }
  return "";
}

std::vector<Blame> find_blame(const SearchRequest& request, const ParsedQuery& query, const CountPapers& count) {
  std::vector<Part> parts;
  Path path;
  collect(query.root, path, parts);
  const SearchRequest no_filters = only_text(request);
  std::vector<Blame> blame;
  for (const Part& part : parts) {
    if (blame.size() == kMaxBlamed) return blame;
    Blame each;
    each.text = request.text.substr(part.clause->begin, part.clause->end - part.clause->begin);
    each.kind = kind_of(*part.clause);
    each.param = "q";
    each.count = count(no_filters, alone(query, *part.clause));
    each.without = count(request, without(query, part.path));
    each.rest = text_without(request.text, *part.clause);
    blame.push_back(std::move(each));
  }
  for (const FilterPart& part : filters_of(request)) {
    if (blame.size() == kMaxBlamed) return blame;
    Blame each;
    each.text = part.text;
    each.kind = Blame::Kind::kFilter;
    each.param = part.param;
    each.count = count(part.alone, {});
    each.without = count(part.without, query);
    blame.push_back(std::move(each));
  }
  return blame;
}

}  // namespace paperdex
