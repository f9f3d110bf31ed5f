#include "data/text/analyzer.h"

#include <algorithm>
#include <array>

#include "data/text/fold.h"
#include "data/text/stop_words.h"
#include "data/text/unicode.h"

namespace paperdex {

namespace {

// A run of the folded text.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
};

constexpr std::size_t kMaxCachedStems = 200'000;
constexpr std::size_t kMaxParts = 8;  // of a compound; longer ones are lists or data and get no joined form

// Endings after an apostrophe that are no words of their own; "s" is dropped, the others close up: dont, were.
constexpr std::array<std::string_view, 6> kContractions{"t", "re", "ll", "ve", "d", "m"};
// Not plurals, though they look like llms and cnns.
constexpr std::array<std::string_view, 9> kNotPlurals{"cps", "css", "dns", "gps", "hls", "rss", "sms", "tls", "tts"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
char ascii_lower(char c) { return is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c; }

constexpr auto kIsAsciiWord = [] {
  std::array<bool, 256> word{};
  for (char c = '0'; c <= '9'; ++c) word[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) word[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) word[static_cast<unsigned char>(c)] = true;
  return word;
}();
bool is_ascii_word(char c) { return kIsAsciiWord[static_cast<unsigned char>(c)]; }

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// "llms", "cnns": no vowel that would let the stemmer see a plural.
bool is_consonant_plural(std::string_view word) {
  if (word.size() < 3 || word.back() != 's' || word[word.size() - 2] == 's') return false;
  const bool consonants = std::all_of(word.begin(), word.end(), [](char c) {
    return is_lower(c) && std::string_view("aeiouy").find(c) == std::string_view::npos;
  });
  return consonants && !contains(kNotPlurals, word);
}

// "LLMs", "VAEs", "GPs": written as the plural of an acronym.
bool is_acronym_plural(std::string_view word) {
  return word.size() >= 3 && word.back() == 's' && std::all_of(word.begin(), word.end() - 1, is_upper);
}

// Where a word changes case into a new part: Slow|Fast, BERT|Score, Slot|VLA. A part has two letters at least, and what
// follows the border is a capital and a small letter, or an acronym of three or more to the end, so that LLaMA, RoBERTa
// and LLMs stay whole.
bool is_case_border(std::string_view word, std::size_t at) {
  if (at < 2 || at + 1 >= word.size() || !is_upper(word[at])) return false;
  if (is_lower(word[at + 1])) {
    if (is_lower(word[at - 1])) return true;
    return is_upper(word[at - 1]) && is_upper(word[at - 2]) && at + 2 < word.size() && is_lower(word[at + 2]);
  }
  if (!is_lower(word[at - 1])) return false;
  std::size_t end = at;
  while (end < word.size() && is_upper(word[end])) ++end;
  const std::string_view rest = word.substr(end);
  return end - at >= 3 && (rest == "s" || std::all_of(rest.begin(), rest.end(), is_digit));
}

// Cuts a folded text into compounds, and those into parts.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The next compound's parts, or false at the end. With `wanted`, plain words that do not start so are passed over.
  bool next(std::vector<Part>& parts, const Analyzer::Beginnings* wanted) {
    parts.clear();
    while (at_ < text_.size() && (!word_at(at_) || (wanted != nullptr && pass_over(*wanted)))) advance();
    if (at_ >= text_.size()) return false;
    do {
      parts.push_back(word());
    } while (connector());
    return true;
  }

 private:
  bool word_at(std::size_t at) const {
    if (at >= text_.size()) return false;
    if (is_ascii(text_[at])) return is_ascii_word(text_[at]);
    return is_word_character(next_code_point(text_, at));
  }
  void advance() {
    if (is_ascii(text_[at_])) {
      ++at_;
    } else {
      next_code_point(text_, at_);
    }
  }

  Part word() {
    const std::size_t begin = at_;
    do {
      while (at_ < text_.size() && is_ascii_word(text_[at_])) ++at_;
      if (at_ < text_.size() && !is_ascii(text_[at_]) && word_at(at_)) {
        advance();
      } else if (decimal_point()) {
        ++at_;
      } else {
        break;
      }
    } while (at_ < text_.size());
    // C++, C#, and nothing longer.
    if (text_.substr(at_).starts_with("++") && !word_at(at_ + 2) && at_ - begin == 1) {
      at_ += 2;
    } else if (at_ - begin == 1 && at_ < text_.size() && text_[at_] == '#' && !word_at(at_ + 1)) {
      ++at_;
    }
    return {begin, at_};
  }

  // Moves behind a word of small letters, with a capital first or not, that stands alone and cannot start as wanted.
  // Most words are such, so this is what makes analyze_some() fast.
  bool pass_over(const Analyzer::Beginnings& wanted) {
    if (at_ + 1 >= text_.size() || !is_ascii(text_[at_])) return false;
    if (wanted.admit(ascii_lower(text_[at_]), ascii_lower(text_[at_ + 1]))) return false;
    std::size_t end = at_ + 1;
    while (end < text_.size() && is_lower(text_[end])) ++end;
    if (end >= text_.size() || (text_[end] != ' ' && text_[end] != ',')) return false;
    at_ = end;
    return true;
  }

  bool decimal_point() const {
    return at_ > 0 && at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ - 1]) &&
           is_digit(text_[at_ + 1]);
  }

  bool connector() {
    if (at_ >= text_.size()) return false;
    const char c = text_[at_];
    if (c != '-' && c != '\'' && c != '_' && c != '^') return false;
    if (!word_at(at_ + 1)) return false;
    ++at_;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

void append_lower_text(std::string& out, std::string_view text) {
  std::size_t at = 0;
  for (; at < text.size() && is_ascii(text[at]); ++at) out += ascii_lower(text[at]);
  while (at < text.size()) append_lower(out, next_code_point(text, at));
}

// Closes up contractions and drops the possessive s; then cuts at changes of case.
void refine(std::string_view text, std::vector<Part>& parts, std::vector<Part>& refined) {
  refined.clear();
  for (const Part& part : parts) {
    const std::string_view word = text.substr(part.begin, part.end - part.begin);
    if (!refined.empty() && text[part.begin - 1] == '\'') {
      if (word == "s" || word == "S") continue;
      if (contains(kContractions, word)) {
        refined.back().end = part.end;
        continue;
      }
    }
    std::size_t begin = part.begin;
    for (std::size_t at = part.begin + 1; at < part.end; ++at) {
      if (!is_case_border(text.substr(begin, part.end - begin), at - begin)) continue;
      refined.push_back({begin, at});
      begin = at;
    }
    refined.push_back({begin, part.end});
  }
}

}  // namespace

struct Analyzer::Scratch {
  Folded folded;
  std::vector<Part> parts;
  std::vector<Part> refined;
};

Analyzer::Analyzer() : stemmer_("en"), scratch_(std::make_unique<Scratch>()) {}
Analyzer::~Analyzer() = default;

const std::string& Analyzer::stem(const std::string& word) {
  const auto found = stems_.find(word);
  if (found != stems_.end()) return found->second;
  std::string stem;
  if (is_consonant_plural(word)) {
    stem = word.substr(0, word.size() - 1);
  } else if (std::any_of(word.begin(), word.end(), is_digit)) {
    stem = word;
  } else {
    stem = stemmer_(word);
  }
  if (stems_.size() >= kMaxCachedStems) stems_.clear();
  return stems_.emplace(word, std::move(stem)).first->second;
}

void Analyzer::add_token(std::string word, std::size_t begin, std::size_t end, bool joined) {
  if (word.empty() || word.size() > kMaxWordBytes) return;
  if (wanted_ != nullptr && word.size() > 1 && !wanted_->admit(word[0], word[1])) return;
  const Folded& folded = scratch_->folded;
  Token token;
  token.begin = folded.begin[begin];
  token.end = folded.end[end - 1];
  token.unit = unit_;
  token.joined = joined;
  token.stop = is_stop_word(word);
  if (!joined && !token.stop) ++position_;
  token.position = token.stop && !joined ? position_ + 1 : std::max(position_, 1U);
  const bool plural = is_acronym_plural(std::string_view(folded.text).substr(begin, end - begin));
  token.term = stem(plural ? word.substr(0, word.size() - 1) : word);
  token.word = std::move(word);
  tokens_.push_back(std::move(token));
}

void Analyzer::Beginnings::add(std::string_view word) {
  if (!word.empty()) first.set(static_cast<unsigned char>(word[0]));
  if (word.size() > 1) {
    second.set(static_cast<unsigned char>(word[1]));
  } else {
    second.set();  // a word of one letter is the beginning of any
  }
}

const std::vector<Token>& Analyzer::analyze(std::string_view text, const Beginnings* wanted) {
  wanted_ = wanted;
  tokens_.clear();
  unit_ = 0;
  position_ = 0;
  fold(text, scratch_->folded);
  const std::string& folded = scratch_->folded.text;
  Scanner scanner(folded);
  while (scanner.next(scratch_->parts, wanted)) {
    std::vector<Part>& parts = scratch_->refined;
    refine(folded, scratch_->parts, parts);
    ++unit_;
    std::string joined;
    for (const Part& part : parts) {
      std::string word;
      // Contractions hold an apostrophe, and C++ its signs.
      const std::string_view raw = std::string_view(folded).substr(part.begin, part.end - part.begin);
      append_lower_text(word, raw);
      std::erase(word, '\'');
      if (parts.size() > 1) joined += word;
      add_token(std::move(word), part.begin, part.end, false);
    }
    if (parts.size() > 1 && parts.size() <= kMaxParts) {
      add_token(std::move(joined), parts.front().begin, parts.back().end, true);
    }
  }
  return tokens_;
}

}  // namespace paperdex
