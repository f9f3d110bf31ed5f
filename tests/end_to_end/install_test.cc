// What `cmake --install` puts where.
#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

class Installed : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = std::make_unique<Workplace>();
    installed_ =
        run({"/usr/bin/env", "cmake", "--install", PAPERDEX_BINARY_DIR}, "", {"DESTDIR=" + place_->folder().string()});
  }
  static void TearDownTestSuite() { place_.reset(); }
  void SetUp() override { ASSERT_THAT(installed_, EndsWithStatus(0)); }

  // The one installed file whose path ends so; wherever the prefix is.
  static fs::path find(const std::string& end) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(place_->folder())) {
      if (entry.is_regular_file() && entry.path().string().ends_with(end)) found.push_back(entry.path());
    }
    if (found.size() != 1) throw std::runtime_error(std::to_string(found.size()) + " files end with " + end);
    return found[0];
  }

  // The program that a unit starts and its arguments, where it is installed.
  static std::vector<std::string> command_of(const std::string& unit) {
    std::vector<std::string> words;
    for (const std::string& line : lines_of(content_of(find("/lib/systemd/system/" + unit)))) {
      if (!line.starts_with("ExecStart=")) continue;
      std::istringstream in(line.substr(std::string("ExecStart=").size()));
      for (std::string word; in >> word;) words.push_back(word);
    }
    if (!words.empty()) words[0].insert(0, place_->folder().string());
    return words;
  }

  static inline std::unique_ptr<Workplace> place_;
  static inline Outcome installed_;
};

TEST_F(Installed, UnitsStartTheInstalledPrograms) {
  const std::vector<std::string> night = command_of("paperdex-nightly.service");
  ASSERT_FALSE(night.empty());
  EXPECT_EQ(night[0], find("/bin/paperdex-index"));
  EXPECT_THAT(std::vector(night.begin() + 1, night.end()),
              testing::ElementsAre("nightly", "--config", "/etc/paperdex/paperdex.toml"));

  const std::vector<std::string> server = command_of("paperdex-server.service");
  ASSERT_FALSE(server.empty());
  EXPECT_EQ(server[0], find("/bin/paperdex-server"));
  EXPECT_THAT(std::vector(server.begin() + 1, server.end()),
              testing::ElementsAre("--config", "/etc/paperdex/paperdex.toml"));

  const std::vector<std::string> digest = command_of("paperdex-digest.service");
  ASSERT_FALSE(digest.empty());
  EXPECT_EQ(digest[0], find("/bin/paperdex-server"));
  EXPECT_THAT(std::vector(digest.begin() + 1, digest.end()),
              testing::ElementsAre("digest", "--config", "/etc/paperdex/paperdex.toml"));
}

TEST_F(Installed, UnitsAreSandboxedAndHaveTheirUser) {
  for (const char* unit : {"paperdex-nightly.service", "paperdex-server.service", "paperdex-digest.service"}) {
    SCOPED_TRACE(unit);
    const std::vector<std::string> lines = lines_of(content_of(find("/lib/systemd/system/" + std::string(unit))));
    for (const char* line :
         {"User=paperdex", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes",
          "PrivateTmp=yes", "PrivateDevices=yes", "SystemCallFilter=@system-service", "MemoryDenyWriteExecute=yes"}) {
      EXPECT_THAT(lines, testing::Contains(line));
    }
  }
  EXPECT_THAT(content_of(find("/lib/sysusers.d/paperdex.conf")), testing::HasSubstr("\nu paperdex "));
  EXPECT_THAT(content_of(find("/lib/systemd/system/paperdex-nightly.timer")),
              testing::HasSubstr("\nPersistent=true\n"));
}

TEST_F(Installed, ExampleNamesTheIndexThatTheUnitsUse) {
  EXPECT_THAT(content_of(find("/share/doc/paperdex/paperdex.toml.example")),
              testing::HasSubstr("\nindex = \"/var/lib/paperdex\"\n"));
}

}  // namespace
}  // namespace paperdex
