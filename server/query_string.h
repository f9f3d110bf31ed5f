// The part of an address behind '?', read with care: "q=slot+attention&category=cs.LG&category=cs.CV".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/date.h"

namespace paperdex {

// Undoes percent-encoding, and '+' for a space if `plus`. Throws HttpError 400 naming `param` when a '%' is not
// followed by two hexadecimal digits, or the result is not UTF-8 or holds a control character. What turns the direction
// of text is left out (unicode.h): answers repeat what was asked.
std::string percent_decode(std::string_view text, const std::string& param, bool plus);

// Encodes all but letters, digits and "-._~", and a space as '+' if `plus`.
std::string percent_encode(std::string_view text, bool plus);

// Parameters by name. A value that is empty counts as not given, because a form sends every field it has. Every
// function throws HttpError 400 that names the parameter.
class QueryString {
 public:
  QueryString() = default;
  explicit QueryString(std::string_view raw);

  // In the order of the address, without those that have no value.
  const std::vector<std::pair<std::string, std::string>>& items() const { return items_; }

  std::optional<std::string> text(const std::string& name) const;  // throws when it is given twice
  std::vector<std::string> texts(const std::string& name) const;
  // Decimal digits only, min to max.
  std::optional<std::uint64_t> integer(const std::string& name, std::uint64_t min, std::uint64_t max) const;
  std::optional<double> number(const std::string& name) const;
  bool flag(const std::string& name) const;  // 1 or true, 0 or false; false when not given
  std::optional<Date> date(const std::string& name) const;

  void set(const std::string& name, const std::string& value);  // in place of all of that name; "" takes them out
  void add(const std::string& name, const std::string& value);
  void remove(const std::string& name, const std::string& value);  // that one of several
  std::string encoded() const;                                     // without '?'

 private:
  std::vector<std::pair<std::string, std::string>> items_;
};

}  // namespace paperdex
