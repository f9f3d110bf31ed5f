#include <algorithm>

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

}  // namespace paperdex
