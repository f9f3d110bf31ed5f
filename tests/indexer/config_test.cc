#include "indexer/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "data/toml_file.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kMinimal[] = "[[source]]\nkind = \"arxiv\"\n";

class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text) { std::ofstream(path(), std::ios::binary) << text; }

  std::filesystem::path path() const { return folder_.path() / "paperdex.toml"; }
  Config read() const { return read_config(path()); }
  // What is wrong with it, with the file's name alone; "" when nothing is.
  std::string fault() const {
    try {
      read();
    } catch (const InputError& error) {
      const std::string message = error.what();
      const std::size_t folder = message.find(folder_.path().string() + '/');
      if (folder != 0) return message;
      return message.substr(folder_.path().string().size() + 1);
    }
    return {};
  }

 private:
  TemporaryFolder folder_;
};

std::string fault_of(const std::string& text) { return ConfigFile(text).fault(); }

std::string source(const std::string& keys) { return "[[source]]\n" + keys + '\n'; }

TEST(Config, ReadsEveryKey) {
  const ConfigFile file(R"(
index = "/var/lib/paperdex"
contact = "mailto:admin@example.org"
[[source]]
kind = "arxiv"
base_url = "http://127.0.0.1:8081/oai"
sets = ["cs", "physics:hep-th"]
from = 2024-01-01
[[source]]
kind = "oai"
name = "zenodo-2"
base_url = "https://zenodo.org/oai2d"
from = "2024-02-29"
[[source]]
kind = "acl"
paths = ["/srv/acl-anthology", "more/a.xml"]
[[source]]
kind = "openalex"
query = "slot attention"
api_key = "secret"
[server]
port = 8080
[mail]
from = "paperdex@example.org"
)");
  const Config config = file.read();
  EXPECT_EQ(config.index, "/var/lib/paperdex");
  EXPECT_EQ(config.contact, "mailto:admin@example.org");
  ASSERT_EQ(config.sources.size(), 4U);
  const SourceConfig& arxiv = config.sources[0];
  EXPECT_EQ(arxiv.kind, SourceKind::kArxiv);
  EXPECT_EQ(arxiv.name, "arxiv");
  EXPECT_EQ(arxiv.base_url, "http://127.0.0.1:8081/oai");
  EXPECT_THAT(arxiv.sets, ElementsAre("cs", "physics:hep-th"));
  EXPECT_EQ(arxiv.from, day_from_ymd({2024, 1, 1}));
  EXPECT_EQ(config.sources[1].kind, SourceKind::kOai);
  EXPECT_EQ(config.sources[1].name, "zenodo-2");
  EXPECT_EQ(config.sources[1].from, day_from_ymd({2024, 2, 29}));
  EXPECT_EQ(config.sources[2].kind, SourceKind::kAcl);
  const std::string folder = file.path().parent_path().string();
  EXPECT_THAT(config.sources[2].paths, ElementsAre("/srv/acl-anthology", folder + "/more/a.xml"));
  EXPECT_EQ(config.sources[3].query, "slot attention");
  EXPECT_EQ(config.sources[3].api_key, "secret");
  EXPECT_FALSE(config.sources[3].from);
}

TEST(Config, MakesDoWithoutIndexAndContact) {
  const Config config = ConfigFile(kMinimal).read();
  EXPECT_TRUE(config.index.empty());
  EXPECT_TRUE(config.contact.empty());
}

TEST(Config, TakesRelativePathsFromItsFolder) {
  const ConfigFile file(std::string("index = \"../papers/index\"\n") + kMinimal);
  EXPECT_EQ(file.read().index, file.path().parent_path().parent_path() / "papers/index");
}

TEST(Config, ExampleIsReadAndHasEveryKindAndKey) {
  const Config config = read_config(PAPERDEX_SOURCE_DIR "/indexer/deploy/paperdex.toml.example");
  EXPECT_EQ(config.index, "/var/lib/paperdex");

  // What is commented out must be right as well: "#key" and "#[[source]]", where prose has a space behind the sign.
  std::ifstream in(PAPERDEX_SOURCE_DIR "/indexer/deploy/paperdex.toml.example");
  std::string text;
  for (std::string line; std::getline(in, line);) {
    const bool is_commented_out = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    text += (is_commented_out ? line.substr(1) : line) + '\n';
  }
  const ConfigFile full(text);
  ASSERT_EQ(full.fault(), "");
  std::vector<std::string> kinds;
  for (const SourceConfig& source : full.read().sources) kinds.emplace_back(name_of(source.kind));
  EXPECT_THAT(kinds, testing::UnorderedElementsAre("arxiv", "arxiv-snapshot", "hf-daily", "oai", "acl", "openalex",
                                                   "europepmc"));
  for (const char* key :
       {"index", "contact", "kind", "name", "base_url", "sets", "query", "paths", "from", "api_key"}) {
    EXPECT_THAT(text, HasSubstr('\n' + std::string(key) + " = ")) << key;
  }
}

// Add a row for every mistake that a user made.
TEST(Config, NamesFileLineColumnAndWhatToDo) {
  const struct {
    std::string text;
    const char* fault;
  } kCases[] = {
      {"index = \"a", "paperdex.toml:1:11: Error while parsing"},
      {"index = \"a\"\nindex = \"b\"\n", "paperdex.toml:2:9: Error while parsing"},
      {"index = \"\xFF\"", "paperdex.toml:1:"},
      {"", "paperdex.toml:1:1: there is no [[source]] to take papers from; paperdex.toml.example shows one"},
      {"source = []", "paperdex.toml:1:10: there is no [[source]]"},
      {"[source]\nkind = \"arxiv\"", "paperdex.toml:1:1: a source is a table in an array: write [[source]]"},
      {"source = [1]", "paperdex.toml:1:10: a source is a table in an array"},
      {std::string(kMinimal) + "[indx]\n",
       "paperdex.toml:3:2: unknown key 'indx' in the file; known are index, contact, source, server, mail"},
      {source("kind = \"arxiv\"\n  sett = [\"cs\"]"),
       "paperdex.toml:3:3: unknown key 'sett' in [[source]]; known are kind, name, base_url, sets, query, paths, from, "
       "api_key"},
      {std::string("server = 1\n") + kMinimal, "paperdex.toml:1:10: 'server' must be a table, not of type integer"},
      {std::string(kMinimal) + "[[mail]]\n", "paperdex.toml:3:1: 'mail' must be a table, not of type array"},
      {std::string("index = 1\n") + kMinimal, "paperdex.toml:1:9: 'index' must be a string, not of type integer"},
      {std::string("index = \"\"\n") + kMinimal,
       "paperdex.toml:1:9: 'index' is empty; give it a value or leave it out"},
      {std::string("contact = \"a\\nb\"\n") + kMinimal, "paperdex.toml:1:11: 'contact' goes into a header of HTTP"},
      {std::string("contact = \"a (b)\"\n") + kMinimal, "paperdex.toml:1:11: 'contact' goes into a header of HTTP"},
      {std::string("contact = \"\xC3\xA9\"\n") + kMinimal, "paperdex.toml:1:11: 'contact' goes into a header of HTTP"},
      {source(""), "paperdex.toml:1:1: the source has no 'kind', such as kind = \"arxiv\""},
      {source("kind = \"arxv\""),
       "paperdex.toml:2:8: no kind of source is called 'arxv'; known are arxiv, arxiv-snapshot, hf-daily, oai, acl, "
       "openalex, europepmc"},
      {source("kind = [\"arxiv\"]"), "paperdex.toml:2:8: 'kind' must be a string, not of type array"},
      {source("kind = \"arxiv\"\nsets = \"cs\""),
       "paperdex.toml:3:8: 'sets' must be an array of strings, not of type string"},
      {source("kind = \"arxiv\"\nsets = [\"cs\", 1]"),
       "paperdex.toml:3:15: 'sets' must be an array of strings, not of type integer"},
      {source("kind = \"arxiv\"\nsets = [\"cs\", \"\"]"), "paperdex.toml:3:15: 'sets' is empty"},
      {source("kind = \"arxiv\"\nsets = [\"cs.LG\"]"),
       "paperdex.toml:3:8: the source 'arxiv': arXiv has no set 'cs.LG'; it is written 'cs:cs:LG'"},
      {source("kind = \"arxiv\"\nfrom = 2024-02-30"), "paperdex.toml:3:18: Error while parsing date"},
      {source("kind = \"arxiv\"\nfrom = \"2024-02-30\""),
       "paperdex.toml:3:8: 'from' must be a day such as 2024-01-31, not '2024-02-30'"},
      {source("kind = \"arxiv\"\nfrom = \"2024-02\""), "paperdex.toml:3:8: 'from' must be a day"},
      {source("kind = \"arxiv\"\nfrom = 0024-02-01"), "paperdex.toml:3:8: 'from' must be a day"},
      {source("kind = \"arxiv\"\nfrom = 2024-02-01T00:00:00Z"),
       "paperdex.toml:3:8: 'from' must be a day such as 2024-01-31, not of type date-time"},
      {source("kind = \"arxiv\"\nname = \"mine\""),
       "paperdex.toml:3:8: a source of kind arxiv is always called that; leave the name out"},
      {source("kind = \"oai\"\nbase_url = \"https://example.org/oai\""),
       "paperdex.toml:1:1: a source of kind oai needs a name"},
      {source("kind = \"oai\"\nname = \"arxiv\"\nbase_url = \"https://example.org/oai\""),
       "paperdex.toml:3:8: the name 'arxiv' belongs to another kind of source; choose another name"},
      {source("kind = \"oai\"\nname = \"mine\""),
       "paperdex.toml:1:1: the source 'mine' needs base_url: the repository's OAI-PMH address"},
      {"\n" + source("kind = \"openalex\""), "paperdex.toml:2:1: the source 'openalex' needs query: which papers"},
      {source("kind = \"acl\"\npaths = []"), "paperdex.toml:3:9: the source 'acl' needs paths: the files or folders"},
      {kMinimal + source("kind = \"arxiv\"\nsets = [\"cs\"]"),
       "paperdex.toml:3:1: two sources are called 'arxiv', the first on line 1; make them one"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.text);
    const std::string fault = fault_of(c.text);
    EXPECT_THAT(fault, StartsWith(c.fault));
    EXPECT_EQ(fault.find('\n'), std::string::npos);
  }
}

TEST(Config, SaysThatAFileCannotBeRead) {
  const TemporaryFolder folder;
  for (const auto& path : {folder.path() / "missing.toml", folder.path()}) {
    try {
      read_config(path);
      ADD_FAILURE() << "was read";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), StartsWith("cannot read the configuration " + path.string()));
    }
  }
}

TEST(Config, HoldsItsLimits) {
  const auto comments = [](std::size_t bytes) {
    std::string text;
    while (text.size() + 100 < bytes) text += '#' + std::string(98, '.') + '\n';
    return text + '#' + std::string(bytes - text.size() - 1, '.');
  };
  const std::string minimal = kMinimal;
  EXPECT_EQ(fault_of(minimal + comments(kMaxConfigBytes - minimal.size())), "");
  EXPECT_THAT(fault_of(minimal + comments(kMaxConfigBytes - minimal.size() + 1)), HasSubstr("is larger than 1048576"));

  EXPECT_EQ(fault_of(minimal + '#' + std::string(kMaxConfigLineBytes - 1, '.')), "");
  EXPECT_THAT(fault_of(minimal + '#' + std::string(kMaxConfigLineBytes, '.')),
              StartsWith("paperdex.toml:3:1: the line is longer than 4096 bytes"));

  const auto with_contact = [&](std::size_t bytes) {
    return "contact = \"" + std::string(bytes, 'x') + "\"\n" + minimal;
  };
  EXPECT_EQ(fault_of(with_contact(kMaxContactBytes)), "");
  EXPECT_THAT(fault_of(with_contact(kMaxContactBytes + 1)), HasSubstr("200 printable"));

  std::string sources;
  for (std::size_t i = 0; i < kMaxSources; ++i) {
    sources += source("kind = \"oai\"\nname = \"s" + std::to_string(i) + "\"\nbase_url = \"https://example.org\"");
  }
  EXPECT_EQ(ConfigFile(sources).read().sources.size(), kMaxSources);
  EXPECT_THAT(fault_of(sources + minimal), StartsWith("paperdex.toml:401:1: there are more than 100 sources"));
}

// toml++ makes a table of each part and takes them apart by recursion.
TEST(Config, SurvivesTheDeepestKeyThatALineHolds) {
  std::string key = "a";
  while (key.size() + 2 <= kMaxConfigLineBytes - 4) key += ".a";
  EXPECT_THAT(fault_of(key + " = 1\n" + kMinimal), StartsWith("paperdex.toml:1:1: unknown key 'a'"));
  EXPECT_THAT(fault_of("a = " + std::string(4000, '[')), StartsWith("paperdex.toml:1:"));
}

}  // namespace
}  // namespace paperdex
