#include "data/index_dir.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <new>
#include <system_error>

#include "data/error.h"
#include "data/json.h"
#include "data/schema.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr char kRepublish[] =
    "; publish the index again with `paperdex-index publish`, or go back with "
    "`paperdex-index rollback`";

std::optional<Generation> number_from_name(const std::string& name) {
  Generation number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

[[noreturn]] void throw_damaged(const fs::path& file) {
  throw LastingError(file.string() + " is damaged: it is not what was published" + kRepublish);
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

}  // namespace

std::string manifest_to_json(const Manifest& manifest) {
  std::string out = "{\n  \"format_version\": " + std::to_string(manifest.format_version) +
                    ",\n  \"generation\": " + std::to_string(manifest.generation) +
                    ",\n  \"documents\": " + std::to_string(manifest.documents) +
                    ",\n  \"commits\": " + std::to_string(manifest.commits);
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
  out += "\n  ]\n}\n";
  return out;
}

Manifest manifest_from_json(const std::string& text, const std::string& path) {
  try {
    const JsonDocument object = parse_json(text);
    Manifest manifest;
    manifest.format_version = static_cast<int>(required_number(object, "format_version"));
    if (manifest.format_version != kFormatVersion) {
      throw LastingError("the index at " + path + " has format " + std::to_string(manifest.format_version) +
                         " and this program reads format " + std::to_string(kFormatVersion) +
                         "; build it anew with `paperdex-index add`");
    }
    manifest.generation = required_number(object, "generation");
    manifest.documents = required_number(object, "documents");
    manifest.commits = required_number(object, "commits");
    manifest.created = Date::parse(json_string(object, "created"));
    manifest.newest = Date::parse(json_string(object, "newest"));
    manifest.files = files_member(object);
    return manifest;
  } catch (const Rejection& rejection) {
    throw LastingError(path + " is damaged: " + rejection.field() + " " + rejection.reason() + kRepublish);
  }
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
    if (number && fs::exists(entry.path() / "manifest.json")) numbers.push_back(*number);
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

Manifest read_manifest(const fs::path& generation) {
  const fs::path file = generation / "manifest.json";
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    const int reason = errno;
    throw IndexError("cannot read " + file.string() + because(reason) + (reason == ENOENT ? kRepublish : ""));
  }
  return manifest_from_json(std::string(std::istreambuf_iterator<char>(in), {}), file.string());
}

void verify_sizes(const fs::path& generation, const Manifest& manifest) {
  for (const ManifestFile& file : manifest.files) {
    const fs::path path = generation / file.name;
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory) throw LastingError(path.string() + " is missing" + kRepublish);
    if (error) throw IndexError("cannot read " + path.string() + because(error.value()));
    if (bytes != file.bytes) throw_damaged(path);
  }
}

void verify_generation(const fs::path& generation, const Manifest& manifest) {
  verify_sizes(generation, manifest);
  for (const ManifestFile& file : manifest.files) {
    const fs::path path = generation / file.name;
    if (sha256_of_file(path) != file.sha256) throw_damaged(path);
  }
}

std::string sha256_of_file(const fs::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) throw IndexError("cannot read " + file.string() + because(errno));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  // Of a digest nothing fails but its memory.
  const auto require = [](bool is_done) {
    if (!is_done) throw std::bad_alloc();
  };
  require(context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
  std::vector<char> buffer(1 << 20);
  while (in) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    require(EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(in.gcount())) == 1);
  }
  if (in.bad()) throw IndexError("cannot read " + file.string() + because(errno));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  require(EVP_DigestFinal_ex(context.get(), digest.data(), &size) == 1);
  constexpr char kHex[] = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 15];
  }
  return hex;
}

}  // namespace paperdex
