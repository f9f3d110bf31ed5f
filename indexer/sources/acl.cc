#include "indexer/sources/acl.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "data/error.h"
#include "indexer/byte_source.h"
#include "indexer/sources/acl_paper.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_of(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) throw InputError(path + ": does not exist or cannot be looked at");
  if (!fs::is_directory(status)) return {path};
  const fs::path checkout = fs::path(path) / "data" / "xml";
  const fs::path folder = fs::is_directory(checkout, error) ? checkout : fs::path(path);
  std::vector<std::string> files;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".xml") files.push_back(entry->path().string());
  }
  if (error) throw InputError(folder.string() + ": cannot be listed: " + error.message());
  if (files.empty()) throw InputError(path + ": holds no XML files, neither itself nor in data/xml");
  std::sort(files.begin(), files.end());
  return files;
}

// Throws InputError.
std::string content_of(const std::string& path) {
  constexpr std::size_t kChunkBytes = 256 * 1024;
  const auto bytes = open_bytes(path);
  std::string content;
  for (;;) {
    const std::size_t held = content.size();
    content.resize(held + kChunkBytes);
    const std::size_t count = bytes->read(content.data() + held, kChunkBytes);
    content.resize(held + count);
    if (count == 0) return content;
    if (content.size() > kMaxAclFileBytes) {
      throw InputError("is longer than " + std::to_string(kMaxAclFileBytes) + " bytes");
    }
  }
}

class AclSource final : public PaperSource {
 public:
  explicit AclSource(HarvestTask task) : source_(std::move(task.config.name)), day_(task.days.front()) {
    for (const std::string& path : task.config.paths) {
      for (std::string& file : files_of(path)) files_.push_back(std::move(file));
    }
  }

  SourceItem next() override {
    for (;;) {
      if (paper_) return take_paper();
      if (volume_) {
        volume_ = volume_.next_sibling("volume");
        paper_ = volume_.child("paper");
        continue;
      }
      if (next_file_ < files_.size()) {
        if (std::optional<SourceItem> fault = open(files_[next_file_++])) return std::move(*fault);
        continue;
      }
      document_.reset();
      if (std::exchange(is_done_, true)) return Done{};
      return Covered{day_, announced_, true};
    }
  }

 private:
  // The fault that makes the file useless.
  std::optional<SourceItem> open(const std::string& file) {
    file_ = file;
    number_ = 0;
    try {
      content_ = content_of(file);
      parse();
      return std::nullopt;
    } catch (const InputError& error) {
      // The file's papers are unknown, so that with itself it counts as two.
      announced_ += 2;
      document_.reset();
      return Rejected{file, 0, "", error.what()};
    }
  }

  // What a document that is not whole leaves behind must not be used.
  void parse() {
    constexpr unsigned kFlags = pugi::parse_default | pugi::parse_ws_pcdata;
    const pugi::xml_parse_result result = document_.load_buffer_inplace(content_.data(), content_.size(), kFlags);
    if (!result) {
      throw InputError("is not whole XML: " + std::string(result.description()) + " at byte " +
                       std::to_string(result.offset));
    }
    collection_ = document_.document_element();
    if (std::string(collection_.name()) != "collection") {
      throw InputError("is no collection of the Anthology: its root is " + in_quotes(collection_.name()));
    }
    volume_ = collection_.child("volume");
    paper_ = volume_.child("paper");
  }

  SourceItem take_paper() {
    const pugi::xml_node paper = std::exchange(paper_, paper_.next_sibling("paper"));
    ++number_;
    ++announced_;
    try {
      return paper_from_acl(collection_, volume_, paper, source_);
    } catch (const Rejection& rejection) {
      return Rejected{file_, number_, rejection.field(), rejection.reason()};
    }
  }

  std::string source_;
  Day day_;
  std::vector<std::string> files_;
  std::size_t next_file_ = 0;
  std::string file_;
  std::string content_;  // the document lies in it
  pugi::xml_document document_;
  pugi::xml_node collection_;
  pugi::xml_node volume_;
  pugi::xml_node paper_;         // the next one
  std::uint64_t number_ = 0;     // of the last paper in its file
  std::uint64_t announced_ = 0;  // so far
  bool is_done_ = false;
};

}  // namespace

std::unique_ptr<PaperSource> acl_source(HarvestTask task) { return std::make_unique<AclSource>(std::move(task)); }

}  // namespace paperdex
