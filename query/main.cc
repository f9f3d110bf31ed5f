// paperdex-query: asks the published index on the command line.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <iterator>
#include <new>
#include <string>
#include <vector>

#include "data/error.h"
#include "query/commands.h"

namespace paperdex {
namespace {

constexpr char kFormats[] =
    "text (default), json (with scores and totals), ids, or a file of the papers: jsonl (as paperdex-index add reads "
    "it "
    "back), csv, bibtex, ris or csl-json";

void add_search(CLI::App& app, QueryCommand& command) {
  CLI::App* search = app.add_subcommand("search",
                                        "Ranks papers by words, \"phrases\", -not, AND OR ( ), title: author: "
                                        "abstract: cat: id: date:2024-01..2024-06, prefix*");
  search->add_option("WORDS", command.words, "What to search for");
  search->add_option("--limit", command.limit, "How many papers (default 10)");
  search->add_option("--offset", command.offset, "How many to pass over");
  search->add_option("--sort", command.sort, "relevance, blend (default), newest, oldest, updated or updated-oldest");
  search->add_option("--from", command.from, "Published on this date or later: YYYY, YYYY-MM or YYYY-MM-DD");
  search->add_option("--until", command.until, "Published on this date or earlier");
  search->add_option("--category", command.categories, "Only this category; may be repeated");
  search->add_option("--author", command.authors, "Only by this author; may be repeated");
  search->add_option("--source", command.sources, "Only from this source; may be repeated");
  search->add_option("--half-life", command.half_life, "Years after which recency counts half (default 2)");
  search->add_option("--format", command.format, kFormats);
  search->add_flag("--typing", command.typing, "The last word is unfinished");
  search->add_flag("--facets", command.facets, "Count the matches by year, category and source (text, json)");
  search->add_flag("--explain", command.explain, "Say why each paper is there (text, json)");
  search->callback([&command] { command.name = "search"; });
}

void add_others(CLI::App& app, QueryCommand& command) {
  CLI::App* related = app.add_subcommand("related", "The papers nearest to a paper");
  related->add_option("ID", command.words, "Any of its ids")->required()->expected(1);
  related->add_option("--limit", command.limit, "How many papers (default 10)");
  related->add_option("--format", command.format, kFormats);
  related->callback([&command] { command.name = "related"; });

  CLI::App* suggest = app.add_subcommand("suggest", "Completions of the last word");
  suggest->add_option("PREFIX", command.words, "What was typed so far")->required();
  suggest->add_option("--limit", command.limit, "How many (default 10)");
  suggest->callback([&command] { command.name = "suggest"; });

  CLI::App* show = app.add_subcommand("show", "One paper");
  show->add_option("ID", command.words, "Any of its ids: arXiv's, DOI, ..., also as an address")
      ->required()
      ->expected(1);
  show->add_option("--format", command.format, kFormats);
  show->callback([&command] { command.name = "show"; });

  CLI::App* run = app.add_subcommand("run", "A TREC run over `id<TAB>text` lines, for evaluation");
  run->add_option("FILE", command.words, "The topics, or - for standard input")->required()->expected(1);
  run->add_flag("--related", command.related, "The texts are ids of papers, whose neighbours are ranked");
  run->add_flag("--typing", command.typing, "The last word of each topic is unfinished");
  run->add_option("--sort", command.sort, "relevance (default) or blend");
  run->add_option("--limit", command.limit, "How many papers a topic (default 1000)");
  run->callback([&command] { command.name = "run"; });
}

// `search -word` excludes a word, though it looks like a short flag; there are only long ones but -h.
std::vector<std::string> take_excluded_words(std::vector<std::string>& arguments) {
  std::vector<std::string> words;
  if (std::find(arguments.begin(), arguments.end(), "search") == arguments.end()) return words;
  const auto is_excluded = [](const std::string& text) {
    return text.size() > 1 && text[0] == '-' && text[1] != '-' && (text[1] < '0' || text[1] > '9') && text != "-h";
  };
  std::copy_if(arguments.begin(), arguments.end(), std::back_inserter(words), is_excluded);
  std::erase_if(arguments, is_excluded);
  return words;
}

int main_or_throw(int argc, char** argv) {
  QueryCommand command;
  std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::vector<std::string> excluded = take_excluded_words(arguments);
  CLI::App app("Asks the published Paperdex index. Exit status: 0 found, 1 nothing found, 2 usage, 3 failed.");
  app.name("paperdex-query");
  app.set_version_flag("--version", std::string("paperdex-query ") + PAPERDEX_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--index", command.index, "The index folder (default $PAPERDEX_INDEX, else $XDG_DATA_HOME/paperdex)");
  app.add_flag("--verify", command.verify,
               "Compare every byte of the index with its manifest first; without it, only the files' sizes are");
  add_search(app, command);
  add_others(app, command);
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes a vector
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  command.words.insert(command.words.end(), excluded.begin(), excluded.end());
  return run_query_command(command, std::cin, std::cout, std::cerr);
}

}  // namespace
}  // namespace paperdex

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    const int status = paperdex::main_or_throw(argc, argv);
    if (!std::cout.flush()) throw paperdex::Error("cannot write to standard output");
    return status;
  } catch (const paperdex::QueryError& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitUsage;
  } catch (const std::bad_alloc&) {
    std::cerr << "error: there is not enough memory\n";
    return paperdex::kExitFailed;
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitFailed;
  }
}
