// The configuration file, read by the indexer and by the server.
#include "indexer/config.h"
#include "server/config.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/papers.h"

namespace paperdex {
namespace {

// A fault is one line that names the file.
template <typename Read>
void read(const std::string& path, const Read& read_file) {
  try {
    read_file(path);
  } catch (const InputError& error) {
    require_reason(error.what());
    require(std::string(error.what()).find(path) != std::string::npos, "a fault names the file", error.what());
  }
}

}  // namespace

void fuzz(std::string_view input) {
  const MemoryFile file(input);
  read(file.path(), [](const std::string& path) {
    const Config config = read_config(path);
    require(!config.sources.empty() && config.sources.size() <= kMaxSources, "there is a source");
    for (const SourceConfig& source : config.sources) check_source(source);
  });
  read(file.path(), [](const std::string& path) {
    const ServerConfig config = read_server_config(path);
    require(config.port >= 0 && config.port <= 65535, "a port is one");
    if (config.mail) check_mail_config(*config.mail);
  });
}

}  // namespace paperdex
