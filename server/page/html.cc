#include "server/page/html.h"

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
