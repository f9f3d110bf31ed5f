// paperdex-index: files of papers in, a published index out.
#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/error.h"
#include "indexer/commands/commands.h"
#include "indexer/sources/file_source.h"

namespace paperdex {
namespace {

constexpr char kFooter[] =
    "The index is --index DIR, else $PAPERDEX_INDEX, else $XDG_DATA_HOME/paperdex, else ~/.local/share/paperdex.\n"
    "Exit status: 0 done; 1 done, but records were rejected, ids unknown or (nightly) a source is not done; 2 usage;\n"
    "3 failed (for add also: no file could be read); 75 another indexer holds the index, or (harvest) the source is\n"
    "down; 130 or 143 stopped by SIGINT or SIGTERM, nothing lost.";

// A day on the command line. Throws CLI::ValidationError.
Day day_of(const std::string& option, const std::string& text) {
  const std::optional<Date> date = Date::parse(text);
  if (!date || date->precision() != Date::Precision::kDay) {
    throw CLI::ValidationError(option, "must be a day such as 2024-01-31, not '" + text + "'");
  }
  return date->first_day();
}

// The options of harvest: the keys of a configuration's [[source]].
class HarvestArguments {
 public:
  using Run = std::function<void(const SourceConfig&, std::optional<Day> until)>;

  HarvestArguments(CLI::App& app, Run run) : run_(std::move(run)) {
    CLI::App* command = app.add_subcommand("harvest", "Fetch from one source by hand, then publish");
    command->add_option("SOURCE", kind_, "arxiv, arxiv-snapshot, hf-daily, oai, acl, openalex or europepmc")
        ->required();
    command->add_option("PATH", source_.paths, "Files or folders, of acl and arxiv-snapshot");
    command->add_option("--from", from_, "The first day (default: a week ago)")->type_name("DAY");
    command->add_option("--until", until_, "The last day (default: today)")->type_name("DAY");
    command->add_option("--set", source_.sets, "A set of arxiv or oai; may be repeated")
        ->type_name("SET")
        ->expected(1)
        ->take_all();
    command->add_option("--query", source_.query, "Which papers, of openalex and europepmc")->type_name("QUERY");
    command->add_option("--base-url", source_.base_url, "A mirror's address; of oai the repository's")
        ->type_name("URL");
    command->add_option("--name", source_.name, "What an oai source's papers carry as their source")->type_name("NAME");
    command->callback([this] { start(); });
  }

 private:
  void start() {
    source_.kind = source_kind_from_name(kind_);
    if (source_.name.empty()) source_.name = name_of(source_.kind);
    if (!from_.empty()) source_.from = day_of("--from", from_);
    check_source(source_);
    run_(source_, until_.empty() ? std::nullopt : std::optional(day_of("--until", until_)));
  }

  Run run_;
  SourceConfig source_;
  std::string kind_;
  std::string from_;
  std::string until_;
};

int run(int argc, char** argv) {
  CLI::App app("Builds and publishes an index of papers.", "paperdex-index");
  app.set_version_flag("--version", "paperdex-index " PAPERDEX_VERSION);
  app.footer(kFooter);
  app.require_subcommand(1);
  app.fallthrough();
  std::string index;
  app.add_option("--index", index, "Folder of the index")->type_name("DIR");
  const auto dir = [&] { return IndexDir(default_index_dir(index)); };
  int status = kExitDone;

  std::vector<std::string> files;
  std::string format = "auto";
  CLI::App* add_papers = app.add_subcommand("add", "Add or update the papers of files, then publish");
  add_papers->add_option("--format", format, "auto, jsonl, arxiv-snapshot, hf-daily, bibtex, ris or csl-json")
      ->check(CLI::IsMember(file_format_names()))
      ->type_name("NAME");
  add_papers->add_option("FILE", files, "Plain, gzip or zstd; - is standard input")->required();
  add_papers->callback([&] { status = add(dir(), files, file_format_from_name(format)); });

  HarvestArguments harvest_arguments(
      app, [&](const SourceConfig& source, std::optional<Day> until) { status = harvest(source, until, dir()); });

  std::string config_file;
  bool dry_run = false;
  CLI::App* night = app.add_subcommand("nightly", "Fetch what is new from every configured source, then publish");
  night->add_option("--config", config_file, "The configuration, in TOML")->required()->type_name("FILE");
  night->add_flag("--dry-run", dry_run, "Only say which days would be asked for");
  night->callback([&] {
    const Config config = read_config(config_file);
    const std::string folder = index.empty() ? config.index.string() : index;
    status = nightly(config, IndexDir(default_index_dir(folder)), dry_run);
  });

  std::string ledger_source;
  int ledger_days = 14;
  std::string ledger_format = "text";
  CLI::App* ledger = app.add_subcommand("ledger", "Say what was harvested, day by day, and what is missing");
  ledger->add_option("--source", ledger_source, "Only this one")->type_name("NAME");
  ledger->add_option("--days", ledger_days, "So many of the last days (default 14)")
      ->check(CLI::Range(0, 100'000))
      ->type_name("N");
  ledger->add_option("--format", ledger_format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("NAME");
  ledger->callback([&] { status = show_ledger(dir(), ledger_source, ledger_days, ledger_format == "json"); });

  std::vector<std::string> ids;
  CLI::App* remove = app.add_subcommand("remove", "Remove papers, then publish");
  remove->add_option("ID", ids, "Ids of papers")->required();
  remove->callback([&] { status = remove_papers(dir(), ids); });

  std::string stats_format = "text";
  CLI::App* stats = app.add_subcommand("stats", "Say what the published index holds");
  stats->add_option("--format", stats_format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("NAME");
  stats->callback([&] { status = show_stats(dir(), stats_format == "json"); });

  app.add_subcommand("check", "Compare every byte of the published index with its manifest")->callback([&] {
    status = check_index(dir());
  });
  app.add_subcommand("generations", "List the published generations")->callback([&] {
    status = show_generations(dir());
  });

  std::optional<Generation> generation;
  CLI::App* rollback = app.add_subcommand("rollback", "Go back to an earlier generation");
  rollback->add_option("GENERATION", generation, "Its number; without it, the one before the current");
  rollback->callback([&] { status = go_back(dir(), generation); });

  app.add_subcommand("publish", "Publish what was added and not published yet")->callback([&] {
    status = publish_staging(dir());
  });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  std::cout.flush();
  if (!std::cout) throw InputError("cannot write to standard output");
  return status;
}

}  // namespace
}  // namespace paperdex

int main(int argc, char** argv) {
  try {
    const int status = paperdex::run(argc, argv);
    if (!std::cout.flush()) throw paperdex::Error("cannot write to standard output");
    return status;
  } catch (const paperdex::SourceFault& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitUsage;
  } catch (const paperdex::LockedError& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitTryLater;
  } catch (const std::bad_alloc&) {
    std::cerr << "error: there is not enough memory\n";
    return paperdex::kExitFailed;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitFailed;
  }
}
