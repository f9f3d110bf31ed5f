#include "server/entity_tag.h"

#include <cstdint>
#include <cstdio>

namespace paperdex {
namespace {

// FNV-1a: the same on every machine, so that servers behind one proxy agree.
std::uint64_t hash(std::string_view text, std::uint64_t value = 14695981039346656037ULL) {
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return value;
}

std::string hexadecimal(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

}  // namespace

std::string entity_tag(Generation generation, std::string_view asked) {
  return "W/\"" + std::to_string(generation) + "-" + hexadecimal(hash(asked, hash(PAPERDEX_VERSION))) + "\"";
}

std::string entity_tag(std::string_view bytes) { return "W/\"" + hexadecimal(hash(bytes)) + "\""; }

bool matches_tag(std::string_view if_none_match, const std::string& tag) {
  if (if_none_match == "*") return true;
  // Compared without the W/, as this header asks; quotes keep one tag from being found in another.
  return if_none_match.find(std::string_view(tag).substr(2)) != std::string_view::npos;
}

}  // namespace paperdex
