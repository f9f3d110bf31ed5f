// The commands that only look: stats, generations, check.
#include <xapian.h>

#include <iostream>
#include <utility>

#include "data/json.h"
#include "data/lexicon.h"
#include "data/schema.h"
#include "data/xapian_error.h"
#include "indexer/commands/commands.h"
#include "indexer/publisher.h"

namespace paperdex {
namespace {

std::uint64_t bytes_of(const Manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const ManifestFile& file : manifest.files) bytes += file.bytes;
  return bytes;
}

Generation required_current(const IndexDir& dir) {
  const std::optional<Generation> current = dir.current();
  if (!current) {
    throw IndexError("nothing is published in " + dir.path().string() + "; run `paperdex-index add FILE`");
  }
  return *current;
}

struct Stats {
  Manifest manifest;
  std::uint64_t words = 0;
  std::uint64_t staging_documents = 0;
  bool published = false;  // whether the current generation holds all that was committed
  std::vector<std::pair<std::string, std::uint64_t>> sources;
};

Stats collect(const IndexDir& dir) {
  Stats stats;
  const std::filesystem::path folder = dir.generation(required_current(dir));
  stats.manifest = read_manifest(folder);
  stats.words = Lexicon(folder / "words").size();
  translate_xapian("cannot read the index at " + dir.path().string(), [&] {
    const Xapian::Database published((folder / "db").string());
    const std::string prefix = kSourcePrefix;
    for (auto term = published.allterms_begin(prefix); term != published.allterms_end(prefix); ++term) {
      stats.sources.emplace_back((*term).substr(prefix.size()), term.get_termfreq());
    }
    if (!std::filesystem::exists(dir.staging())) return;
    const Xapian::Database staging(dir.staging().string());
    stats.staging_documents = staging.get_doccount();
    stats.published = staging.get_metadata(kMetaCommits) == std::to_string(stats.manifest.commits);
  });
  return stats;
}

// Name and value as JSON has it; a text form without quotes comes from event_value().
struct Field {
  const char* name;
  std::string value;
  bool is_text = false;
};

std::vector<Field> fields_of(const IndexDir& dir, const Stats& stats) {
  const Manifest& manifest = stats.manifest;
  const std::uint64_t bytes = bytes_of(manifest);
  const auto date = [](const std::optional<Date>& value) { return value ? value->to_string() : std::string(); };
  return {{"index", dir.path().string(), true},
          {"generation", std::to_string(manifest.generation)},
          {"created", date(manifest.created), true},
          {"documents", std::to_string(manifest.documents)},
          {"newest", date(manifest.newest), true},
          {"words", std::to_string(stats.words)},
          {"bytes", std::to_string(bytes)},
          {"bytes_per_paper", std::to_string(manifest.documents == 0 ? 0 : bytes / manifest.documents)},
          {"staging_documents", std::to_string(stats.staging_documents)},
          {"all_published", stats.published ? "true" : "false"}};
}

std::string to_json(const std::vector<Field>& fields, const Stats& stats) {
  std::string out = "{";
  const auto append_name = [&](const std::string& name) {
    append_json_string(out, name);
    out += ':';
  };
  for (const Field& field : fields) {
    append_name(field.name);
    if (field.is_text) {
      append_json_string(out, field.value);
    } else {
      out += field.value;
    }
    out += ',';
  }
  out += "\"sources\":{";
  for (const auto& [source, documents] : stats.sources) {
    if (!out.ends_with('{')) out += ',';
    append_name(source);
    out += std::to_string(documents);
  }
  return out + "}}";
}

}  // namespace

int show_stats(const IndexDir& dir, bool as_json) {
  const Stats stats = collect(dir);
  const std::vector<Field> fields = fields_of(dir, stats);
  if (as_json) {
    std::cout << to_json(fields, stats) << '\n';
    return kExitDone;
  }
  for (const Field& field : fields) std::cout << field.name << '=' << event_value(field.value) << '\n';
  for (const auto& [source, documents] : stats.sources) {
    std::cout << "source=" << event_value(source) << " documents=" << documents << '\n';
  }
  return kExitDone;
}

int show_generations(const IndexDir& dir) {
  const Generation current = required_current(dir);
  for (const Generation number : dir.list()) {
    const Manifest manifest = read_manifest(dir.generation(number));
    std::cout << "generation=" << number << " created=" << (manifest.created ? manifest.created->to_string() : "")
              << " documents=" << manifest.documents << " bytes=" << bytes_of(manifest)
              << " current=" << (number == current ? "yes" : "no") << '\n';
  }
  return kExitDone;
}

int check_index(const IndexDir& dir, bool deep) {
  std::optional<IndexLock> lock;  // what a session changes meanwhile would look like damage
  if (deep && std::filesystem::exists(dir.path())) lock.emplace(dir);
  const std::vector<std::string> faults = check(dir, deep);
  for (const std::string& fault : faults) std::cerr << "error: " << fault << '\n';
  if (!faults.empty()) return kExitFailed;
  const Manifest manifest = read_manifest(dir.generation(required_current(dir)));
  std::cout << "ok generation=" << manifest.generation << " documents=" << manifest.documents
            << " bytes=" << bytes_of(manifest) << '\n';
  return kExitDone;
}

}  // namespace paperdex
