// Where a text has something next, for readers that only go forward.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace paperdex {

// Looks for each needle at most once through the whole text, however often it is asked. Not thread-safe.
class NextOccurrence {
 public:
  // `text` must outlive it.
  explicit NextOccurrence(std::string_view text) : text_(text) {}

  // The first occurrence of `needle` from `at` on, or npos. For each needle `at` must not decrease.
  std::size_t find(std::string_view needle, std::size_t at) {
    const auto known = found_.find(needle);
    if (known != found_.end() && known->second >= at) return known->second;
    const std::size_t next = text_.find(needle, at);
    if (known != found_.end()) return known->second = next;
    return found_.emplace(needle, next).first->second;
  }

 private:
  std::string_view text_;
  std::map<std::string, std::size_t, std::less<>> found_;
};

}  // namespace paperdex
