#include "indexer/sources/record_id.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include "data/paper_id.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

// Letters and digits alone, without case and accents.
std::string letters_of(std::string_view text) {
  std::string folded;
  for (std::size_t at = 0; at < text.size();) append_folded(folded, next_code_point(text, at));
  std::string letters;
  for (std::size_t at = 0; at < folded.size();) {
    const char32_t code_point = next_code_point(folded, at);
    if (is_word_character(code_point)) append_lower(letters, code_point);
  }
  return letters;
}

// "W123" and "J89-1001" alone may be anybody's keys.
bool may_be_a_key(const PaperId& id, std::string_view text) {
  const bool is_short = id.scheme == IdScheme::kOpenAlex || (id.scheme == IdScheme::kAcl && id.text[0] >= 'A');
  return is_short && text.find_first_of(":/") == std::string_view::npos;
}

}  // namespace

std::string hash_of_text(std::string_view text) {
  constexpr std::size_t kHashBytes = 8;
  constexpr char kHex[] = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  // Nothing but memory can be missing.
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
  std::string hex;
  for (std::size_t i = 0; i < kHashBytes; ++i) {
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 15];
  }
  return hex;
}

std::string id_of_words(const Paper& paper, std::string_view prefix) {
  const std::string author = paper.authors.empty() ? std::string() : paper.authors.front();
  const std::string year =
      paper.published ? std::to_string(ymd_from_day(paper.published->first_day()).year) : std::string();
  return std::string(prefix) + ':' + hash_of_letters({paper.title, author, year});
}

std::string hash_of_letters(std::initializer_list<std::string_view> texts) {
  std::string letters;
  const char* separator = "";
  for (const std::string_view text : texts) {
    letters += separator + letters_of(text);
    separator = "\n";
  }
  return hash_of_text(letters);
}

void set_record_id(Paper& paper, const std::vector<std::string>& texts, std::string_view prefix) {
  std::vector<PaperId> known = read_dois(paper.doi);
  for (const std::string& text : texts) {
    PaperId id = read_paper_id(text);
    if (id.scheme != IdScheme::kOther && !may_be_a_key(id, text)) known.push_back(std::move(id));
  }
  const auto rank = [](const PaperId& id) {
    return id.scheme == IdScheme::kArxiv ? 0 : id.scheme == IdScheme::kDoi ? 1 : 2;
  };
  std::stable_sort(known.begin(), known.end(), [&](const PaperId& a, const PaperId& b) { return rank(a) < rank(b); });
  paper.id = known.empty() ? id_of_words(paper, prefix) : known.front().text;
  for (PaperId& id : known) {
    if (id.scheme == IdScheme::kDoi && paper.doi.empty()) paper.doi = id.text;
    paper.ids.push_back(std::move(id.text));
  }
}

}  // namespace paperdex
