#include "server/page/math.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/text/formula.h"
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

// The end of the formula that starts at `at`, or `at` when none does.
std::size_t end_of_formula(std::string_view text, std::size_t at) {
  if (text[at] == '$') return formula_end(text, at);
  const std::string_view rest = text.substr(at);
  if (!rest.starts_with("\\(") && !rest.starts_with("\\[")) return at;
  const std::size_t close = text.find(rest[1] == '(' ? "\\)" : "\\]", at + 2);
  return close == std::string_view::npos ? at : close + 2;
}

// A stretch without tags.
void append(std::string& out, std::string_view html) {
  if (html.find_first_of("$\\") == std::string_view::npos) {
    out += html;
    return;
  }
  const std::string text = unescape(html);
  const std::string_view view = text;
  std::size_t plain = 0;  // where what was not written yet begins
  for (std::size_t at = view.find_first_of("$\\"); at < view.size(); at = view.find_first_of("$\\", at)) {
    const std::size_t end = end_of_formula(view, at);
    if (end == at) {
      // An escaped dollar opens nothing.
      at += view[at] == '\\' || view.substr(at).starts_with("$$") ? 2 : 1;
      continue;
    }
    out += escape_html(view.substr(plain, at - plain));
    out += "<span class=\"math\">" + escape_html(view.substr(at, end - at)) + "</span>";
    at = plain = end;
  }
  out += escape_html(view.substr(plain));
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
