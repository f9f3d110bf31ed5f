#include "server/query_string.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "data/text/unicode.h"
#include "server/http_error.h"

namespace paperdex {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

[[noreturn]] void refuse(const std::string& code, const std::string& param, const std::string& rule) {
  throw HttpError(400, code, (param.empty() ? "The address" : "The parameter " + param) + " " + rule + ".", param);
}

}  // namespace

std::string percent_decode(std::string_view text, const std::string& param, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) refuse("bad_encoding", param, "has a '%' without two hexadecimal digits");
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_valid_utf8(out)) refuse("bad_encoding", param, "is not valid UTF-8");
  for (const char c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) refuse("bad_character", param, "holds a control character");
  }
  remove_bidi_controls(out);  // which come along when text is copied
  return out;
}

std::string percent_encode(std::string_view text, bool plus) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size() + 16);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
        c == '_' || c == '~') {
      out += c;
    } else if (c == ' ' && plus) {
      out += '+';
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

QueryString::QueryString(std::string_view raw) {
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view item = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    const std::size_t equals = std::min(item.find('='), item.size());
    const std::string name = percent_decode(item.substr(0, equals), "", true);
    std::string value = percent_decode(item.substr(std::min(equals + 1, item.size())), name, true);
    if (!name.empty() && !value.empty()) items_.emplace_back(name, std::move(value));
  }
}

std::optional<std::string> QueryString::text(const std::string& name) const {
  std::vector<std::string> values = texts(name);
  if (values.size() > 1) refuse("duplicate_parameter", name, "is given more than once");
  if (values.empty()) return std::nullopt;
  return std::move(values.front());
}

std::vector<std::string> QueryString::texts(const std::string& name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : items_) {
    if (key == name) values.push_back(value);
  }
  return values;
}

std::optional<std::uint64_t> QueryString::integer(const std::string& name, std::uint64_t min, std::uint64_t max) const {
  const std::optional<std::string> value = text(name);
  if (!value) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = value->data() + value->size();
  const auto [stop, error] = std::from_chars(value->data(), end, number);
  if (stop != end || error != std::errc() || number < min || number > max) {
    refuse("bad_integer", name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  return number;
}

std::optional<double> QueryString::number(const std::string& name) const {
  const std::optional<std::string> value = text(name);
  if (!value) return std::nullopt;
  double number = 0;
  const char* end = value->data() + value->size();
  const auto [stop, error] = std::from_chars(value->data(), end, number, std::chars_format::fixed);
  if (stop != end || error != std::errc() || !std::isfinite(number)) refuse("bad_number", name, "must be a number");
  return number;
}

bool QueryString::flag(const std::string& name) const {
  const std::string value = text(name).value_or("0");
  if (value == "1" || value == "true") return true;
  if (value != "0" && value != "false") refuse("bad_flag", name, "must be 1 or 0");
  return false;
}

std::optional<Date> QueryString::date(const std::string& name) const {
  const std::optional<std::string> value = text(name);
  if (!value) return std::nullopt;
  const std::optional<Date> date = Date::parse(*value);
  if (!date) refuse("bad_date", name, "must be a date such as 2024, 2024-06 or 2024-06-12");
  return date;
}

void QueryString::set(const std::string& name, const std::string& value) {
  std::erase_if(items_, [&](const auto& item) { return item.first == name; });
  if (!value.empty()) add(name, value);
}

void QueryString::add(const std::string& name, const std::string& value) { items_.emplace_back(name, value); }

void QueryString::remove(const std::string& name, const std::string& value) {
  std::erase(items_, std::pair(name, value));
}

std::string QueryString::encoded() const {
  std::string out;
  for (const auto& [name, value] : items_) {
    if (!out.empty()) out += '&';
    out.append(percent_encode(name, true)).append("=").append(percent_encode(value, true));
  }
  return out;
}

}  // namespace paperdex
