#include "indexer/sources/arxiv_fields.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/paper_id.h"
#include "data/paper_json.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

std::vector<std::string> split_at_space(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t begin = text.find_first_not_of(kSpace); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, begin), text.size());
    words.emplace_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(kSpace, end);
  }
  return words;
}

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Lower-case letters only: "Withdrawn." -> "withdrawn".
std::string letters_of(std::string_view word) {
  std::string letters;
  for (const char c : word) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c + ('a' - 'A'));
    if (c >= 'a' && c <= 'z') letters += c;
  }
  return letters;
}

// For each '(' of the text, in order, whether a ')' closes it.
std::vector<bool> closed_parentheses(std::string_view text) {
  std::vector<bool> closed;
  std::vector<std::size_t> open;
  for (const char c : text) {
    if (c == '(') {
      open.push_back(closed.size());
      closed.push_back(false);
    } else if (c == ')' && !open.empty()) {
      closed[open.back()] = true;
      open.pop_back();
    }
  }
  return closed;
}

// An affiliation that is not closed ends with its name, so that no author after it is lost.
std::string without_parentheses(std::string_view text) {
  const std::vector<bool> closed = closed_parentheses(text);
  std::string out;
  std::size_t number = 0;
  std::size_t depth = 0;
  bool unclosed = false;
  for (const char c : text) {
    if (c == '(') {
      if (closed[number++]) {
        ++depth;
      } else if (depth == 0) {
        unclosed = true;
      }
      out += ' ';
    } else if (c == ')') {
      if (depth > 0) --depth;
    } else if (depth == 0) {
      if (c == ',' || c == ';') unclosed = false;
      if (!unclosed) out += c;
    }
  }
  return out;
}

// Words, and "," for each comma, colon and semicolon; the semicolon of "&eacute;" is none.
std::vector<std::string> name_tokens(std::string_view text) {
  std::string spaced;
  bool in_entity = false;
  for (const char c : text) {
    if (c == '&' || kSpace.find(c) != std::string_view::npos) in_entity = c == '&';
    if (c == ',' || c == ':' || (c == ';' && !in_entity)) {
      spaced += " , ";
    } else {
      spaced += c;
    }
    if (c == ';') in_entity = false;
  }
  return split_at_space(spaced);
}

// How many tokens from `at` on separate two names; 0 when a name goes on there.
std::size_t separator_at(const std::vector<std::string>& tokens, std::size_t at) {
  using Phrase = std::array<std::string_view, 4>;
  constexpr std::array<Phrase, 10> kSeparators = {{{","},
                                                   {"and", "others"},
                                                   {"and"},
                                                   {"&"},
                                                   {"\\&"},
                                                   {"et", "al"},
                                                   {"et", "al."},
                                                   {"for", "the"},
                                                   {"on", "behalf", "of", "the"},
                                                   {"on", "behalf", "of"}}};
  for (const Phrase& phrase : kSeparators) {
    const auto end = std::find(phrase.begin(), phrase.end(), "");
    const auto length = static_cast<std::size_t>(end - phrase.begin());
    if (length <= tokens.size() - at && std::equal(phrase.begin(), end, tokens.begin() + static_cast<long>(at))) {
      return length;
    }
  }
  return 0;
}

bool is_number(std::string_view word) { return word.find_first_not_of("0123456789*") == std::string_view::npos; }

bool is_suffix(std::string_view word) {
  constexpr std::array<std::string_view, 7> kSuffixes = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"};
  return is_one_of(kSuffixes, word);
}

}  // namespace

std::vector<std::string> split_names(std::string_view authors) {
  const std::vector<std::string> tokens = name_tokens(without_parentheses(authors));
  std::vector<std::string> names;
  std::string name;
  const auto end_name = [&] {
    if (is_suffix(name) && !names.empty()) {
      names.back() += ' ' + name;
    } else if (!name.empty()) {
      names.push_back(name);
    }
    name.clear();
  };
  for (std::size_t at = 0; at < tokens.size();) {
    const std::size_t separator = separator_at(tokens, at);
    if (separator > 0) {
      end_name();
    } else if (!is_number(tokens[at])) {
      name.append(name.empty() ? "" : " ").append(tokens[at]);
    }
    at += std::max<std::size_t>(separator, 1);
  }
  end_name();
  return names;
}

bool says_withdrawn(std::string_view text) {
  constexpr std::array<std::string_view, 18> kBefore = {
      "this", "the",  "paper", "article", "submission", "manuscript", "preprint", "work",    "report",
      "has",  "have", "is",    "was",     "been",       "being",      "now",      "authors", "author"};
  constexpr std::array<std::string_view, 9> kAfter = {"",      "by",  "due",     "because", "as",
                                                      "since", "for", "pending", "from"};
  constexpr std::array<std::string_view, 2> kArticles = {"this", "the"};  // "the withdrawn electrons"
  constexpr std::size_t kEnough = 400;                                    // bytes that hold any such beginning
  const std::vector<std::string> words = split_at_space(text.substr(0, kEnough));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = letters_of(words[i]);
    if (word == "withdrawn") {
      const bool ends = i + 1 == words.size() || words[i].ends_with('.') || words[i].ends_with(',');
      if (i == 0) return ends || is_one_of(kAfter, letters_of(words[1]));
      return !is_one_of(kArticles, letters_of(words[i - 1]));
    }
    if (!is_one_of(kBefore, word)) return false;
  }
  return false;
}

Paper paper_from_arxiv_fields(ArxivFields fields) {
  Paper paper;
  paper.id = std::move(fields.id);
  paper.title = std::move(fields.title);
  paper.abstract = std::move(fields.abstract);
  paper.authors = std::move(fields.authors);
  paper.categories = split_at_space(fields.categories);
  paper.doi = std::move(fields.doi);
  paper.source = "arxiv";
  paper.comment = std::move(fields.comments);
  paper.journal_ref = std::move(fields.journal_ref);
  paper.report_no = std::move(fields.report_no);
  paper.revised = fields.revised;
  if (!fields.versions.empty()) paper.published = fields.versions.front();
  if (fields.versions.size() > 1) {
    paper.updated = fields.versions.back();
    paper.versions = std::move(fields.versions);
  }
  validate(paper);
  if (!paper.published) paper.published = month_of_arxiv_id(paper.id);
  paper.url = "https://arxiv.org/abs/" + paper.id;
  paper.withdrawn = fields.withdrawn || says_withdrawn(paper.comment) || says_withdrawn(paper.abstract);
  return paper;
}

}  // namespace paperdex
