#include "data/json.h"

#include <rapidjson/error/en.h>

#include <charconv>

#include "data/paper_json.h"

namespace paperdex {
namespace {

// Rejects nesting before RapidJSON builds a tree of it.
void check_depth(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxJsonDepth) throw Rejection("", "is nested deeper than " + std::to_string(kMaxJsonDepth));
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
}

}  // namespace

JsonDocument parse_json(std::string_view text) {
  check_depth(text);
  JsonDocument document;
  constexpr unsigned kFlags =
      rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  document.Parse<kFlags>(text.data(), text.size());
  if (document.HasParseError()) {
    throw Rejection("", std::string("is not JSON: ") + rapidjson::GetParseError_En(document.GetParseError()) +
                            " At byte " + std::to_string(document.GetErrorOffset() + 1));
  }
  return document;
}

JsonDocument parse_own_json(std::string& text) {
  JsonDocument document;
  document.ParseInsitu<rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseInsituFlag>(text.data());
  if (document.HasParseError()) throw Rejection("", "is not JSON");
  return document;
}

const JsonValue* json_member(const JsonValue& object, const char* name) {
  if (!object.IsObject()) return nullptr;
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || found->value.IsNull()) return nullptr;
  return &found->value;
}

std::string json_string(const JsonValue& object, const char* name) {
  const JsonValue* value = json_member(object, name);
  if (value == nullptr) return {};
  if (!value->IsString()) throw Rejection(name, "is not a string");
  return std::string(as_view(*value));
}

std::optional<std::int64_t> json_integer(const JsonValue& object, const char* name) {
  const JsonValue* value = json_member(object, name);
  if (value == nullptr) return std::nullopt;
  if (!value->IsString()) throw Rejection(name, "is not a whole number");
  const std::string_view text = as_view(*value);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) throw Rejection(name, "is not a whole number");
  return number;
}

void append_json_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t done = 0;  // what was copied so far; runs without escapes are copied whole
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool line_separator = c == 0xE2 && text.substr(i, 2) == "\xE2\x80" && i + 2 < text.size() &&
                                (text[i + 2] == '\xA8' || text[i + 2] == '\xA9');
    if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && !line_separator) continue;
    out.append(text, done, i - done);
    if (line_separator) {
      out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
    done = i + 1;
  }
  out.append(text, done, text.size() - done);
  out += '"';
}

}  // namespace paperdex
