// Text to terms, once, for indexing, asking and highlighting: a term that was indexed is a term that can be asked for.
//
// The text is folded as fold.h says (TeX, HTML, accents, ligatures, soft hyphens), cut into words, and each word is
// stemmed by Snowball's English stemmer, with the plurals of consonant acronyms (llms, cnns) made singular.
//
//   slow-fast, U-Net, GPT-4o   parts, and the joined form: slow, fast, slowfast
//   SlowFast, BERTScore        the same at the change of case
//   L_2, L^2                   l2 beside l and 2
//   C++, C#, word2vec, 3.5     one word
//   d'Alembert; model's        d, alembert, dalembert; model
#pragma once

#include <xapian.h>

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace paperdex {

struct Token {
  std::string word;         // folded, lower case, not stemmed: what a lexicon counts
  std::string term;         // the stem: what is indexed
  std::uint32_t begin = 0;  // bytes of the text that was analyzed, [begin, end)
  std::uint32_t end = 0;
  std::uint32_t position = 0;  // 1, 2, ... counting words that are not stop words; a stop word has its successor's
  std::uint32_t unit = 0;      // 1, 2, ... counting what stands between white space: parts and joined form share it
  bool stop = false;           // one of stop_words.h; left out of the text, kept for titles
  bool joined = false;         // made of the parts before it; shares the last part's position
};

// Not thread-safe: holds a stemmer and a cache of stems. One per thread. Construction is cheap.
class Analyzer {
 public:
  Analyzer();
  ~Analyzer();

  // The tokens of `text` in its order, a joined form after its parts. Words over kMaxWordBytes are cut out (they are
  // data, not words). Cost: about 100 ns a word. The returned list is valid until the next call.
  const std::vector<Token>& analyze(std::string_view text) { return analyze(text, nullptr); }

  // The first two bytes that the wanted words may have.
  struct Beginnings {
    std::bitset<256> first;
    std::bitset<256> second;

    void add(std::string_view word);
    bool admit(char a, char b) const {
      return first.test(static_cast<unsigned char>(a)) && second.test(static_cast<unsigned char>(b));
    }
  };
  // Those of the tokens whose word may start so, without positions. A stem keeps the first two letters of its word (but
  // for "dying" and its like), so this finds the words of given stems at a fraction of the cost.
  const std::vector<Token>& analyze_some(std::string_view text, const Beginnings& beginnings) {
    return analyze(text, &beginnings);
  }

  // The stem of one folded word, as analyze() would give it.
  const std::string& stem(const std::string& word);

 private:
  struct Scratch;

  const std::vector<Token>& analyze(std::string_view text, const Beginnings* wanted);
  void add_token(std::string word, std::size_t begin, std::size_t end, bool joined);

  Xapian::Stem stemmer_;
  std::unordered_map<std::string, std::string> stems_;
  std::vector<Token> tokens_;
  std::unique_ptr<Scratch> scratch_;
  const Beginnings* wanted_ = nullptr;
  std::uint32_t unit_ = 0;
  std::uint32_t position_ = 0;
};

inline constexpr std::size_t kMaxWordBytes = 64;

}  // namespace paperdex
