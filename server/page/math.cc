#include "server/page/math.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/text/fold.h"
#include "query/highlight.h"

namespace paperdex {
namespace {

// What escape_html() writes.
constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
constexpr std::array<std::string_view, 2> kTags = {"<mark>", "</mark>"};

std::string unescape(std::string_view html) {
  std::string text;
  text.reserve(html.size());
  while (!html.empty()) {
    std::size_t length = 1;
    char c = html.front();
    for (const auto& [entity, meant] : kEntities) {
      if (!html.starts_with(entity)) continue;
      length = entity.size();
      c = meant;
      break;
    }
    text += c;
    html.remove_prefix(length);
  }
  return text;
}

bool is_formula(std::string_view text) {
  return text.starts_with('$') || text.starts_with("\\(") || text.starts_with("\\[");
}

// A stretch without tags.
void append(std::string& out, std::string_view html) {
  if (html.find_first_of("$\\") == std::string_view::npos) {
    out += html;
    return;
  }
  const std::string text = unescape(html);
  std::size_t at = 0;
  for (const Span& span : markup_spans(text)) {
    const std::string_view inside = std::string_view(text).substr(span.begin, span.end - span.begin);
    if (!is_formula(inside) || span.begin < at) continue;
    out += escape_html(std::string_view(text).substr(at, span.begin - at));
    out += "<span class=\"math\">" + escape_html(inside) + "</span>";
    at = span.end;
  }
  out += escape_html(std::string_view(text).substr(at));
}

// The bytes of the tag that `html` begins with; what is none of ours becomes text.
std::size_t append_tag(std::string& out, std::string_view html) {
  if (html.empty()) return 0;
  for (const std::string_view tag : kTags) {
    if (!html.starts_with(tag)) continue;
    out += tag;
    return tag.size();
  }
  out += "&lt;";
  return 1;
}

}  // namespace

std::string with_math(std::string_view html) {
  std::string out;
  out.reserve(html.size() + html.size() / 8);
  while (!html.empty()) {
    const std::size_t tag = std::min(html.find('<'), html.size());
    append(out, html.substr(0, tag));
    html.remove_prefix(tag);
    html.remove_prefix(append_tag(out, html));
  }
  return out;
}

}  // namespace paperdex
