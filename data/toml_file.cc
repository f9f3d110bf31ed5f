#include "data/toml_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "data/error.h"

namespace paperdex {

namespace fs = std::filesystem;

// Debian's toml++ is compiled to throw.
TomlFile::TomlFile(const fs::path& file) : file_(file.string()), folder_(fs::absolute(file).parent_path()) {
  const std::string text = read_text();
  check_lines(text);
  try {
    root_ = toml::parse(text, file_);
  } catch (const toml::parse_error& error) {
    fail(error.source(), std::string(error.description()));
  }
}

void TomlFile::fail(std::size_t line, std::size_t column, const std::string& message) const {
  throw InputError(file_ + ':' + std::to_string(line) + ':' + std::to_string(column) + ": " + message);
}

void TomlFile::fail(const toml::source_region& where, const std::string& message) const {
  fail(where.begin.line, where.begin.column, message);
}

void TomlFile::fail_type(const toml::node& node, std::string_view key, const std::string& wanted) const {
  std::ostringstream type;
  type << node.type();
  fail(node.source(), in_quotes(key) + " must be " + wanted + ", not of type " + type.str());
}

std::string TomlFile::read_text() const {
  std::ifstream in(file_, std::ios::binary);
  std::string text(kMaxConfigBytes + 1, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(text.size())) && !in.eof()) {
    throw InputError("cannot read the configuration " + file_ + kSeeConfigExample);
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kMaxConfigBytes) {
    throw InputError("the configuration " + file_ + " is larger than " + std::to_string(kMaxConfigBytes) + " bytes");
  }
  return text;
}

void TomlFile::check_lines(const std::string& text) const {
  std::size_t number = 1;
  for (std::size_t start = 0; start < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end - start > kMaxConfigLineBytes) {
      fail(number, 1,
           "the line is longer than " + std::to_string(kMaxConfigLineBytes) +
               " bytes; an array may go over several lines");
    }
    start = end + 1;
  }
}

void TomlFile::check_keys(const toml::table& table, const std::string& where, Keys known) const {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    std::string list;
    for (const std::string_view name : known) list.append(list.empty() ? "" : ", ").append(name);
    std::string message = "unknown key " + in_quotes(key.str());
    message.append(" in ").append(where).append("; known are ").append(list);
    fail(key.source(), message);
  }
}

const toml::table* TomlFile::table_of(const toml::table& table, std::string_view key) const {
  const toml::node* node = table.get(key);
  if (node != nullptr && !node->is_table()) fail_type(*node, key, "a table");
  return node == nullptr ? nullptr : node->as_table();
}

std::string TomlFile::string_of(const toml::node& node, std::string_view key, const std::string& wanted) const {
  const auto* text = node.as_string();
  if (text == nullptr) fail_type(node, key, wanted);
  if (text->get().empty()) fail(node.source(), in_quotes(key) + " is empty; give it a value or leave it out");
  return text->get();
}

std::string TomlFile::string_of(const toml::table& table, std::string_view key) const {
  const toml::node* node = table.get(key);
  return node == nullptr ? std::string() : string_of(*node, key, "a string");
}

std::vector<std::string> TomlFile::strings_of(const toml::table& table, std::string_view key) const {
  std::vector<std::string> texts;
  const toml::node* node = table.get(key);
  if (node == nullptr) return texts;
  if (!node->is_array()) fail_type(*node, key, "an array of strings");
  for (const toml::node& item : *node->as_array()) texts.push_back(string_of(item, key, "an array of strings"));
  return texts;
}

std::int64_t TomlFile::integer_of(const toml::table& table, std::string_view key, std::int64_t otherwise,
                                  std::int64_t min, std::int64_t max) const {
  const toml::node* node = table.get(key);
  if (node == nullptr) return otherwise;
  const std::string wanted = "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
  const auto* number = node->as_integer();
  if (number == nullptr) fail_type(*node, key, wanted);
  if (number->get() < min || number->get() > max) {
    fail(node->source(), in_quotes(key) + " must be " + wanted + ", not " + std::to_string(number->get()));
  }
  return number->get();
}

double TomlFile::positive_of(const toml::table& table, std::string_view key, double otherwise, double max) const {
  const toml::node* node = table.get(key);
  if (node == nullptr) return otherwise;
  std::ostringstream wanted;
  wanted << "a number above 0, at most " << max;
  const std::optional<double> number = node->value<double>();
  if (!node->is_number() || !number) fail_type(*node, key, wanted.str());
  if (!(*number > 0 && *number <= max)) fail(node->source(), in_quotes(key) + " must be " + wanted.str());
  return *number;
}

std::string TomlFile::resolve(const std::string& path) const { return (folder_ / path).lexically_normal().string(); }

}  // namespace paperdex
