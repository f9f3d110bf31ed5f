#include "indexer/sources/arxiv_snapshot_source.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/error.h"
#include "indexer/sources/file_source.h"

namespace paperdex {
namespace {

class ArxivSnapshotSource final : public PaperSource {
 public:
  explicit ArxivSnapshotSource(HarvestTask task) : day_(task.days.front()), paths_(std::move(task.config.paths)) {
    for (const std::string& path : paths_) {
      std::error_code error;
      const auto status = std::filesystem::status(path, error);
      if (!std::filesystem::exists(status)) throw InputError(path + ": does not exist or cannot be looked at");
      if (std::filesystem::is_directory(status)) throw InputError(path + ": is a folder, not a file");
    }
  }

  SourceItem next() override {
    for (; next_path_ < paths_.size(); ++next_path_, file_.reset()) {
      SourceItem item = next_of_file(paths_[next_path_]);
      if (std::holds_alternative<Done>(item)) {
        if (is_cut_) throw InputError(paths_[next_path_] + ": is cut off, for its last record is not whole");
        continue;
      }
      const auto* rejected = std::get_if<Rejected>(&item);
      is_cut_ = rejected != nullptr && rejected->field.empty();
      ++announced_;
      return item;
    }
    if (std::exchange(is_done_, true)) return Done{};
    return Covered{day_, announced_, true};
  }

 private:
  SourceItem next_of_file(const std::string& path) {
    try {
      if (!file_) file_.emplace(path, FileFormat::kArxivSnapshot);
      return file_->next();
    } catch (const InputError& error) {
      throw InputError(path + ": " + error.what());
    }
  }

  Day day_;
  std::vector<std::string> paths_;
  std::size_t next_path_ = 0;
  std::optional<FileSource> file_;  // of the path that is read
  std::uint64_t announced_ = 0;     // so far
  bool is_cut_ = false;             // the last record was none as a whole
  bool is_done_ = false;
};

}  // namespace

std::unique_ptr<PaperSource> arxiv_snapshot_source(HarvestTask task) {
  return std::make_unique<ArxivSnapshotSource>(std::move(task));
}

}  // namespace paperdex
