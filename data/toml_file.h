// A TOML file that people write, and its faults by line and column: what all our configuration readers share.
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace paperdex {

inline constexpr std::size_t kMaxConfigBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxConfigLineBytes = 4096;  // toml++ recurses on a dotted key, a level a part
inline constexpr char kSeeConfigExample[] = "; paperdex.toml.example shows one";

// Every function throws InputError "FILE:LINE:COLUMN: what is wrong; what to do". Thread-safe once made.
class TomlFile {
 public:
  using Keys = std::initializer_list<std::string_view>;

  // Reads and parses it. Throws InputError when it cannot be read, is past a limit above or is not TOML.
  explicit TomlFile(const std::filesystem::path& file);

  const toml::table& root() const { return root_; }

  [[noreturn]] void fail(std::size_t line, std::size_t column, const std::string& message) const;
  [[noreturn]] void fail(const toml::source_region& where, const std::string& message) const;
  [[noreturn]] void fail_type(const toml::node& node, std::string_view key, const std::string& wanted) const;

  // `where` is the table's name as a message says it.
  void check_keys(const toml::table& table, const std::string& where, Keys known) const;

  // The table of that name, or nothing.
  const toml::table* table_of(const toml::table& table, std::string_view key) const;
  std::string string_of(const toml::node& node, std::string_view key, const std::string& wanted) const;
  // "" when the key is not there; one that is there is not empty.
  std::string string_of(const toml::table& table, std::string_view key) const;
  std::vector<std::string> strings_of(const toml::table& table, std::string_view key) const;
  // `otherwise` when the key is not there.
  std::int64_t integer_of(const toml::table& table, std::string_view key, std::int64_t otherwise, std::int64_t min,
                          std::int64_t max) const;
  // A number above 0, at most `max`.
  double positive_of(const toml::table& table, std::string_view key, double otherwise, double max) const;

  // A path of the file, relative ones from its folder.
  std::string resolve(const std::string& path) const;

 private:
  std::string read_text() const;
  void check_lines(const std::string& text) const;

  std::string file_;
  std::filesystem::path folder_;
  toml::table root_;
};

}  // namespace paperdex
