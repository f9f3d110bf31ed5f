#include "server/page/html.h"

#include "query/highlight.h"

namespace paperdex {
std::string with_thousands(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string count_of(std::uint64_t number, const std::string& noun) {
  return with_thousands(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string element(const std::string& tag, const std::string& inner, const std::string& attributes) {
  return "<" + tag + attributes + ">" + inner + "</" + tag + ">";
}

std::string link(const std::string& address, const std::string& inner, const std::string& attributes) {
  return element("a", inner, attribute("href", address) + attributes);
}

std::string attribute(const std::string& name, std::string_view value) {
  return " " + name + "=\"" + escape_html(value) + "\"";
}

std::string list_address(const std::string& path, QueryString params) {
  params.set("offset", "");
  params.set("typing", "");
  const std::string query = params.encoded();
  return query.empty() ? path : path + "?" + query;
}

std::string fill_template(std::string_view page, const std::map<std::string, std::string, std::less<>>& values) {
  std::string out;
  out.reserve(page.size() + 32 * 1024);
  while (!page.empty()) {
    const std::size_t open = page.find("{{");
    const std::size_t close = open == std::string_view::npos ? open : page.find("}}", open);
    if (close == std::string_view::npos) break;
    out.append(page.substr(0, open));
    const auto value = values.find(page.substr(open + 2, close - open - 2));
    if (value != values.end()) out.append(value->second);
    page.remove_prefix(close + 2);
  }
  return out.append(page);
}

}  // namespace paperdex
