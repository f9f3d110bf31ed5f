// The subcommands of paperdex-query, apart from its flags.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace paperdex {

// What was said on the command line; empty means not said.
struct QueryCommand {
  std::string name;
  std::string index;
  std::vector<std::string> words;
  std::optional<std::size_t> limit;
  std::size_t offset = 0;
  std::string sort;
  std::string from;
  std::string until;
  std::vector<std::string> categories;
  std::vector<std::string> authors;
  std::vector<std::string> sources;
  std::optional<double> half_life;
  std::string format;
  bool typing = false;
  bool facets = false;
  bool explain = false;
  bool related = false;
  bool verify = false;
};

// Runs it and returns the exit status. Throws QueryError for what was asked wrongly, IndexError for the rest.
int run_query_command(const QueryCommand& command, std::istream& in, std::ostream& out, std::ostream& errors);

}  // namespace paperdex
