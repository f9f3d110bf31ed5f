// JSON as it is sent: written straight into one string.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "data/json.h"

namespace paperdex {

// The caller keeps objects and arrays balanced. Strings must be valid UTF-8; '<', U+2028 and U+2029 leave escaped.
class JsonWriter {
 public:
  explicit JsonWriter(std::size_t expected_bytes) { out_.reserve(expected_bytes); }

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  void key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;  // ours: nothing to escape
    out_ += "\":";
    comma_ = false;
  }

  void value(std::string_view text) {
    separate();
    append_json_string(out_, text);
  }
  void value(bool flag) {
    separate();
    out_ += flag ? "true" : "false";
  }
  // JSON has no NaN and no infinity: null.
  void value(double number) {
    separate();
    if (!std::isfinite(number)) {
      out_ += "null";
      return;
    }
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::general, 7).ptr;
    out_.append(buffer, end);
  }
  template <typename Integer>
  requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) void value(Integer number) {
    separate();
    out_ += std::to_string(number);
  }
  void value(const char* text) { value(std::string_view(text)); }
  void value(const std::string& text) { value(std::string_view(text)); }

  void value_null() {
    separate();
    out_ += "null";
  }

  template <typename Value>
  void member(std::string_view name, const Value& what) {
    key(name);
    value(what);
  }
  void member_null(std::string_view name) {
    key(name);
    value_null();
  }
  void member_if(std::string_view name, const std::string& text) {
    if (!text.empty()) member(name, text);
  }

  std::string take() { return std::move(out_) + "\n"; }

 private:
  void separate() {
    if (comma_) out_ += ',';
    comma_ = true;
  }
  void open(char bracket) {
    separate();
    out_ += bracket;
    comma_ = false;
  }
  void close(char bracket) {
    out_ += bracket;
    comma_ = true;
  }

  std::string out_;
  bool comma_ = false;
};

}  // namespace paperdex
