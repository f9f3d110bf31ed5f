#include "indexer/stored_papers.h"

#include <xapian.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "data/database.h"
#include "data/error.h"
#include "data/paper_json.h"
#include "data/rejected.h"
#include "data/stored_record.h"
#include "data/text/unicode.h"
#include "data/xapian_error.h"
#include "indexer/staging_state.h"

namespace paperdex {
namespace {

// Format 3 had no checksums: its lines are JSON alone. They may hold what turns the direction of text, without escapes.
StoredPaper decode_format_3(const std::string& data) {
  StoredPaper stored;
  const auto paper_at = [&](std::size_t at) {
    std::string line = data.substr(at, data.find('\n', at) - at);
    remove_bidi_controls(line);
    return paper_from_own_json(std::move(line));
  };
  try {
    stored.paper = paper_at(0);
    for (std::size_t at = data.find('\n'); at != std::string::npos; at = data.find('\n', at + 1)) {
      stored.records.push_back(paper_at(at + 1));
    }
  } catch (const Rejection& rejection) {
    throw DamageError("the stored record of " + id_in_line(data) + " is damaged: " + rejection.reason());
  }
  if (stored.records.empty()) stored.records.push_back(stored.paper);
  return stored;
}

StoredPaper decode(const std::string& data, int format) {
  return format == kFormatVersion ? decode_stored(data) : decode_format_3(data);
}

// Where the list of papers itself cannot be read, its rest is tried behind the block of the day.
Docid end_of_block(Docid docid) {
  const std::optional<Day> day = day_of_docid(docid);
  return day ? first_docid(*day) + (kDocidsPerDay - 1) : std::numeric_limits<Docid>::max();
}

// Without a table that is damaged: its documents are then told one by one.
Xapian::Database open(const std::filesystem::path& path) {
  try {
    return open_database(path);
  } catch (const Xapian::DatabaseOpeningError&) {
    return Xapian::Database(path.string());
  }
}

class Reader {
 public:
  Reader(const StoredPapers& from, const std::function<void(const StoredPaper&)>& take,
         const std::function<void(const Unreadable&)>& miss)
      : database_(translate_xapian("cannot open " + from.database.string(), [&] { return open(from.database); })),
        format_(from.format),
        take_(take),
        miss_(miss) {}

  void run(Docid first, Docid last) {
    next_ = first;
    while (next_ <= last && next_ != 0) {
      try {
        read_list(last);
        return;
      } catch (const Xapian::Error& error) {
        const Docid end = std::min(end_of_block(next_), last);
        miss_({next_, end, "the list of papers is damaged: " + message_of(error)});
        next_ = end == std::numeric_limits<Docid>::max() ? 0 : end + 1;
      }
    }
  }

 private:
  void read_list(Docid last) {
    auto posting = database_.postlist_begin("");
    if (next_ > 1) posting.skip_to(next_);
    for (; posting != database_.postlist_end("") && *posting <= last; ++posting) {
      next_ = *posting;
      read_one(*posting);
      ++next_;
    }
  }

  // Its ids by its term list, which is another table; "" where that cannot be read either.
  std::string ids_by_terms(Docid docid) const {
    std::string ids;
    try {
      auto term = database_.termlist_begin(docid);
      for (term.skip_to(kIdPrefix); term != database_.termlist_end(docid) && (*term).starts_with(kIdPrefix); ++term) {
        ids += (ids.empty() ? "; its ids: " : " ") + (*term).substr(std::strlen(kIdPrefix));
      }
    } catch (const Xapian::Error&) {
      // Then it has told all it can.
    }
    return ids;
  }

  void read_one(Docid docid) {
    StoredPaper stored;
    try {
      stored = decode(database_.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data(), format_);
    } catch (const DamageError& error) {
      miss_({docid, docid, error.what() + ids_by_terms(docid)});
      return;
    } catch (const Xapian::Error& error) {
      miss_({docid, docid,
             "the stored record of document " + std::to_string(docid) + " cannot be read: " + message_of(error) +
                 ids_by_terms(docid)});
      return;
    }
    take_(stored);
  }

  Xapian::Database database_;
  int format_;
  const std::function<void(const StoredPaper&)>& take_;
  const std::function<void(const Unreadable&)>& miss_;
  Docid next_ = 1;
};

}  // namespace

void read_stored_papers(const StoredPapers& from, const std::function<void(const StoredPaper&)>& take,
                        const std::function<void(const Unreadable&)>& miss) {
  Reader(from, take, miss).run(1, std::numeric_limits<Docid>::max());
}

void read_stored_papers(const StoredPapers& from, Docid first, Docid last,
                        const std::function<void(const StoredPaper&)>& take) {
  const std::function<void(const Unreadable&)> leave_out = [](const Unreadable&) {};
  Reader(from, take, leave_out).run(first, last);
}

std::map<std::string, std::string> kept_metadata(const std::filesystem::path& database) {
  return translate_xapian("cannot read " + database.string(), [&] {
    const Xapian::Database from(database.string());
    std::map<std::string, std::string> kept = {{kMetaOrigin, from.get_metadata(kMetaOrigin)}};
    for (const std::string prefix : {kMetaLedgerPrefix, kMetaGonePrefix}) {
      for (auto key = from.metadata_keys_begin(prefix); key != from.metadata_keys_end(prefix); ++key) {
        kept[*key] = from.get_metadata(*key);
      }
    }
    return kept;
  });
}

int format_of(const std::filesystem::path& database) {
  try {
    return static_cast<int>(number_of(Xapian::Database(database.string()).get_metadata(kMetaFormat)));
  } catch (const Xapian::Error&) {
    return 0;
  }
}

}  // namespace paperdex
