#include "data/index_dir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <functional>

#include "data/error.h"
#include "data/lexicon.h"
#include "data/schema.h"
#include "tests/sanitized.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string index_error_of(const std::function<void()>& work) {
  try {
    work();
    return "nothing was thrown";
  } catch (const IndexError& error) {
    return error.what();
  }
}

// An environment variable, put back at the end.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~Variable() { set(before_ ? before_->c_str() : nullptr); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void set(const char* value) { value != nullptr ? setenv(name_, value, 1) : unsetenv(name_); }

  const char* name_;
  std::optional<std::string> before_;
};

TEST(IndexDir, TakesTheFlagThenTheVariables) {
  struct Case {
    const char* flag;
    const char* index;
    const char* data;
    const char* home;
    const char* folder;
  };
  constexpr Case kCases[] = {
      {"/flag", "/index", "/data", "/home/a", "/flag"},
      {"", "/index", "/data", "/home/a", "/index"},
      {"", nullptr, "/data", "/home/a", "/data/paperdex"},
      {"", "", "/data", "/home/a", "/data/paperdex"},
      {"", nullptr, nullptr, "/home/a", "/home/a/.local/share/paperdex"},
      {"", "", "", "/home/a", "/home/a/.local/share/paperdex"},
  };
  for (const Case& c : kCases) {
    const Variable index("PAPERDEX_INDEX", c.index), data("XDG_DATA_HOME", c.data), home("HOME", c.home);
    EXPECT_EQ(default_index_dir(c.flag), c.folder);
  }
  const Variable index("PAPERDEX_INDEX", nullptr), data("XDG_DATA_HOME", nullptr), home("HOME", nullptr);
  EXPECT_THROW(default_index_dir(""), InputError);
}

Manifest some_manifest() {
  Manifest manifest;
  manifest.format_version = kFormatVersion;
  manifest.generation = 7;
  manifest.documents = 87'356;
  manifest.commits = 3;
  manifest.origin = "0123456789abcdef";
  manifest.created = Date::parse("2024-06-12T09:30:00Z");
  manifest.newest = Date::parse("2024-06");
  manifest.files = {{"db/postlist.glass", 12, std::string(64, 'a')}, {"words \"<\u2028", 0, std::string(64, '0')}};
  return manifest;
}

TEST(IndexDir, ReadsBackTheManifestThatItWrites) {
  Manifest manifest = some_manifest();
  for (int round = 0; round < 2; ++round) {
    const Manifest read = manifest_from_json(manifest_to_json(manifest), "m");
    EXPECT_EQ(read.format_version, manifest.format_version);
    EXPECT_EQ(read.generation, manifest.generation);
    EXPECT_EQ(read.documents, manifest.documents);
    EXPECT_EQ(read.commits, manifest.commits);
    EXPECT_EQ(read.origin, manifest.origin);
    EXPECT_EQ(read.created, manifest.created);
    EXPECT_EQ(read.newest, manifest.newest);
    EXPECT_EQ(read.files, manifest.files);
    manifest.created.reset();
    manifest.newest.reset();
    manifest.files.clear();
  }
}

TEST(IndexDir, SaysWhatIsWrongWithADamagedManifest) {
  const std::string good = manifest_to_json(some_manifest());
  const auto without = [&](const std::string& name) {
    std::string text = good;
    text.replace(text.find('"' + name + '"'), name.size() + 2, "\"other\"");
    return text;
  };
  const std::pair<std::string, const char*> kCases[] = {
      {"", "is not JSON"},
      {good.substr(0, good.size() / 2), "is not JSON"},
      {"[]", "format_version is missing"},
      {"{}", "format_version is missing"},
      {without("generation"), "manifest_sha256 differs"},
      {good.substr(0, good.size() - 1), "manifest_sha256 differs"},
      {good + "\n", "manifest_sha256 differs"},
      {R"({"format_version":4})", "manifest_sha256 differs"},
      {R"({"format_version":"one"})", "format_version is not a whole number"},
      {R"({"format_version":-1})", "format_version is missing"},
  };
  for (const auto& [text, reason] : kCases) {
    const std::string error = index_error_of([&, &text = text] { manifest_from_json(text, "/i/manifest.json"); });
    EXPECT_THAT(error, HasSubstr("/i/manifest.json is damaged: ")) << text;
    EXPECT_THAT(error, HasSubstr(reason)) << text;
    EXPECT_THAT(error, HasSubstr("paperdex-index publish")) << "what to do";
  }
}

TEST(IndexDir, RefusesAnotherFormatAndSaysWhichItReads) {
  Manifest manifest = some_manifest();
  const std::pair<int, const char*> kCases[] = {
      {kFormatVersion - 1, "; run `paperdex-index upgrade`, which makes it one of today's and keeps all that it holds"},
      {kFormatVersion + 1, ": it was made by a newer Paperdex; install that"},
  };
  for (const auto& [format, advice] : kCases) {
    manifest.format_version = format;
    const std::string error = index_error_of([&] { manifest_from_json(manifest_to_json(manifest), "/i"); });
    EXPECT_EQ(error, "/i has format " + std::to_string(format) + " and this program reads format " +
                         std::to_string(kFormatVersion) + advice);
  }
}

TEST(IndexDir, KnowsTheManifestsOfTheFormatBefore) {
  const std::string text = R"({"format_version": 3, "generation": 7, "documents": 1, "commits": 2, "files": []})";
  EXPECT_EQ(manifest_from_json(text, "/i", 3).commits, 2U);
  EXPECT_THROW(manifest_from_json(text, "/i"), FormatError);
}

TEST(IndexDir, SeesEveryFlippedBitAndEveryCutOfAManifest) {
  const std::string good = manifest_to_json(some_manifest());
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = good;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      ASSERT_THROW(manifest_from_json(flipped, "/i"), IndexError) << flipped;
    }
    ASSERT_THROW(manifest_from_json(good.substr(0, at), "/i"), IndexError) << at;
  }
}

TEST(IndexDir, RefusesTheManifestOfAnotherGeneration) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "8");
  std::ofstream(folder.path() / "8" / "manifest.json") << manifest_to_json(some_manifest());
  EXPECT_THAT(index_error_of([&] { read_manifest(folder.path() / "8"); }), HasSubstr("is that of generation 7"));
  std::filesystem::rename(folder.path() / "8", folder.path() / "7");
  EXPECT_EQ(read_manifest(folder.path() / "7").generation, 7U);
}

TEST(IndexDir, SaysThatAManifestIsMissing) {
  const TemporaryFolder folder;
  EXPECT_THAT(index_error_of([&] { read_manifest(folder.path() / "7"); }),
              AllOf(HasSubstr("7/manifest.json: No such file or directory"), HasSubstr("paperdex-index publish")));
}

TEST(IndexDir, KnowsTheSha256OfAFile) {
  const TemporaryFolder folder;
  write(folder.path() / "empty", "");
  write(folder.path() / "abc", "abc");
  write(folder.path() / "large", std::string(3'000'000, 'a'));
  EXPECT_EQ(sha256_of_file(folder.path() / "empty"),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_of_file(folder.path() / "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_of_file(folder.path() / "large").size(), 64U);
  EXPECT_THROW(sha256_of_file(folder.path() / "absent"), IndexError);
}

class VerifyTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"db/postlist.glass", "words"}) {
      const fs::path file = folder_.path() / name;
      write(file, std::string("content of ") + name);
      manifest_.files.push_back({name, fs::file_size(file), sha256_of_file(file)});
    }
  }
  std::string fault() {
    return index_error_of([&] { verify_generation(folder_.path(), manifest_); });
  }

  TemporaryFolder folder_;
  Manifest manifest_;
};

TEST_F(VerifyTest, LetsAWholeGenerationThrough) { EXPECT_EQ(fault(), "nothing was thrown"); }

TEST_F(VerifyTest, NamesAFileThatIsMissing) {
  fs::remove(folder_.path() / "words");
  EXPECT_THAT(fault(), HasSubstr((folder_.path() / "words").string() + " is missing"));
  EXPECT_THAT(fault(), HasSubstr("paperdex-index rollback"));
}

TEST_F(VerifyTest, NamesAFileOfAnotherSize) {
  write(folder_.path() / "words", "");
  EXPECT_THAT(fault(), HasSubstr((folder_.path() / "words").string() + " is damaged"));
}

TEST_F(VerifyTest, NamesAFileWithOneBitFlipped) {
  const fs::path file = folder_.path() / "db/postlist.glass";
  for (std::size_t byte = 0; byte < fs::file_size(file); byte += 5) {
    std::string text = "content of db/postlist.glass";
    text[byte] = static_cast<char>(text[byte] ^ 1);
    write(file, text);
    EXPECT_THAT(fault(), HasSubstr(file.string() + " is damaged"));
  }
}

TEST_F(VerifyTest, ComparesSizesWithoutReading) {
  EXPECT_NO_THROW(verify_sizes(folder_.path(), manifest_));
  const fs::path words = folder_.path() / "words";
  const auto bytes = fs::file_size(words);
  write(words, std::string(bytes, 'x'));
  EXPECT_NO_THROW(verify_sizes(folder_.path(), manifest_)) << "of the same size";
  for (const auto other : {bytes - 1, bytes + 1}) {
    fs::resize_file(words, other);
    EXPECT_THROW(verify_sizes(folder_.path(), manifest_), LastingError);
  }
  fs::remove(words);
  EXPECT_THROW(verify_sizes(folder_.path(), manifest_), LastingError);
}

// For as long as it lives, nothing more can be opened.
class NoDescriptors {
 public:
  NoDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST_F(VerifyTest, TellsAFaultThatMayPassFromDamage) {
  if (kIsSanitized) GTEST_SKIP() << "sanitizers need file descriptors of their own";
  write(folder_.path() / "manifest.json", manifest_to_json(some_manifest()));
  const std::function<void()> reads[] = {[&] { read_manifest(folder_.path()); },
                                         [&] { verify_generation(folder_.path(), manifest_); },
                                         [&] { Lexicon(folder_.path() / "words"); }};
  for (const auto& read : reads) {
    const NoDescriptors none;
    try {
      read();
      ADD_FAILURE() << "it could be read";
    } catch (const LastingError& error) {
      ADD_FAILURE() << "taken for damage: " << error.what();
    } catch (const IndexError& error) {
      EXPECT_THAT(error.what(), EndsWith(": Too many open files"));
    }
  }
  write(folder_.path() / "words", "damaged");
  EXPECT_THROW(verify_generation(folder_.path(), manifest_), LastingError);
  EXPECT_THROW(Lexicon(folder_.path() / "words"), LastingError);
  EXPECT_THROW(manifest_from_json("{}", "m"), LastingError);
}

TEST(IndexDir, ReadsTheCurrentLinkWhateverItPointsAt) {
  const TemporaryFolder folder;
  const IndexDir dir(folder.path());
  EXPECT_EQ(dir.current(), std::nullopt) << "nothing published";
  const std::pair<const char*, std::optional<Generation>> kLinks[] = {
      {"generations/12", 12},  // need not exist: opening it says so
      {"/elsewhere/generations/3", 3},
      {"generations/", std::nullopt},
      {"generations/7x", std::nullopt},
      {"generations/-7", std::nullopt},
      {"generations/99999999999999999999999", std::nullopt},
      {"nonsense", std::nullopt},
  };
  for (const auto& [target, generation] : kLinks) {
    fs::remove(dir.current_link());
    fs::create_symlink(target, dir.current_link());
    EXPECT_EQ(dir.current(), generation) << target;
  }
  fs::remove(dir.current_link());
  write(dir.current_link(), "7");
  EXPECT_EQ(dir.current(), std::nullopt) << "a file is no link";
  EXPECT_EQ(IndexDir(folder.path() / "absent").current(), std::nullopt);
}

TEST(IndexDir, ListsWholeGenerationsOldestFirst) {
  const TemporaryFolder folder;
  const IndexDir dir(folder.path());
  EXPECT_THAT(dir.list(), IsEmpty());
  for (const char* name : {"10", "9", "2", "11.tmp", "x"}) write(dir.generations() / name / "manifest.json", "{}");
  fs::create_directories(dir.generation(12));
  EXPECT_THAT(dir.list(), ElementsAre(2, 9, 10));
}

TEST(IndexDir, NamesItsPlaces) {
  const IndexDir dir("/i");
  EXPECT_EQ(dir.lock(), "/i/lock");
  EXPECT_EQ(dir.staging(), "/i/staging");
  EXPECT_EQ(dir.generation(7), "/i/generations/7");
  EXPECT_EQ(dir.current_link(), "/i/current");
}

}  // namespace
}  // namespace paperdex
