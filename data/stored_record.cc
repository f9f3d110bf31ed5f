#include "data/stored_record.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "data/error.h"
#include "data/paper_json.h"
#include "data/rejected.h"

namespace paperdex {
namespace {

constexpr std::string_view kIdStart = "{\"id\":\"";

std::string checksum_of(std::string_view json) {
  const uLong sum = crc32_z(0, reinterpret_cast<const Bytef*>(json.data()), json.size());
  std::array<char, kChecksumChars + 1> digits{};
  std::snprintf(digits.data(), digits.size(), "%08lx", sum);
  return digits.data();
}

[[noreturn]] void throw_damaged(std::string_view line, const std::string& reason) {
  const std::string id = id_in_line(line);
  throw DamageError("the stored record of " + (id.empty() ? "a paper" : id) + " is damaged: " + reason);
}

std::string_view checked_json(std::string_view line) {
  if (line.size() < kChecksumChars) throw_damaged(line, "it is too short");
  const std::string_view json = line.substr(0, line.size() - kChecksumChars);
  if (line.substr(json.size()) != checksum_of(json)) throw_damaged(line, "its checksum differs");
  return json;
}

}  // namespace

std::string stored_line(const Paper& paper) {
  std::string line = paper_to_json(paper);
  return line += checksum_of(line);
}

Paper read_stored_line(std::string_view line) {
  const std::string_view json = checked_json(line);
  try {
    return paper_from_own_json(std::string(json));
  } catch (const Rejection& rejection) {
    throw_damaged(line, (rejection.field().empty() ? "it" : "its " + rejection.field()) + ' ' + rejection.reason());
  }
}

Paper stored_paper(std::string_view data) { return read_stored_line(data.substr(0, data.find('\n'))); }

void check_stored(std::string_view data) {
  for (std::size_t at = 0;;) {
    const std::size_t end = data.find('\n', at);
    checked_json(data.substr(at, end - at));
    if (end == std::string_view::npos) return;
    at = end + 1;
  }
}

std::string id_in_line(std::string_view line) {
  if (!line.starts_with(kIdStart)) return {};
  line.remove_prefix(kIdStart.size());
  std::string id(line.substr(0, std::min(line.find('"'), kMaxIdBytes)));
  std::replace_if(
      id.begin(), id.end(), [](unsigned char c) { return c <= ' ' || c >= 0x7F; }, '?');
  return id;
}

}  // namespace paperdex
