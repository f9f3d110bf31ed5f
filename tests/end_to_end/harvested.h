// What a harvest left behind: the papers and the ledger, read from the index's database and not by the programs.
#pragma once

#include <gmock/gmock.h>
#include <xapian.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/ledger.h"
#include "data/paper.h"
#include "data/stored_record.h"
#include "tests/end_to_end/programs.h"
#include "tests/end_to_end/simulated_sources.h"

namespace paperdex {

inline std::string day_text(Day day) { return Date::from_day(day).to_string(); }

// The ids of the documents, sorted. A paper that is there twice comes twice.
inline std::vector<std::string> ids_in(const Xapian::Database& database) {
  std::vector<std::string> ids;
  for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
    const std::string data = database.get_document(*posting).get_data();
    ids.push_back(stored_paper(data).id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Of the published generation; nothing when there is none.
inline std::vector<std::string> published_ids(const Workplace& place) {
  const std::string path = place.index() + "/current/db";
  return std::filesystem::exists(path) ? ids_in(Xapian::Database(path)) : std::vector<std::string>();
}

// The ledger's entry of one source and set in a database; an empty one when there is none.
inline LedgerSet ledger_in(const Xapian::Database& database, const std::string& source, const std::string& set = "") {
  for (LedgerSet& entry : read_ledger(database)) {
    if (entry.source == source && entry.set == set) return std::move(entry);
  }
  return {};
}

inline LedgerSet published_ledger(const Workplace& place, const std::string& source, const std::string& set = "") {
  return ledger_in(Xapian::Database(place.index() + "/current/db"), source, set);
}

inline bool is_whole(const LedgerSet& set, Day day) {
  const auto found = set.days.find(day);
  return found != set.days.end() && found->second.is_whole();
}

// One [[source]] of a night.
inline std::string night_source(const SimulatedSources& world, const std::string& source, Day from,
                                const std::string& sets = "") {
  return "[[source]]\nkind = \"" + (source == kInstituteSource ? "oai\"\nname = \"" + source : source) +
         "\"\nbase_url = \"" + world.base_url(source) + "\"\nfrom = " + day_text(from) + '\n' +
         (sets.empty() ? "" : "sets = " + sets + '\n');
}

}  // namespace paperdex
