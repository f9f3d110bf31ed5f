// What holds for every source of papers, whatever its bytes are.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "data/paper_json.h"
#include "data/text/unicode.h"
#include "indexer/paper_source.h"
#include "indexer/sources/entry_names.h"
#include "tests/fuzz/fuzz.h"

namespace paperdex {

// A paper that was handed out is valid, and its line reads back as the same.
inline void require_valid(const Paper& paper) {
  const std::string line = paper_to_json(paper);
  require(line.find_first_of("\n<") == std::string::npos, "a paper is one line without '<'", line);
  Paper again = paper;
  validate(again);
  require(again == paper, "validate() changes nothing in what passed it", line + '\n' + paper_to_json(again));
  Paper said = paper;
  said.entry.clear();  // which the index gives, and nobody else
  require(paper_from_json(line) == said, "a paper's line reads back as the paper", line);
  require(paper_from_own_json(line) == paper, "a paper's line is read from the index as the paper", line);
}

inline void require_reason(const std::string& reason) {
  require(is_valid_utf8(reason), "a reason is UTF-8", reason);
  require(!reason.empty() && reason.find_first_of("\n\r\t") == std::string::npos, "a reason is one line", reason);
}

// Reads the record; nothing when it is none.
template <typename Read>
std::optional<Paper> read_record(const Read& read) {
  try {
    Paper paper = read();
    require_valid(paper);
    return paper;
  } catch (const Rejection& rejection) {
    require_reason(rejection.reason());
    return std::nullopt;
  }
}

// Reads the source to its end, and says what it gave: a line of JSON a paper, a line of its place a rejection.
inline std::vector<std::string> read_papers(PaperSource& source) {
  std::vector<std::string> items;
  EntryNames names("file");
  for (;;) {
    SourceItem item = source.next();
    if (std::holds_alternative<Done>(item)) return items;
    if (auto* paper = std::get_if<Paper>(&item)) {
      if (!paper->entry.empty()) names.name(*paper);  // as FileSource does: a key may be any bytes
      require_valid(*paper);
      items.push_back(paper_to_json(*paper));
    } else if (const auto* rejected = std::get_if<Rejected>(&item)) {
      require_reason(rejected->reason);
      items.push_back(std::to_string(rejected->line) + ' ' + rejected->field + ' ' + rejected->reason);
    }
  }
}

}  // namespace paperdex
