#include <algorithm>
#include <cstdio>

#include "data/json.h"
#include "indexer/commands/commands.h"

namespace paperdex {

std::string event_value(const std::string& value) {
  const bool is_plain = !value.empty() && std::none_of(value.begin(), value.end(), [](unsigned char c) {
    return c <= ' ' || c == '"' || c == '\\' || c == 0x7F;
  });
  if (is_plain) return value;
  std::string quoted;
  append_json_string(quoted, value);
  return quoted;
}

std::string seconds_since(std::chrono::steady_clock::time_point start) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  return text;
}

}  // namespace paperdex
