// paperdex-index: files of papers in, a published index out.
#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "data/error.h"
#include "indexer/commands/commands.h"
#include "indexer/sources/file_source.h"

namespace paperdex {
namespace {

constexpr char kFooter[] =
    "The index is --index DIR, else $PAPERDEX_INDEX, else $XDG_DATA_HOME/paperdex, else ~/.local/share/paperdex.\n"
    "Exit status: 0 done; 1 done, but records were rejected or ids unknown; 2 usage; 3 failed (for add also: no file\n"
    "could be read); 75 another indexer holds the index; 130 or 143 stopped by SIGINT or SIGTERM, nothing lost.";

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
  } catch (const paperdex::LockedError& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitTryLater;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitFailed;
  }
}
