#include "indexer/content_check.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "data/error.h"
#include "data/schema.h"
#include "data/stored_record.h"
#include "data/text/analyzer.h"
#include "data/xapian_error.h"
#include "indexer/document_builder.h"
#include "indexer/staging_state.h"
#include "indexer/stored_paper.h"

namespace paperdex {
namespace {

std::uint64_t mixed(std::uint64_t value) {
  // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31);
}

// Of one term of one paper. Those of all its terms are added up, so that their order does not matter.
template <typename Positions>
std::uint64_t sum_of(std::uint64_t term_hash, Xapian::termcount wdf, Positions begin, Positions end) {
  std::uint64_t sum = mixed(term_hash ^ mixed(wdf));
  for (; begin != end; ++begin) sum = mixed(sum ^ *begin);
  return sum;
}

std::uint64_t hash_of(std::string_view text) { return mixed(std::hash<std::string_view>()(text)); }

struct Checked {
  Docid docid = 0;
  std::uint64_t expected = 0;  // of the terms that its record gives
  std::uint64_t posted = 0;    // of the terms in posting lists
  bool is_built = false;
};

class Checker {
 public:
  Checker(const Xapian::Database& database, TermLists term_lists, std::size_t most)
      : database_(database), term_lists_(term_lists), most_(most) {}

  std::vector<std::string> run() {
    guarded("the list of papers", [&] { check_papers(); });
    guarded("the posting lists", [&] { add_postings(); });
    for (const Checked& paper : papers_) {
      if (paper.is_built && paper.expected != paper.posted) {
        add_fault(paper.docid, "the posting lists do not hold what its record gives");
      }
    }
    guarded("the number of words", [&] {
      if (database_.get_total_length() != total_length_) add_fault(0, "the number of all words is wrong");
    });
    return faults_;
  }

 private:
  bool is_full() const { return faults_.size() >= most_; }

  void add_fault(Docid docid, const std::string& fault) {
    if (is_full()) return;
    faults_.push_back((docid == 0 ? std::string() : name_of(docid) + ": ") + fault);
  }

  std::string name_of(Docid docid) const {
    std::string id;
    try {
      id = id_in_line(database_.get_document(docid, Xapian::DOC_ASSUME_VALID).get_data());
    } catch (const Xapian::Error&) {
      // Its number alone must do.
    }
    return "document " + std::to_string(docid) + (id.empty() ? "" : " (" + id + ")");
  }

  template <typename Work>
  void guarded(const std::string& what, Work&& work) {
    try {
      work();
    } catch (const Xapian::Error& error) {
      if (!is_full()) faults_.push_back(what + " cannot be read: " + message_of(error));
    }
  }

  void check_papers() {
    spill_days_ = static_cast<int>(number_of(database_.get_metadata(kMetaSpill)));
    for (auto posting = database_.postlist_begin(""); posting != database_.postlist_end("") && !is_full(); ++posting) {
      papers_.push_back({*posting});
      try {
        check_paper(papers_.back());
      } catch (const DamageError& error) {
        add_fault(*posting, error.what());
      } catch (const Xapian::Error& error) {
        add_fault(*posting, "it cannot be read: " + message_of(error));
      }
    }
  }

  void check_paper(Checked& paper) {
    const std::string data = database_.get_document(paper.docid, Xapian::DOC_ASSUME_VALID).get_data();
    const StoredPaper stored = decode_stored(data);
    const Xapian::Document built = build_document(stored, data, analyzer_).document;
    Xapian::termcount length = 0;
    for (auto term = built.termlist_begin(); term != built.termlist_end(); ++term) {
      length += term.get_wdf();
      paper.expected += sum_of(hash_of(*term), term.get_wdf(), term.positionlist_begin(), term.positionlist_end());
    }
    paper.is_built = true;
    total_length_ += length;
    if (database_.get_doclength(paper.docid) != length) add_fault(paper.docid, "its length is wrong");
    if (term_lists_ == TermLists::kThere) check_term_list(paper.docid, built);
    check_values(paper.docid, built);
    check_place(paper.docid, stored.paper);
  }

  void check_term_list(Docid docid, const Xapian::Document& built) {
    auto term = database_.termlist_begin(docid);
    auto wanted = built.termlist_begin();
    while (term != database_.termlist_end(docid) && wanted != built.termlist_end() && *term == *wanted &&
           term.get_wdf() == wanted.get_wdf()) {
      ++term;
      ++wanted;
    }
    if (term != database_.termlist_end(docid) || wanted != built.termlist_end()) {
      add_fault(docid, "its term list is not what its record gives");
    }
  }

  void check_values(Docid docid, const Xapian::Document& built) {
    const Xapian::Document there = database_.get_document(docid, Xapian::DOC_ASSUME_VALID);
    for (std::uint32_t slot = 0; slot < kSlots; ++slot) {
      if (there.get_value(slot) != built.get_value(slot)) {
        add_fault(docid, "its value " + std::to_string(slot) + " is not what its record gives");
      }
    }
  }

  // A docid that was not handed out would be handed out again, and the paper be overwritten.
  void check_place(Docid docid, const Paper& paper) {
    const std::optional<Day> block = day_of_docid(docid);
    const Docid first = block ? first_docid(*block) : first_dateless_docid();
    const auto [handed_out, is_new] = handed_out_.try_emplace(first, 0);
    if (is_new) handed_out->second = number_of(database_.get_metadata(kMetaBlockPrefix + std::to_string(first)));
    if (docid - first >= handed_out->second) add_fault(docid, "its docid was never handed out");
    const std::optional<Day> day = paper.published ? std::optional(paper.published->first_day()) : std::nullopt;
    const bool is_placed = block && day ? *block <= *day && *day - *block <= spill_days_ : !block && !day;
    if (!is_placed) add_fault(docid, "its docid is that of another day");
  }

  void add_postings() {
    for (auto term = database_.allterms_begin(); term != database_.allterms_end() && !is_full(); ++term) {
      const std::string name = *term;
      guarded("the posting list of '" + name + "'", [&] { add_postings_of(name, term.get_termfreq()); });
    }
  }

  void add_postings_of(const std::string& term, Xapian::doccount papers) {
    const std::uint64_t hash = hash_of(term);
    Xapian::doccount count = 0;
    auto paper = papers_.begin();
    for (auto posting = database_.postlist_begin(term); posting != database_.postlist_end(term); ++posting, ++count) {
      const Docid docid = *posting;
      paper = std::lower_bound(paper, papers_.end(), docid, [](const Checked& a, Docid b) { return a.docid < b; });
      if (paper == papers_.end() || paper->docid != docid) {
        add_fault(docid, "'" + term + "' leads to it, and there is no such paper");
        return;
      }
      paper->posted += sum_of(hash, posting.get_wdf(), posting.positionlist_begin(), posting.positionlist_end());
    }
    if (count != papers) add_fault(0, "the number of papers with '" + term + "' is wrong");
  }

  const Xapian::Database& database_;
  const TermLists term_lists_;
  const std::size_t most_;
  Analyzer analyzer_;
  std::vector<Checked> papers_;  // by docid
  std::map<Docid, std::uint64_t> handed_out_;
  int spill_days_ = 0;
  std::uint64_t total_length_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> content_faults(const Xapian::Database& database, TermLists term_lists, std::size_t most) {
  return Checker(database, term_lists, most).run();
}

}  // namespace paperdex
