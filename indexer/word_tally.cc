#include "indexer/word_tally.h"

#include <utility>

#include "data/error.h"
#include "data/stored_record.h"
#include "data/xapian_error.h"
#include "indexer/document_builder.h"

namespace paperdex {
namespace {

WordCounts count_anew(const Xapian::Database& database, const IndexDir& dir, Analyzer& analyzer) {
  WordCounts counts;
  translate_xapian("cannot read " + dir.staging().string(), [&] {
    for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
      const std::string json = database.get_document(*posting, Xapian::DOC_ASSUME_VALID).get_data();
      for (std::string& word : lexicon_words(stored_paper(json), analyzer)) ++counts[std::move(word)];
    }
  });
  return counts;
}

}  // namespace

WordTally::WordTally(IndexDir dir, std::optional<Generation> published, bool empty)
    : dir_(std::move(dir)), published_(published), counts_on_(published || empty) {}

void WordTally::add(const std::vector<std::string>& words) { count(words, +1); }

void WordTally::remove(const Paper& paper, Analyzer& analyzer) {
  if (counts_on_) count(lexicon_words(paper, analyzer), -1);
}

void WordTally::count(const std::vector<std::string>& words, int sign) {
  if (!counts_on_) return;
  for (const std::string& word : words) changes_[word] += sign;
}

WordCounts WordTally::counts(const Xapian::Database& database, Analyzer& analyzer) const {
  std::optional<WordCounts> counts;
  if (counts_on_) counts = published_counts();
  if (!counts) return count_anew(database, dir_, analyzer);
  for (const auto& [word, change] : changes_) {
    const auto entry = counts->try_emplace(word, 0).first;
    entry->second += static_cast<std::uint32_t>(change);
    if (entry->second == 0) counts->erase(entry);
  }
  return *std::move(counts);
}

// Nothing when their file is damaged.
std::optional<WordCounts> WordTally::published_counts() const {
  if (!published_) return WordCounts();
  const std::filesystem::path generation = dir_.generation(*published_);
  try {
    Manifest words = read_manifest(generation);
    std::erase_if(words.files, [](const ManifestFile& file) { return file.name != "words"; });
    verify_generation(generation, words);
    return read_word_counts(generation / "words");
  } catch (const IndexError&) {
    return std::nullopt;
  }
}

}  // namespace paperdex
