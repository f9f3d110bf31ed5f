// The folder of an index:
//
//   DIR/lock               held by the one indexer at work
//   DIR/staging/           the database that takes transactions; only the indexer opens it
//   DIR/generations/7/     a published generation: immutable
//     db/                    compacted Xapian database
//     words                  the index's words with their counts (lexicon.h)
//     manifest.json          format version, counts, and size and SHA-256 of every file above
//   DIR/current            symbolic link to generations/N, switched by rename
//
// Reading side only; indexer/publisher.h writes. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/date.h"

namespace paperdex {

using Generation = std::uint64_t;

struct ManifestFile {
  std::string name;  // relative to the generation's folder
  std::uint64_t bytes = 0;
  std::string sha256;  // lower-case hexadecimal

  friend bool operator==(const ManifestFile&, const ManifestFile&) = default;
};

struct Manifest {
  int format_version = 0;
  Generation generation = 0;
  std::uint64_t documents = 0;
  std::uint64_t commits = 0;        // staging's kMetaCommits when it was published
  std::optional<Date> created;      // when it was published
  std::optional<Date> newest;       // newest `published` of a paper that is not after `created`
  std::vector<ManifestFile> files;  // by name
};

std::string manifest_to_json(const Manifest& manifest);
// Throws IndexError when the text is no manifest.
Manifest manifest_from_json(const std::string& text, const std::string& path);

class IndexDir {
 public:
  explicit IndexDir(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path lock() const { return path_ / "lock"; }
  std::filesystem::path staging() const { return path_ / "staging"; }
  std::filesystem::path generations() const { return path_ / "generations"; }
  std::filesystem::path generation(Generation number) const { return generations() / std::to_string(number); }
  std::filesystem::path current_link() const { return path_ / "current"; }

  // The generation that `current` names, or nothing when none is published. Cost: one readlink.
  std::optional<Generation> current() const;
  // The whole generations on disk, oldest first (those that have a manifest).
  std::vector<Generation> list() const;

 private:
  std::filesystem::path path_;
};

// --index if given, else $PAPERDEX_INDEX, else $XDG_DATA_HOME/paperdex, else ~/.local/share/paperdex.
// Throws InputError when none of them is set.
std::filesystem::path default_index_dir(const std::string& flag);

// Throws IndexError that says what is missing, or of which other format version it is.
Manifest read_manifest(const std::filesystem::path& generation);

// Compares every file's size with the manifest; throws LastingError naming the first file that differs or is missing
// and what to do, IndexError when it cannot be looked at. Reads nothing.
void verify_sizes(const std::filesystem::path& generation, const Manifest& manifest);

// The same, and every file's SHA-256. Reads everything: about 1 GB a second where the processor has SHA instructions.
void verify_generation(const std::filesystem::path& generation, const Manifest& manifest);

// Lower-case hexadecimal SHA-256 of a file. Throws IndexError when it cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace paperdex
