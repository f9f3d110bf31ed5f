// English words that carry no topic. They are left out of the text's terms, and kept for titles ("You Only Look Once").
#pragma once

#include <string_view>

namespace paperdex {

// `word` folded and in lower case. Thread-safe.
bool is_stop_word(std::string_view word);

}  // namespace paperdex
