#include "tests/relevance/known_item.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "data/text/analyzer.h"
#include "data/text/stop_words.h"

namespace paperdex {
namespace {

std::string cut_title(const std::string& title) {
  const std::size_t last = title.rfind(' ') + 1;
  return title.substr(0, std::min(title.size(), last + 3));
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string with_typo(const std::string& title, Random& random) {
  constexpr std::size_t kMinLetters = 5;
  std::vector<std::pair<std::size_t, std::size_t>> words;  // runs of letters, [begin, end)
  for (std::size_t at = 0; at < title.size();) {
    std::size_t end = at;
    while (end < title.size() && is_letter(title[end])) ++end;
    if (end - at >= kMinLetters) words.emplace_back(at, end);
    at = std::max(end, at + 1);
  }
  if (words.empty()) return {};
  const auto [begin, end] = words[random.below(words.size())];
  const std::size_t at = begin + random.below(end - begin - 1);
  std::string typo = title;
  switch (random.below(4)) {
    case 0:
      typo.erase(at, 1);
      break;
    case 1:
      typo.insert(at, 1, typo[at]);
      break;
    case 2:
      typo[at] = static_cast<char>('a' + random.below(26));
      break;
    default:
      std::swap(typo[at], typo[at + 1]);
  }
  return typo;
}

std::string some_words(const std::string& text, std::size_t count, Random& random) {
  std::vector<std::string> words;
  Analyzer analyzer;
  for (const Token& token : analyzer.analyze(text)) {
    const bool wanted = !token.stop && !token.joined && token.word.size() >= 3;
    if (wanted && std::find(words.begin(), words.end(), token.word) == words.end()) words.push_back(token.word);
  }
  if (words.size() < count) return {};
  // Left out at random until `count` are left, so that their order stays.
  while (words.size() > count) words.erase(words.begin() + static_cast<std::ptrdiff_t>(random.below(words.size())));
  std::string query;
  for (const std::string& word : words) query += (query.empty() ? "" : " ") + word;
  return query;
}

}  // namespace

std::size_t Random::below(std::size_t bound) {
  // SplitMix64 (Steele, Lea and Flood, 2014).
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
}

std::string recall(const Paper& paper, Memory memory, Random& random) {
  switch (memory) {
    case Memory::kWholeTitle:
      return paper.title;
    case Memory::kCutTitle:
      return cut_title(paper.title);
    case Memory::kTypo:
      return with_typo(paper.title, random);
    case Memory::kTitleWords:
      return some_words(paper.title, 3, random);
    case Memory::kAbstractWords:
      return some_words(paper.abstract, 4, random);
  }
  return {};
}

}  // namespace paperdex
