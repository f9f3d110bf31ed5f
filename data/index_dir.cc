#include "data/index_dir.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <new>
#include <system_error>

#include "data/error.h"
#include "data/folder.h"
#include "data/json.h"
#include "data/schema.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr char kManifestName[] = "manifest.json";
constexpr char kXapianLock[] = "flintlock";  // always empty
constexpr int kFirstFormatWithHash = 4;

constexpr char kRepublish[] =
    "; publish the index again with `paperdex-index publish`, or go back with "
    "`paperdex-index rollback`";

std::optional<Generation> number_from_name(const std::string& name) {
  Generation number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

std::uint64_t required_number(const JsonValue& object, const char* name) {
  const auto number = json_integer(object, name);
  if (!number || *number < 0) throw Rejection(name, "is missing");
  return static_cast<std::uint64_t>(*number);
}

std::vector<ManifestFile> files_member(const JsonValue& object) {
  std::vector<ManifestFile> files;
  const JsonValue* list = json_member(object, "files");
  if (list == nullptr || !list->IsArray()) throw Rejection("files", "is missing");
  for (const auto& item : list->GetArray()) {
    files.push_back({json_string(item, "name"), required_number(item, "bytes"), json_string(item, "sha256")});
  }
  return files;
}

class Sha256 {
 public:
  // Where OpenSSL's own context could not be made for want of memory, its first digest would end the program.
  Sha256() : context_(OSSL_LIB_CTX_get0_global_default() ? EVP_MD_CTX_new() : nullptr, EVP_MD_CTX_free) {
    require(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }

  void add(const char* bytes, std::size_t size) { require(EVP_DigestUpdate(context_.get(), bytes, size) == 1); }

  // Lower-case hexadecimal.
  std::string end() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1);
    constexpr char kHex[] = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
      hex += kHex[digest[i] >> 4];
      hex += kHex[digest[i] & 15];
    }
    return hex;
  }

 private:
  // Of a digest nothing fails but its memory.
  static void require(bool is_done) {
    if (!is_done) throw std::bad_alloc();
  }

  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

// What ends a manifest whose text so far is `text`.
std::string hash_member(std::string_view text) {
  Sha256 hash;
  hash.add(text.data(), text.size());
  return ",\n  \"manifest_sha256\": \"" + hash.end() + "\"\n}\n";
}

// Throws Rejection.
void check_hash_member(std::string_view text) {
  const std::size_t size = hash_member("").size();
  const std::string_view before = text.substr(0, text.size() - std::min(size, text.size()));
  if (text.substr(before.size()) != hash_member(before)) throw Rejection("manifest_sha256", "differs");
}

// What the disk cannot read any more, or what is not there, is damaged for good.
[[noreturn]] void throw_unreadable(const fs::path& file, int reason) {
  const std::string message = "cannot read " + file.string() + because(reason);
  if (reason == ENOENT || reason == EIO) throw DamageError(message + (reason == ENOENT ? kRepublish : ""));
  throw IndexError(message);
}

void compare_sizes(const fs::path& folder, const Manifest& manifest) {
  for (const ManifestFile& file : manifest.files) {
    const fs::path path = folder / file.name;
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory) throw DamageError(path.string() + " is missing");
    if (error) throw IndexError("cannot read " + path.string() + because(error.value()));
    if (bytes != file.bytes) {
      throw DamageError(path.string() + " is damaged: it has " + std::to_string(bytes) +
                        " bytes and its manifest says " + std::to_string(file.bytes));
    }
  }
}

// Damage of a generation comes with what to do.
template <typename Work>
void with_advice(Work&& work) {
  try {
    work();
  } catch (const DamageError& error) {
    throw DamageError(error.what() + std::string(kRepublish));
  }
}

std::vector<std::string> hashes_of(const fs::path& folder, const std::vector<ManifestFile>& files, Hashing hashing) {
  const auto policy = hashing == Hashing::kThreads ? std::launch::async : std::launch::deferred;
  std::vector<std::future<std::string>> pending;
  for (const ManifestFile& file : files) {
    pending.push_back(std::async(policy, [path = folder / file.name] { return sha256_of_file(path); }));
  }
  std::vector<std::string> hashes;
  for (std::future<std::string>& hash : pending) hashes.push_back(hash.get());
  return hashes;
}

}  // namespace

std::string manifest_to_json(const Manifest& manifest) {
  std::string out = "{\n  \"format_version\": " + std::to_string(manifest.format_version) +
                    ",\n  \"generation\": " + std::to_string(manifest.generation) +
                    ",\n  \"documents\": " + std::to_string(manifest.documents) +
                    ",\n  \"commits\": " + std::to_string(manifest.commits) + ",\n  \"origin\": ";
  append_json_string(out, manifest.origin);
  if (manifest.created) out += ",\n  \"created\": \"" + manifest.created->to_string() + '"';
  if (manifest.newest) out += ",\n  \"newest\": \"" + manifest.newest->to_string() + '"';
  out += ",\n  \"files\": [";
  const char* separator = "\n    ";
  for (const ManifestFile& file : manifest.files) {
    out += separator;
    out += "{\"name\": ";
    append_json_string(out, file.name);
    out += ", \"bytes\": " + std::to_string(file.bytes) + ", \"sha256\": \"" + file.sha256 + "\"}";
    separator = ",\n    ";
  }
  out += "\n  ]";
  return out + hash_member(out);
}

Manifest manifest_from_json(const std::string& text, const std::string& path, int format) {
  try {
    const JsonDocument object = parse_json(text);
    Manifest manifest;
    manifest.format_version = static_cast<int>(required_number(object, "format_version"));
    if (manifest.format_version != format) throw FormatError(wrong_format(path, manifest.format_version));
    if (format >= kFirstFormatWithHash) check_hash_member(text);
    manifest.generation = required_number(object, "generation");
    manifest.documents = required_number(object, "documents");
    manifest.commits = required_number(object, "commits");
    manifest.origin = json_string(object, "origin");
    manifest.created = Date::parse(json_string(object, "created"));
    manifest.newest = Date::parse(json_string(object, "newest"));
    manifest.files = files_member(object);
    return manifest;
  } catch (const Rejection& rejection) {
    throw DamageError(path + " is damaged: " + rejection.field() + " " + rejection.reason() + kRepublish);
  }
}

std::string wrong_format(const std::string& path, int format) {
  const std::string found = path + " has format " + std::to_string(format) + " and this program reads format " +
                            std::to_string(kFormatVersion);
  if (format > kFormatVersion) return found + ": it was made by a newer Paperdex; install that";
  return found + "; run `paperdex-index upgrade`, which makes it one of today's and keeps all that it holds";
}

std::optional<Generation> IndexDir::current() const {
  std::error_code error;
  const fs::path target = fs::read_symlink(current_link(), error);
  if (error) return std::nullopt;
  return number_from_name(target.filename().string());
}

std::vector<Generation> IndexDir::list() const {
  std::vector<Generation> numbers;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(generations(), error)) {
    const auto number = number_from_name(entry.path().filename().string());
    if (number && fs::exists(entry.path() / kManifestName)) numbers.push_back(*number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

fs::path default_index_dir(const std::string& flag) {
  if (!flag.empty()) return flag;
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  if (const std::string index = variable("PAPERDEX_INDEX"); !index.empty()) return index;
  if (const std::string data = variable("XDG_DATA_HOME"); !data.empty()) return fs::path(data) / "paperdex";
  if (const std::string home = variable("HOME"); !home.empty()) return fs::path(home) / ".local/share/paperdex";
  throw InputError("no index folder: give --index DIR or set PAPERDEX_INDEX");
}

Manifest read_manifest(const fs::path& folder, int format) {
  const fs::path file = folder / kManifestName;
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) throw_unreadable(file, errno);
  Manifest manifest = manifest_from_json(std::string(std::istreambuf_iterator<char>(in), {}), file.string(), format);
  const auto number = number_from_name(folder.filename().string());
  if (number && *number != manifest.generation) {
    throw DamageError(file.string() + " is that of generation " + std::to_string(manifest.generation) + kRepublish);
  }
  return manifest;
}

void verify_files(const fs::path& folder, const Manifest& manifest, Hashing hashing) {
  compare_sizes(folder, manifest);
  const std::vector<std::string> hashes = hashes_of(folder, manifest.files, hashing);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (hashes[i] == manifest.files[i].sha256) continue;
    throw DamageError((folder / manifest.files[i].name).string() + " is damaged: it is not what was written");
  }
}

void verify_sizes(const fs::path& generation, const Manifest& manifest) {
  with_advice([&] { compare_sizes(generation, manifest); });
}

void verify_generation(const fs::path& generation, const Manifest& manifest) {
  with_advice([&] { verify_files(generation, manifest); });
}

std::vector<ManifestFile> hash_files(const fs::path& folder, Hashing hashing) {
  std::vector<ManifestFile> files;
  for (const fs::path& path : all_under(folder)) {
    const std::string name = path.filename().string();
    if (!fs::is_regular_file(path) || name == kManifestName || name == kXapianLock) continue;
    files.push_back({path.lexically_relative(folder).string(), fs::file_size(path), ""});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  std::vector<std::string> hashes = hashes_of(folder, files, hashing);
  for (std::size_t i = 0; i < files.size(); ++i) files[i].sha256 = std::move(hashes[i]);
  return files;
}

std::string sha256_of_file(const fs::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) throw_unreadable(file, errno);
  Sha256 hash;
  std::vector<char> buffer(1 << 20);
  while (in) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hash.add(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) throw_unreadable(file, errno);
  return hash.end();
}

}  // namespace paperdex
