#include <algorithm>
#include <cstdio>
#include <iostream>

#include "data/json.h"
#include "indexer/commands/commands.h"
#include "indexer/commands/stop_signal.h"

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

void print_rejected(const char* origin, const Rejected& rejected) {
  std::cerr << "rejected " << origin << '=' << event_value(rejected.source);
  if (rejected.line > 0) std::cerr << " line=" << rejected.line;
  if (!rejected.field.empty()) std::cerr << " field=" << event_value(rejected.field);
  std::string reason;
  append_json_string(reason, rejected.reason);
  std::cerr << " reason=" << reason << '\n';
}

int say_stopped(const Staging& staging) {
  std::cerr << "stopped changes_committed=" << staging.changes_committed()
            << " hint=\"not published: go on with the same command, or run paperdex-index publish\"\n";
  return status_of_signal(stop_signal());
}

std::string seconds_since(std::chrono::steady_clock::time_point start) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  return text;
}

}  // namespace paperdex
