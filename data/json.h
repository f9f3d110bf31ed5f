// RapidJSON, used safely: every JSON text that comes from outside is parsed here.
//
// RapidJSON is an implementation detail of the .cc files; include this header there only.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "data/json_types.h"
#include "data/rejected.h"

namespace paperdex {

// Parses one JSON value. Numbers stay strings, because RapidJSON 1.1.0 crashes on long ones (CVE-2024-38517); read them
// with json_integer(). Throws Rejection when the text is not JSON, not UTF-8, deeper than kMaxJsonDepth or followed by
// something else. The document keeps copies: `text` may go. Throws std::bad_alloc like everything that needs memory.
JsonDocument parse_json(std::string_view text);

// The same for a text of our own making: trusted, parsed within `text`, which must outlive the document. Three times as
// fast.
JsonDocument parse_own_json(std::string& text);

// The member called `name`, or nullptr when `object` is no object, has none, or has null there.
const JsonValue* json_member(const JsonValue& object, const char* name);

// The member as text; "" when absent or null. Throws Rejection with `name` when it is something else.
std::string json_string(const JsonValue& object, const char* name);

// The member as an integer; nothing when absent or null. Throws Rejection when it is no whole number of 64 bits.
std::optional<std::int64_t> json_integer(const JsonValue& object, const char* name);

inline std::string_view as_view(const JsonValue& string) { return {string.GetString(), string.GetStringLength()}; }

// Writes text as a JSON string, quotes included, such that it may stand in a script of a page: '<', U+2028 and U+2029
// are escaped. Requires valid UTF-8.
void append_json_string(std::string& out, std::string_view text);

}  // namespace paperdex
