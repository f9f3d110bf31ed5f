#include "indexer/sources/entry_names.h"

#include <filesystem>
#include <functional>
#include <string_view>
#include <system_error>

#include "data/paper_json.h"
#include "indexer/sources/record_id.h"

namespace paperdex {
namespace {

constexpr char kNoFile[] = "-";

}  // namespace

std::string entry_file(const std::string& path) {
  std::error_code error;
  if (path == kNoFile || !std::filesystem::is_regular_file(path, error)) return kNoFile;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  std::filesystem::path folder = std::filesystem::canonical(whole.parent_path(), error);
  if (error) folder = whole.parent_path();
  std::string name = whole.filename().string();
  for (const std::string_view suffix : {".gz", ".zst"}) {
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  return (folder / name).string();
}

void EntryNames::name(Paper& paper) {
  const std::string key = (file_ == kNoFile ? paper.id : file_) + '\0' + std::exchange(paper.entry, {});
  const std::size_t hash = std::hash<std::string>{}(key);
  std::string which;
  if (const auto known = times_.find(hash); known != times_.end()) {
    which = std::to_string(++known->second);
  } else if (times_.size() < kMaxEntryKeys) {
    times_.emplace(hash, 1);
  } else {
    which = paper_to_json(paper);
  }
  paper.entry = hash_of_text(key + '\0' + which);
}

}  // namespace paperdex
