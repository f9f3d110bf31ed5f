#include "data/database.h"

#include "data/schema.h"

namespace paperdex {

void require_tables(const Xapian::Database& database, TermLists term_lists) {
  if (database.get_doccount() == 0) return;
  // A word of a title has a position.
  const bool has_titles = database.allterms_begin(kTitlePrefix) != database.allterms_end(kTitlePrefix);
  if (has_titles && !database.has_positions()) {
    throw Xapian::DatabaseOpeningError("the table of positions could not be opened");
  }
  const Xapian::docid first = *database.postlist_begin("");
  if (database.get_document(first, Xapian::DOC_ASSUME_VALID).get_data().empty()) {
    throw Xapian::DatabaseOpeningError("the table of stored records could not be opened");
  }
  if (term_lists == TermLists::kNone) return;
  try {
    database.termlist_begin(first);
  } catch (const Xapian::FeatureUnavailableError&) {
    throw Xapian::DatabaseOpeningError("the table of term lists could not be opened");
  }
}

Xapian::Database open_database(const std::filesystem::path& path, TermLists term_lists) {
  try {
    Xapian::Database database(path.string());
    require_tables(database, term_lists);
    return database;
  } catch (const Xapian::DatabaseOpeningError&) {
    // What stood in the way may have been of that moment.
  }
  Xapian::Database database(path.string());
  require_tables(database, term_lists);
  return database;
}

}  // namespace paperdex
