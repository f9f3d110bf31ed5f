// What a power cut may leave of a folder: a recorded trace of changes (faulty_calls.h), replayed up to any event, with
// what was not synced kept, dropped, in part or in another order.
//
// As POSIX promises and no more: a file's content is on disk up to its last sync, a folder's names up to the last sync
// of the folder. Each later write and each later change of a name may be on disk or not, a rename as a whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/faults/faulty_calls.h"

namespace paperdex {

struct TraceStep {
  TraceEvent::Kind kind = TraceEvent::kSaid;
  std::string path;
  std::string data;
  std::uint64_t offset = 0;
};

// Throws std::runtime_error when the file is cut.
std::vector<TraceStep> read_trace(const std::filesystem::path& file);

// What becomes of what was not synced.
struct Cut {
  enum class Names {
    kKept,
    kLost,
    kPrefix,      // of each folder's changes the first so many
    kSome,        // any of them
    kKeptOnlyIn,  // in `folder`, and lost elsewhere
    kLostOnlyIn,
  };
  enum class Data {
    kKept,
    kLost,
    kZeros,   // kept over what was on disk, but what is new at the end is zeros: room was given and not yet written
    kBlocks,  // any of its blocks
  };
  Names names = Names::kKept;
  Data data = Data::kKept;
  std::string folder{};  // of names, below the traced folder
  unsigned seed = 0;

  std::string name() const;
};

// Path below the folder -> "F" and a file's content, "L" and where a link leads, "D" of a folder.
using Tree = std::map<std::string, std::string>;

void write_tree(const Tree& tree, const std::filesystem::path& folder);

class DiskModel {
 public:
  // All that is in the folder is on disk.
  explicit DiskModel(const std::filesystem::path& folder);

  // Throws std::runtime_error when the step does not fit what went before.
  void apply(const TraceStep& step);

  Tree after(const Cut& cut) const;
  // The folders some of whose names were not synced.
  std::vector<std::string> unsynced_folders() const;
  bool has_unsynced_data() const;

 private:
  using Id = std::size_t;
  struct NameChange {
    std::string gone;  // a name that goes, if any
    std::string come;  // a name that comes, if any
    Id node = 0;       // to which it belongs
  };
  struct DataChange {
    bool resize = false;
    std::uint64_t offset = 0;
    std::string data;
  };
  struct Node {
    char kind = 'F';
    std::string text;  // content on disk, or where a link leads
    std::vector<DataChange> data_changes;
    std::map<std::string, Id> names;  // on disk
    std::map<std::string, Id> live;   // as programs see them
    std::vector<NameChange> name_changes;
  };

  Id load(const std::filesystem::path& path);
  Id create(char kind, const std::string& text = "");
  Id find(const std::string& path) const;
  void change_name(const std::string& folder, NameChange change);
  static std::string content_after(const Node& node, Cut::Data cut, std::mt19937& random);
  static std::map<std::string, Id> names_after(const Node& node, Cut::Names cut, std::mt19937& random);
  void put(Id id, const std::string& path, const Cut& cut, std::mt19937& random, Tree& tree) const;

  std::vector<Node> nodes_;
};

}  // namespace paperdex
