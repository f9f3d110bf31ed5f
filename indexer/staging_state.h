// Whether staging is what the last session left, and the newest: what is published from it must be neither damaged nor
// older than what was published before.
//
// Xapian's tables have no checksums. So a session that ends writes DIR/staging/manifest.json with the SHA-256 of each
// of staging's files: the seal. The first commit of the next session takes it away before it writes. While it is there,
// every byte can be compared; where it is not, a session was killed, and staging's content is read and compared with
// itself (content_check.h), which takes about as long as indexing its papers.
#pragma once

#include <xapian.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "data/error.h"
#include "data/index_dir.h"

namespace paperdex {

// Staging is damaged or older than a published generation: rebuild.h makes it anew.
class UnfitStaging : public IndexError {
 public:
  enum class Why { kDamaged, kOlder };

  UnfitStaging(Why why, const std::string& message) : IndexError(message), why_(why) {}

  Why why() const { return why_; }

 private:
  Why why_;
};

// What stands for the content of one commit, and for no other, ever.
struct CommitName {
  std::string origin;         // kMetaOrigin
  std::uint64_t commits = 0;  // kMetaCommits

  friend bool operator==(const CommitName&, const CommitName&) = default;
};
CommitName commit_name_of(const Manifest& manifest);
CommitName commit_name_of(const Xapian::Database& database);  // throws Xapian::Error

// The number in a metadata entry; 0 when there is none.
std::uint64_t number_of(const std::string& text);

// Whether the seal is there.
bool is_sealed(const std::filesystem::path& staging);

// Writes the seal, durably. Requires that `commit` is committed and that nobody writes. Cost: reads all of staging, on
// a thread for each file. Throws IndexError.
void seal_staging(const std::filesystem::path& staging, const CommitName& commit);

// Puts the small file on which all of a database hangs (iamglass) back from the copy that the seal keeps, where it is
// damaged and the copy is not. Throws IndexError.
void restore_version_file(const std::filesystem::path& staging);

// The commit that was sealed; nothing when there is no seal, or it is damaged itself.
std::optional<CommitName> sealed_commit(const std::filesystem::path& staging);

// Takes the seal away, durably. Throws IndexError.
void break_seal(const std::filesystem::path& staging);

// What is read to know that staging is whole: its seal, or, where there is none, its content.
enum class Depth {
  kSealOnly,  // without a seal nothing is known, and nothing is said
  kAsNeeded,
};

// Throws UnfitStaging that says what is wrong, and IndexError when staging has another format or cannot be read for a
// reason outside it (a fault of the system). Requires that staging is there.
void check_staging(const IndexDir& dir, Depth depth);

}  // namespace paperdex
