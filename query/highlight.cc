#include "query/highlight.h"

#include <algorithm>
#include <map>

#include "data/text/markup.h"

namespace paperdex {
namespace {

constexpr char kEllipsis[] = "\u2026";

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

struct Mark {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string term;
};

// Marks in order, without overlaps (a joined form covers its parts), none that cuts through markup.
std::vector<Mark> find_marks(std::string_view text, const std::vector<Span>& markup, const Marks& marks,
                             Analyzer& analyzer) {
  std::vector<Mark> found;
  if (marks.terms.empty() && marks.prefixes.empty()) return found;
  std::size_t next = 0;  // the first span that ends behind the token's beginning; tokens come in order of their ends
  for (const Token& token : analyzer.analyze_some(text, marks.beginnings())) {
    if (!marks.match(token)) continue;
    while (next < markup.size() && markup[next].end <= token.begin) ++next;
    const auto cuts = [&](const Span& span) { return token.begin < span.end && span.begin < token.end; };
    const bool cut = (next < markup.size() && cuts(markup[next])) || (next > 0 && cuts(markup[next - 1]));
    if (cut) continue;
    while (!found.empty() && found.back().begin >= token.begin) found.pop_back();
    if (!found.empty() && found.back().end > token.begin) continue;
    found.push_back({token.begin, token.end, token.term});
  }
  return found;
}

std::string marked(std::string_view text, const std::vector<Mark>& marks, std::size_t begin, std::size_t end) {
  std::string out;
  out.reserve((end - begin) + (end - begin) / 4);
  std::size_t at = begin;
  for (const Mark& mark : marks) {
    if (mark.begin < at || mark.end > end) continue;
    append_escaped(out, text.substr(at, mark.begin - at));
    out += "<mark>";
    append_escaped(out, text.substr(mark.begin, mark.end - mark.begin));
    out += "</mark>";
    at = mark.end;
  }
  append_escaped(out, text.substr(at, end - at));
  return out;
}

// Where the passage with the most different marks begins.
std::size_t best_start(const std::vector<Mark>& marks) {
  std::size_t best = 0;
  std::size_t best_count = 0;
  std::map<std::string_view, int> inside;
  std::size_t last = 0;
  for (std::size_t first = 0; first < marks.size(); ++first) {
    for (; last < marks.size() && marks[last].end <= marks[first].begin + kPassageBytes; ++last) {
      ++inside[marks[last].term];
    }
    if (inside.size() > best_count) {
      best_count = inside.size();
      best = marks[first].begin;
    }
    if (const auto leaving = inside.find(marks[first].term); leaving != inside.end() && --leaving->second == 0) {
      inside.erase(leaving);
    }
    last = std::max(last, first + 1);
  }
  return best;
}

// The nearest place at or before `at` where a sentence or else a word begins, not far back.
std::size_t step_back(std::string_view text, std::size_t at) {
  constexpr std::size_t kFarthest = 120;
  const std::size_t bound = at > kFarthest ? at - kFarthest : 0;
  if (bound == 0) return 0;
  for (std::size_t i = at; i > bound; --i) {
    if (text[i - 1] == ' ' && i >= 2 && (text[i - 2] == '.' || text[i - 2] == '?' || text[i - 2] == '!')) return i;
  }
  constexpr std::size_t kContext = 40;
  const std::size_t space = text.rfind(' ', at - kContext);
  return space == std::string_view::npos ? 0 : space + 1;
}

}  // namespace

bool Marks::match(const Token& token) const {
  if (!token.stop && terms.find(token.term) != terms.end()) return true;
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return token.word.starts_with(prefix); });
}

Analyzer::Beginnings Marks::beginnings() const {
  Analyzer::Beginnings beginnings;
  for (const std::string& term : terms) beginnings.add(term);
  for (const std::string& prefix : prefixes) beginnings.add(prefix);
  return beginnings;
}

std::string escape_html(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

std::string highlight(std::string_view text, const Marks& marks, Analyzer& analyzer) {
  return marked(text, find_marks(text, markup_spans(text), marks, analyzer), 0, text.size());
}

std::string highlight_passage(std::string_view text, const Marks& marks, Analyzer& analyzer) {
  const std::vector<Span> markup = markup_spans(text);
  const std::vector<Mark> found = find_marks(text, markup, marks, analyzer);
  if (text.size() <= kPassageBytes) return marked(text, found, 0, text.size());
  std::size_t begin = found.empty() ? 0 : step_back(text, best_start(found));
  std::size_t end = begin + kPassageBytes;
  if (end >= text.size()) {
    end = text.size();
  } else {
    const std::size_t space = text.rfind(' ', end);
    if (space != std::string_view::npos && space > begin) {
      end = space;
    } else {
      while (end > begin && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
    }
  }
  // A cut never falls into a formula or a tag: it moves out of it.
  for (const Span& span : markup) {
    if (span.begin < begin && begin < span.end) begin = span.begin;
    if (span.begin < end && end < span.end) end = span.end;
  }
  std::string out = begin > 0 ? kEllipsis : "";
  out += marked(text, found, begin, end);
  if (end < text.size()) out += kEllipsis;
  return out;
}

}  // namespace paperdex
