#include "data/text/plain.h"

#include <utility>

#include "data/text/plain_pass.h"

namespace paperdex {
namespace {

bool may_have_markup(std::string_view text) {
  return text.find_first_of("\\<&{~`") != std::string_view::npos || text.find("--") != std::string_view::npos;
}

}  // namespace

std::string plain_text(std::string_view source) {
  std::string text(source);
  for (int round = 0; round < kMaxPlainRounds; ++round) {
    if (!may_have_markup(text)) return text;
    std::string plain = PlainPass(text).run();
    if (plain == text) return text;
    text = std::move(plain);
  }
  // The same text comes here again, which keeps the function idempotent.
  return std::string(source);
}

}  // namespace paperdex
