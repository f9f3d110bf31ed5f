#include "indexer/config.h"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>

#include "data/toml_file.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

// The keys of the file that are the indexer's.
class ConfigReader {
 public:
  explicit ConfigReader(const fs::path& file) : file_(file) {}

  Config read() const {
    file_.check_keys(file_.root(), "the file", {"index", "contact", "source", "server", "mail"});
    for (const char* key : {"server", "mail"}) file_.table_of(file_.root(), key);
    Config config;
    const std::string index = file_.string_of(file_.root(), "index");
    if (!index.empty()) config.index = file_.resolve(index);
    config.contact = contact();
    config.sources = sources();
    return config;
  }

 private:
  std::optional<Day> day_of(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_date() && !node->is_string()) file_.fail_type(*node, key, "a day such as 2024-01-31");
    std::ostringstream text;
    if (node->is_date()) {
      text << node->as_date()->get();
    } else {
      text << node->as_string()->get();
    }
    const auto date = Date::parse(text.str());
    if (!date || date->precision() != Date::Precision::kDay) {
      file_.fail(node->source(), in_quotes(key) + " must be a day such as 2024-01-31, not " + in_quotes(text.str()));
    }
    return date->first_day();
  }

  std::string contact() const {
    std::string text = file_.string_of(file_.root(), "contact");
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
      return c >= ' ' && c <= '~' && std::string_view("()\\").find(c) == std::string_view::npos;
    });
    if (!is_plain || text.size() > kMaxContactBytes) {
      file_.fail(
          file_.root().get("contact")->source(),
          "'contact' goes into a header of HTTP: " + std::to_string(kMaxContactBytes) +
              " printable ASCII characters at most, no parentheses or backslashes, such as mailto:me@example.org");
    }
    return text;
  }

  std::vector<SourceConfig> sources() const {
    const toml::node* node = file_.root().get("source");
    if (node == nullptr)
      file_.fail(1, 1, std::string("there is no [[source]] to take papers from") + kSeeConfigExample);
    const toml::array* tables = node->as_array();
    if (tables == nullptr || (!tables->empty() && !tables->is_array_of_tables())) {
      file_.fail(node->source(), "a source is a table in an array: write [[source]] above its keys");
    }
    if (tables->empty())
      file_.fail(node->source(), std::string("there is no [[source]] to take papers from") + kSeeConfigExample);
    std::vector<SourceConfig> sources;
    for (const toml::node& item : *tables) {
      if (sources.size() == kMaxSources) {
        file_.fail(item.source(), "there are more than " + std::to_string(kMaxSources) + " sources");
      }
      SourceConfig source = read_source(*item.as_table());
      for (std::size_t i = 0; i < sources.size(); ++i) {
        if (sources[i].name != source.name) continue;
        file_.fail(item.source(), "two sources are called " + in_quotes(source.name) + ", the first on line " +
                                      std::to_string(tables->get(i)->source().begin.line) +
                                      "; make them one (sets and paths are lists), or give an oai source another name");
      }
      sources.push_back(std::move(source));
    }
    return sources;
  }

  SourceConfig read_source(const toml::table& table) const {
    file_.check_keys(table, "[[source]]", {"kind", "name", "base_url", "sets", "query", "paths", "from", "api_key"});
    SourceConfig source;
    if (table.get("kind") == nullptr) file_.fail(table.source(), "the source has no 'kind', such as kind = \"arxiv\"");
    try {
      source.kind = source_kind_from_name(file_.string_of(table, "kind"));
    } catch (const SourceFault& fault) {
      file_.fail(table.get(fault.key())->source(), fault.what());
    }
    const std::string name = file_.string_of(table, "name");
    source.name = name.empty() && source.kind != SourceKind::kOai ? name_of(source.kind) : name;
    source.base_url = file_.string_of(table, "base_url");
    source.sets = file_.strings_of(table, "sets");
    source.query = file_.string_of(table, "query");
    source.from = day_of(table, "from");
    source.api_key = file_.string_of(table, "api_key");
    for (const std::string& path : file_.strings_of(table, "paths")) source.paths.push_back(file_.resolve(path));
    try {
      check_source(source);
    } catch (const SourceFault& fault) {
      const toml::node* node = table.get(fault.key());
      file_.fail(node != nullptr ? node->source() : table.source(), fault.what());
    }
    return source;
  }

  TomlFile file_;
};

}  // namespace

Config read_config(const fs::path& file) { return ConfigReader(file).read(); }

}  // namespace paperdex
