#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace paperdex {
namespace {

namespace fs = std::filesystem;

// data <- indexer; data <- query <- server. Nothing else of ours may be included.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"data", {"data"}},
    {"indexer", {"data", "indexer"}},
    {"query", {"data", "query"}},
    {"server", {"data", "query", "server"}},
};

// The name between the quotes or angle brackets of an #include line, with the opening sign; "" for another line.
std::string included(std::string line) {
  std::erase_if(line, [](char c) { return c == ' ' || c == '\t'; });
  if (!line.starts_with("#include\"") && !line.starts_with("#include<")) return {};
  const std::size_t begin = std::string("#include").size();
  return line.substr(begin, line.find_first_of("\">", begin + 1) - begin);
}

// "file:line includes ..." for each line of `in` that a file of `folder` may not have.
std::vector<std::string> faults_of(const std::string& folder, const std::string& name, std::istream& in) {
  std::vector<std::string> faults;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string found = included(line);
    if (found.empty()) continue;
    const std::string file = found.substr(1);
    const std::string owner = file.substr(0, file.find('/'));
    const bool ours = found[0] == '"' || kMayInclude.count(owner) > 0 || owner == "tests";
    if (ours && kMayInclude.at(folder).count(owner) == 0) {
      faults.push_back(name + ':' + std::to_string(number) + " includes " + file);
    }
  }
  return faults;
}

TEST(IncludeRule, HoldsInEveryFile) {
  std::size_t files = 0;
  for (const auto& [folder, allowed] : kMayInclude) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(PAPERDEX_SOURCE_DIR) / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      ++files;
      std::ifstream in(entry.path());
      for (const std::string& fault : faults_of(folder, entry.path().string(), in)) ADD_FAILURE() << fault;
    }
  }
  EXPECT_GT(files, 50U);
}

// RapidJSON's own types would allocate without throwing (data/json_types.h).
TEST(IncludeRule, RapidJsonIsOnlyIncludedWhereItIsMadeSafe) {
  for (const auto& [folder, allowed] : kMayInclude) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(PAPERDEX_SOURCE_DIR) / folder)) {
      if (entry.path().filename().string().starts_with("json")) continue;
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) {
        EXPECT_FALSE(included(line).starts_with("<rapidjson")) << entry.path() << ": " << line;
        EXPECT_EQ(line.find("rapidjson::Value"), std::string::npos) << entry.path() << ": " << line;
        EXPECT_EQ(line.find("rapidjson::Document"), std::string::npos) << entry.path() << ": " << line;
      }
    }
  }
}

TEST(IncludeRule, NamesFileAndLine) {
  std::istringstream in(
      "#include <vector>\n#include \"data/date.h\"\n\n#include \"server/http.h\"\n#include <indexer/x.h>\n");
  EXPECT_EQ(faults_of("query", "query/a.cc", in),
            (std::vector<std::string>{"query/a.cc:4 includes server/http.h", "query/a.cc:5 includes indexer/x.h"}));
  std::istringstream relative("#include \"date.h\"\n#include \"tests/test_index.h\"\n");
  EXPECT_EQ(faults_of("data", "data/a.cc", relative).size(), 2U);
}

// Threads that make queries of Xapian's one object for all documents count its references without a lock, and free it
// under each other in the end. query/posting_sources.h has every_paper() for it.
TEST(SharedObjects, NoSourceUsesXapiansMatchAll) {
  for (const auto& [folder, allowed] : kMayInclude) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(PAPERDEX_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cc") continue;
      std::ifstream in(entry.path());
      std::ostringstream text;
      text << in.rdbuf();
      EXPECT_EQ(text.str().find("Query::MatchAll"), std::string::npos) << entry.path();
    }
  }
}

}  // namespace
}  // namespace paperdex
