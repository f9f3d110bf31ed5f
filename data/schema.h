// The on-disk form of a paper in the Xapian index: terms, value slots, stored data, and the docid, which is the date.
//
// A change here that makes old indexes unreadable raises kFormatVersion, and comes with a row of indexer/upgrade.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "data/date.h"

namespace paperdex {

inline constexpr int kFormatVersion = 4;

// --- Terms -----------------------------------------------------------------------------------------------------------
//
// One table of what is indexed how. Text terms come from data/text/analyzer.h; the field's name is what a query types.
//
//   field      prefix  term                                             wdf                        positions
//   (text)             stem of a word of title or abstract              2 a title word, else 1     yes
//   title      S       stem of a word of the title, stop words too      1                          yes
//   author     A       folded word of a name, not stemmed               0                          yes
//   cat        XC      category, lower case, and each dotted ancestor   0                          no
//   source     XS      source, one term for each that knows the paper   0                          no
//   id, doi    Q       each of its ids, canonical (paper_id.h)          0                          no
//   comment    XN      stem of a word of the comment, stop words too    0                          yes
//   journal    XJ      the same of venue and then journal_ref           0                          yes
//   report     XM      the same of report_no                           0                          yes
//   (none)     XD      YYYYMMDD, the day of `shown`, and "": it has one 0                          no
//   (none)     XP      "month" or "year": `published` is no day         0                          no
//   (none)     XT      hash of a record's title and first author        0                          no
//   (none)     XR      hash of a record's source and entry, else its id 0                          no
//
// The text of title and abstract shares one run of positions: title from 1, abstract from kAbstractPosition. Stop words
// hold no position. S terms count the title alone, stop words included.
inline constexpr char kTitlePrefix[] = "S";
inline constexpr char kAuthorPrefix[] = "A";
inline constexpr char kCategoryPrefix[] = "XC";
inline constexpr char kSourcePrefix[] = "XS";
inline constexpr char kIdPrefix[] = "Q";
inline constexpr char kCommentPrefix[] = "XN";
inline constexpr char kJournalPrefix[] = "XJ";
inline constexpr char kReportPrefix[] = "XM";
inline constexpr char kShownPrefix[] = "XD";
inline constexpr char kShownTerm[] = "XD";
inline constexpr char kMonthTerm[] = "XPmonth";
inline constexpr char kYearTerm[] = "XPyear";
inline constexpr char kTitleKeyPrefix[] = "XT";
inline constexpr char kRecordPrefix[] = "XR";

inline constexpr std::uint32_t kTitleWdf = 2;
inline constexpr std::uint32_t kAbstractPosition = 10'000;
inline constexpr std::size_t kMaxTermBytes = 200;  // prefix included; longer terms are left out, ids are rejected

// --- Value slots -----------------------------------------------------------------------------------------------------
enum Slot : std::uint32_t {
  kSlotDay = 0,         // encode_day() of `published`; absent when dateless
  kSlotCategories = 1,  // categories as written, joined by kValueSeparator
  kSlotSource = 2,      // sources, joined likewise
  kSlotUpvotes = 3,     // Xapian::sortable_serialise(upvotes); absent when not known
  kSlotAdded = 4,       // the same of `added` (paper.h)
  kSlotUpdated = 5,     // encode_day() of `updated`, else of `published`; absent when dateless
  kSlots,               // how many there are
};

inline constexpr char kValueSeparator = '\n';

// Four bytes, big-endian, ordered as the days are.
std::string encode_day(Day day);
Day decode_day(std::string_view value);

// --- Stored data -----------------------------------------------------------------------------------------------------
//
// Lines of canonical JSON, each with its checksum (stored_record.h): the paper, and then the records that it was merged
// from, sorted, unless there is one record and it is the paper itself.

// --- Docids ----------------------------------------------------------------------------------------------------------
//
// The docid space is cut into one block of kDocidsPerDay a day, the newest day first, and a last block without end for
// dateless papers. So order by docid is newest first, a range of days is a range of docids, and a paper's age is
// arithmetic. A paper goes to the next free docid of its day's block. When the block is full it goes to the nearest
// older block with room; metadata kMetaSpill then holds the greatest distance in days that any paper was moved, and a
// date filter widens its range by that and checks kSlotDay.
//
// (last docid x shards) must stay under 2^32: 435 years x 366 x 4096 = 6.5e8 allows six shards.
using Docid = std::uint32_t;

inline constexpr Docid kDocidsPerDay = 4096;
Day first_day();  // kFirstYear-01-01
Day last_day();   // kLastYear-12-31

// The first docid of a day's block. Requires first_day() <= day <= last_day().
Docid first_docid(Day day);
// The first docid of the dateless block.
Docid first_dateless_docid();
// The day whose block holds `docid`; nothing in the dateless block. Exact for all but spilled papers.
std::optional<Day> day_of_docid(Docid docid);

struct DocidRange {
  Docid first = 1;
  Docid last = 0;     // inclusive
  bool exact = true;  // false: spilled papers may be among them, check kSlotDay
};
// The docids of the papers of `from` to `until` (inclusive), widened by `spill_days`.
DocidRange docids_of_days(Day from, Day until, int spill_days);

// --- Metadata of the database ----------------------------------------------------------------------------------------
inline constexpr char kMetaFormat[] = "paperdex_format";     // kFormatVersion, decimal
inline constexpr char kMetaSpill[] = "paperdex_spill_days";  // decimal; absent is 0
inline constexpr char kMetaCommits[] = "paperdex_commits";   // staging's transactions so far, decimal
inline constexpr char kMetaOrigin[] = "paperdex_origin";     // a name for this count of commits, and for no other
inline constexpr char kMetaGonePrefix[] =
    "paperdex_gone:";  // + record_term(): `added` of one that was taken out, for good
inline constexpr char kMetaLedgerPrefix[] = "paperdex_ledger:";  // see ledger.h
inline constexpr char kMetaBlockPrefix[] = "paperdex_block:";    // + first docid: docids handed out of the block so far

// --- Terms of metadata fields, the same for indexing and asking ------------------------------------------------------
std::string id_term(std::string_view id);                               // made canonical
std::string title_key_term(std::string_view key);                       // of indexer/identity.h's title_key()
std::string record_term(std::string_view source, std::string_view id);  // or an entry (paper.h)
std::string category_term(std::string_view name);                       // lower-cased
std::string source_term(std::string_view name);                         // lower-cased
std::string shown_term(Day day);
std::optional<Day> day_of_shown_term(std::string_view term);  // nothing for kShownTerm

}  // namespace paperdex
