// The folder of an index:
//
//   DIR/lock               held by the one indexer at work
//   DIR/staging/           the database that takes transactions; only the indexer opens it. Its manifest.json is there
//                          while no indexer has changed it since: what differs from that is damage
//   DIR/generations/7/     a published generation: immutable
//     db/                    compacted Xapian database
//     words                  the index's words with their counts (lexicon.h)
//     manifest.json          format version, counts, size and SHA-256 of every file above, and the SHA-256 of itself
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
#include "data/schema.h"

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
  Generation generation = 0;  // its folder's name; 0 of staging
  std::uint64_t documents = 0;
  std::uint64_t commits = 0;        // staging's kMetaCommits when it was published
  std::string origin;               // kMetaOrigin: what this count of commits is called
  std::optional<Date> created;      // when it was published
  std::optional<Date> newest;       // newest `published` of a paper that is not after `created`
  std::vector<ManifestFile> files;  // by name
};

// The last member is the SHA-256 of all the text before it.
std::string manifest_to_json(const Manifest& manifest);
// Throws DamageError when the text is not what manifest_to_json() gave, and FormatError when it is of another format
// than `format`, which may be one of before today (3 had neither an origin nor a hash of the manifest).
Manifest manifest_from_json(const std::string& text, const std::string& path, int format = kFormatVersion);

// What to say of an index at `path` that is of another format than kFormatVersion.
std::string wrong_format(const std::string& path, int format);

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

// Of a generation, or of staging. Throws IndexError when it cannot be read, else as manifest_from_json() does.
Manifest read_manifest(const std::filesystem::path& folder, int format = kFormatVersion);

// Compares every file's size and SHA-256 with the manifest; throws DamageError naming a file that differs or is
// missing, IndexError when it cannot be read. Reads everything: about 1.5 GB a second and thread where the processor
// has SHA instructions; kThreads: on one of its own for each file.
enum class Hashing { kOneThread, kThreads };
void verify_files(const std::filesystem::path& folder, const Manifest& manifest, Hashing hashing = Hashing::kOneThread);

// Of a published generation, sizes alone, which reads nothing; and verify_files(). The error also says what to do.
void verify_sizes(const std::filesystem::path& generation, const Manifest& manifest);
void verify_generation(const std::filesystem::path& generation, const Manifest& manifest);

// Every file at and under `folder` with its size and hash, by name, but for its manifest and Xapian's lock. Throws
// IndexError and std::filesystem::filesystem_error.
std::vector<ManifestFile> hash_files(const std::filesystem::path& folder, Hashing hashing = Hashing::kOneThread);

// Lower-case hexadecimal SHA-256 of a file. Throws IndexError when it cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace paperdex
