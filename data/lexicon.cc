#include "data/lexicon.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>

#include "data/error.h"

namespace paperdex {
namespace {

std::vector<char> read_file(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  std::vector<char> text(in ? static_cast<std::size_t>(in.tellg()) : 0);
  in.seekg(0);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in) throw IndexError("cannot read " + file.string() + because(errno));
  return text;
}

// Calls visit(word, count) for each line.
template <typename Visit>
void for_each_line(std::string_view text, const std::filesystem::path& file, Visit visit) {
  while (!text.empty()) {
    const std::size_t tab = text.find('\t');
    const std::size_t newline = text.find('\n');
    std::uint32_t count = 0;
    const bool whole = tab != std::string_view::npos && newline != std::string_view::npos && tab < newline;
    const auto number =
        whole ? std::from_chars(text.data() + tab + 1, text.data() + newline, count) : std::from_chars_result{};
    if (!whole || number.ec != std::errc() || number.ptr != text.data() + newline) {
      throw DamageError(file.string() + " is damaged: publish the index again with `paperdex-index publish`");
    }
    visit(text.substr(0, tab), count);
    text.remove_prefix(newline + 1);
  }
}

}  // namespace

void write_lexicon(const WordCounts& counts, const std::filesystem::path& file) {
  std::vector<std::pair<std::string_view, std::uint32_t>> sorted;
  sorted.reserve(counts.size());
  for (const auto& [word, count] : counts) {
    if (count > 0) sorted.emplace_back(word, count);
  }
  std::sort(sorted.begin(), sorted.end());
  errno = 0;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  for (const auto& [word, count] : sorted) out << word << '\t' << count << '\n';
  out.close();
  if (!out) throw IndexError("cannot write " + file.string() + because(errno));
}

WordCounts read_word_counts(const std::filesystem::path& file) {
  const std::vector<char> text = read_file(file);
  WordCounts counts;
  for_each_line({text.data(), text.size()}, file,
                [&](std::string_view word, std::uint32_t count) { counts.emplace(word, count); });
  return counts;
}

Lexicon::Lexicon(const std::filesystem::path& file) : text_(read_file(file)) {
  for_each_line({text_.data(), text_.size()}, file, [&](std::string_view word, std::uint32_t count) {
    entries_.push_back({word, count});
  });
}

std::uint32_t Lexicon::count(std::string_view word) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), word,
                                      [](const Entry& entry, std::string_view value) { return entry.word < value; });
  return found != entries_.end() && found->word == word ? found->count : 0;
}

std::vector<Lexicon::Entry> Lexicon::complete(std::string_view prefix, std::size_t limit) const {
  const auto first = std::lower_bound(entries_.begin(), entries_.end(), prefix,
                                      [](const Entry& entry, std::string_view value) { return entry.word < value; });
  const auto last =
      std::partition_point(first, entries_.end(), [&](const Entry& entry) { return entry.word.starts_with(prefix); });
  std::vector<Entry> found(std::min<std::size_t>(limit, last - first));
  std::partial_sort_copy(first, last, found.begin(), found.end(), [](const Entry& a, const Entry& b) {
    return a.count != b.count ? a.count > b.count : a.word < b.word;
  });
  return found;
}

}  // namespace paperdex
