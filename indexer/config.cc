#include "indexer/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string_view>
#include <utility>

namespace paperdex {
namespace {

namespace fs = std::filesystem;

using Keys = std::initializer_list<std::string_view>;

constexpr char kSeeExample[] = "; paperdex.toml.example shows one";

// A file as toml++ parsed it, and its faults by line and column. Debian's toml++ is compiled to throw.
class ConfigReader {
 public:
  explicit ConfigReader(const fs::path& file) : file_(file.string()), folder_(fs::absolute(file).parent_path()) {
    const std::string text = read_text();
    check_lines(text);
    try {
      root_ = toml::parse(text, file_);
    } catch (const toml::parse_error& error) {
      fail(error.source(), std::string(error.description()));
    }
  }

  Config read() const {
    check_keys(root_, "the file", {"index", "contact", "source", "server", "mail"});
    for (const char* key : {"server", "mail"}) {
      const toml::node* node = root_.get(key);
      if (node != nullptr && !node->is_table()) fail_type(*node, key, "a table");
    }
    Config config;
    const std::string index = string_of(root_, "index");
    if (!index.empty()) config.index = resolve(index);
    config.contact = contact();
    config.sources = sources();
    return config;
  }

 private:
  [[noreturn]] void fail(std::size_t line, std::size_t column, const std::string& message) const {
    throw InputError(file_ + ':' + std::to_string(line) + ':' + std::to_string(column) + ": " + message);
  }
  [[noreturn]] void fail(const toml::source_region& where, const std::string& message) const {
    fail(where.begin.line, where.begin.column, message);
  }
  [[noreturn]] void fail_type(const toml::node& node, std::string_view key, const std::string& wanted) const {
    std::ostringstream type;
    type << node.type();
    fail(node.source(), in_quotes(key) + " must be " + wanted + ", not of type " + type.str());
  }

  std::string read_text() const {
    std::ifstream in(file_, std::ios::binary);
    std::string text(kMaxConfigBytes + 1, '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(text.size())) && !in.eof()) {
      throw InputError("cannot read the configuration " + file_ + kSeeExample);
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kMaxConfigBytes) {
      throw InputError("the configuration " + file_ + " is larger than " + std::to_string(kMaxConfigBytes) + " bytes");
    }
    return text;
  }

  void check_lines(const std::string& text) const {
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

  void check_keys(const toml::table& table, const std::string& where, Keys known) const {
    for (const auto& [key, value] : table) {
      if (std::find(known.begin(), known.end(), key.str()) == known.end()) fail_unknown(key, where, known);
    }
  }
  [[noreturn]] void fail_unknown(const toml::key& key, const std::string& where, Keys known) const {
    std::string list;
    for (const std::string_view name : known) list.append(list.empty() ? "" : ", ").append(name);
    fail(key.source(), "unknown key " + in_quotes(key.str()) + " in " + where + "; known are " + list);
  }

  std::string string_of(const toml::node& node, std::string_view key, const std::string& wanted) const {
    const auto* text = node.as_string();
    if (text == nullptr) fail_type(node, key, wanted);
    if (text->get().empty()) fail(node.source(), in_quotes(key) + " is empty; give it a value or leave it out");
    return text->get();
  }
  // "" when the key is not there.
  std::string string_of(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    return node == nullptr ? std::string() : string_of(*node, key, "a string");
  }
  std::vector<std::string> strings_of(const toml::table& table, std::string_view key) const {
    std::vector<std::string> texts;
    const toml::node* node = table.get(key);
    if (node == nullptr) return texts;
    if (!node->is_array()) fail_type(*node, key, "an array of strings");
    for (const toml::node& item : *node->as_array()) texts.push_back(string_of(item, key, "an array of strings"));
    return texts;
  }
  std::optional<Day> day_of(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_date() && !node->is_string()) fail_type(*node, key, "a day such as 2024-01-31");
    std::ostringstream text;
    if (node->is_date()) {
      text << node->as_date()->get();
    } else {
      text << node->as_string()->get();
    }
    const auto date = Date::parse(text.str());
    if (!date || date->precision() != Date::Precision::kDay) {
      fail(node->source(), in_quotes(key) + " must be a day such as 2024-01-31, not " + in_quotes(text.str()));
    }
    return date->first_day();
  }

  std::string resolve(const std::string& path) const { return (folder_ / path).lexically_normal().string(); }

  std::string contact() const {
    std::string text = string_of(root_, "contact");
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
      return c >= ' ' && c <= '~' && std::string_view("()\\").find(c) == std::string_view::npos;
    });
    if (!is_plain || text.size() > kMaxContactBytes) {
      fail(root_.get("contact")->source(),
           "'contact' goes into a header of HTTP: " + std::to_string(kMaxContactBytes) +
               " printable ASCII characters at most, no parentheses or backslashes, such as mailto:me@example.org");
    }
    return text;
  }

  std::vector<SourceConfig> sources() const {
    const toml::node* node = root_.get("source");
    if (node == nullptr) fail(1, 1, std::string("there is no [[source]] to take papers from") + kSeeExample);
    const toml::array* tables = node->as_array();
    if (tables == nullptr || (!tables->empty() && !tables->is_array_of_tables())) {
      fail(node->source(), "a source is a table in an array: write [[source]] above its keys");
    }
    if (tables->empty()) fail(node->source(), std::string("there is no [[source]] to take papers from") + kSeeExample);
    std::vector<SourceConfig> sources;
    for (const toml::node& item : *tables) {
      if (sources.size() == kMaxSources) {
        fail(item.source(), "there are more than " + std::to_string(kMaxSources) + " sources");
      }
      SourceConfig source = read_source(*item.as_table());
      for (std::size_t i = 0; i < sources.size(); ++i) {
        if (sources[i].name != source.name) continue;
        fail(item.source(), "two sources are called " + in_quotes(source.name) + ", the first on line " +
                                std::to_string(tables->get(i)->source().begin.line) +
                                "; make them one (sets and paths are lists), or give an oai source another name");
      }
      sources.push_back(std::move(source));
    }
    return sources;
  }

  SourceConfig read_source(const toml::table& table) const {
    check_keys(table, "[[source]]", {"kind", "name", "base_url", "sets", "query", "paths", "from", "api_key"});
    SourceConfig source;
    if (table.get("kind") == nullptr) fail(table.source(), "the source has no 'kind', such as kind = \"arxiv\"");
    try {
      source.kind = source_kind_from_name(string_of(table, "kind"));
    } catch (const SourceFault& fault) {
      fail(table.get(fault.key())->source(), fault.what());
    }
    const std::string name = string_of(table, "name");
    source.name = name.empty() && source.kind != SourceKind::kOai ? name_of(source.kind) : name;
    source.base_url = string_of(table, "base_url");
    source.sets = strings_of(table, "sets");
    source.query = string_of(table, "query");
    source.from = day_of(table, "from");
    source.api_key = string_of(table, "api_key");
    for (const std::string& path : strings_of(table, "paths")) source.paths.push_back(resolve(path));
    try {
      check_source(source);
    } catch (const SourceFault& fault) {
      const toml::node* node = table.get(fault.key());
      fail(node != nullptr ? node->source() : table.source(), fault.what());
    }
    return source;
  }

  std::string file_;
  fs::path folder_;
  toml::table root_;
};

}  // namespace

Config read_config(const fs::path& file) { return ConfigReader(file).read(); }

}  // namespace paperdex
