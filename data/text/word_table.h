// A table written as one text: "name meaning name meaning ", so that it stays short enough to read.
#pragma once

#include <string_view>
#include <unordered_map>

namespace paperdex {

// Const methods are thread-safe.
class WordTable {
 public:
  // Names and meanings in turns, each ended by one space. `text` must outlive the table.
  explicit WordTable(std::string_view text) {
    while (!text.empty()) {
      const std::string_view name = take(text);
      entries_.emplace(name, take(text));
    }
  }

  // "" when there is no such name.
  std::string_view find(std::string_view name) const {
    const auto found = entries_.find(name);
    return found == entries_.end() ? std::string_view() : found->second;
  }

 private:
  static std::string_view take(std::string_view& text) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
  }

  std::unordered_map<std::string_view, std::string_view> entries_;
};

}  // namespace paperdex
