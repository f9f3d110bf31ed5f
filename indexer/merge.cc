#include "indexer/merge.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "data/paper_id.h"
#include "data/paper_json.h"
#include "indexer/identity.h"

namespace paperdex {
namespace {

using Records = std::vector<const Paper*>;

// By how well a source knows a paper's text; its place in the list, and what the list does not name at kOthers.
constexpr std::array<std::string_view, 10> kTextOrder = {"arxiv",    "acl",    "crossref", "europepmc", "openalex",
                                                         "(others)", "bibtex", "csl-json", "ris",       "hf-daily"};
constexpr std::array<std::string_view, 10> kVenueOrder = {"acl",    "crossref", "europepmc", "openalex", "(others)",
                                                          "bibtex", "csl-json", "ris",       "arxiv",    "hf-daily"};

template <std::size_t kSize>
std::size_t place(const std::array<std::string_view, kSize>& order, std::string_view source) {
  if (source.empty()) source = "bibtex";  // a file's record that names no source
  const auto found = std::find(order.begin(), order.end(), source);
  const auto others = std::find(order.begin(), order.end(), "(others)");
  return static_cast<std::size_t>((found != order.end() ? found : others) - order.begin());
}

template <typename Place>
Records in_order(const std::vector<Paper>& records, Place place_of) {
  Records list;
  // Of the records of files' entries, which alone may share source and id.
  std::map<const Paper*, std::string> contents;
  for (const Paper& record : records) {
    list.push_back(&record);
    if (records.size() > 1 && !record.entry.empty()) contents[&record] = content_of_record(record);
  }
  std::sort(list.begin(), list.end(), [&](const Paper* a, const Paper* b) {
    // Of two records of one source, the one that it revised last.
    const auto left = std::tuple(place_of(a->source), a->source, b->revised, a->id);
    const auto right = std::tuple(place_of(b->source), b->source, a->revised, b->id);
    return left != right ? left < right : says_more(contents[a], contents[b]);
  });
  return list;
}

std::size_t bytes_of(const std::vector<std::string>& names) {
  return std::accumulate(names.begin(), names.end(), std::size_t{0},
                         [](std::size_t bytes, const std::string& name) { return bytes + name.size(); });
}

// The records by whose authors come first: those of files, which may leave some out, by how fully they name them.
Records by_authors(Records by_text) {
  const auto first = std::find_if(by_text.begin(), by_text.end(), [](const Paper* r) { return is_of_file(*r); });
  const auto last = std::find_if_not(first, by_text.end(), [](const Paper* r) { return is_of_file(*r); });
  std::stable_sort(first, last, [](const Paper* a, const Paper* b) {
    return std::pair(a->authors.size(), bytes_of(a->authors)) > std::pair(b->authors.size(), bytes_of(b->authors));
  });
  return by_text;
}

bool has_dates(const Paper* record) { return record->published || record->updated || !record->versions.empty(); }

bool is_more_precise(const Date& date, const Date& than) {
  return date.precision() > than.precision() && than.first_day() <= date.first_day() &&
         date.last_day() <= than.last_day();
}

// The record whose dates are the paper's; null: none has any.
const Paper* dated_record(const Records& by_text) {
  const auto first = std::find_if(by_text.begin(), by_text.end(), has_dates);
  if (first == by_text.end()) return nullptr;
  const Paper* best = *first;
  if (!is_of_file(*best) || !best->published || best->updated || !best->versions.empty()) return best;
  for (const Paper* record : by_text) {
    const bool agrees =
        is_of_file(*record) && record->published && is_more_precise(*record->published, *(*first)->published);
    if (agrees && record->published->precision() > best->published->precision()) best = record;
  }
  return best;
}

bool is_known(const std::string& text) { return !text.empty(); }
template <typename Value>
bool is_known(const std::optional<Value>& value) {
  return value.has_value();
}
template <typename Value>
bool is_known(const std::vector<Value>& list) {
  return !list.empty();
}

class Merger {
 public:
  explicit Merger(const std::vector<Paper>& records)
      : by_text_(in_order(records, [](const std::string& source) { return place(kTextOrder, source); })),
        by_venue_(in_order(records, [](const std::string& source) { return place(kVenueOrder, source); })),
        by_votes_(in_order(records, [](const std::string& source) {
          return source == "hf-daily" ? 0 : 1 + place(kTextOrder, source);
        })) {}

  Paper run() {
    take(by_text_, "title", &Paper::title);
    take(by_text_, "abstract", &Paper::abstract);
    take(by_authors(by_text_), "authors", &Paper::authors);
    take(by_text_, "categories", &Paper::categories);
    take_dates();
    take(by_venue_, "venue", &Paper::venue);
    take(by_venue_, "doi", &Paper::doi);
    take(by_text_, "url", &Paper::url);
    take(by_text_, "comment", &Paper::comment);
    take(by_text_, "journal_ref", &Paper::journal_ref);
    take(by_text_, "report_no", &Paper::report_no);
    take(by_votes_, "upvotes", &Paper::upvotes);
    take(by_votes_, "comments", &Paper::comments);
    take(by_votes_, "shown", &Paper::shown);
    take(by_votes_, "repository", &Paper::repository);
    take(by_votes_, "project_page", &Paper::project_page);
    paper_.source = by_text_.front()->source;
    unite();
    return std::move(paper_);
  }

 private:
  template <typename Field>
  void take(const Records& order, const char* name, Field field) {
    const auto found =
        std::find_if(order.begin(), order.end(), [&](const Paper* record) { return is_known(record->*field); });
    if (found == order.end()) return;
    paper_.*field = (*found)->*field;
    provenance_[name] = (*found)->source;
  }

  // The dates of one paper's versions must not come from several sources.
  void take_dates() {
    const Paper* record = dated_record(by_text_);
    if (record == nullptr) return;
    const Records one = {record};
    take(one, "published", &Paper::published);
    take(one, "updated", &Paper::updated);
    take(one, "versions", &Paper::versions);
  }

  void unite() {
    std::set<std::string> ids;
    std::set<std::string> urls;
    std::set<std::string> sources;
    for (const Paper* record : by_text_) {
      for (std::string& id : ids_of(*record)) ids.insert(std::move(id));
      if (!record->url.empty()) urls.insert(record->url);
      if (!record->source.empty()) sources.insert(record->source);
      if (record->added) paper_.added = std::min(paper_.added.value_or(*record->added), *record->added);
      paper_.withdrawn = paper_.withdrawn || record->withdrawn;
      if (record->revised) paper_.revised = std::max(paper_.revised, record->revised);
    }
    const auto arxiv =
        std::find_if(ids.begin(), ids.end(), [](const std::string& id) { return month_of_arxiv_id(id).has_value(); });
    paper_.id = arxiv != ids.end() ? *arxiv : by_text_.front()->id;
    ids.erase(paper_.id);
    ids.erase(paper_.doi);
    paper_.ids.assign(ids.begin(), ids.end());
    if (by_text_.size() == 1) {
      paper_.entry = by_text_.front()->entry;
      return;
    }
    urls.erase(paper_.url);
    paper_.urls.assign(urls.begin(), urls.end());
    if (sources.size() < 2) return;
    paper_.sources.assign(sources.begin(), sources.end());
    paper_.provenance.assign(provenance_.begin(), provenance_.end());
  }

  Records by_text_;
  Records by_venue_;
  Records by_votes_;
  Paper paper_;
  std::map<std::string, std::string> provenance_;
};

}  // namespace

Paper merge_records(const std::vector<Paper>& records) { return Merger(records).run(); }

std::string content_of_record(const Paper& record) {
  Paper said = record;
  said.entry.clear();
  said.added.reset();
  return paper_to_json(said);
}

bool says_more(const std::string& content, const std::string& other) {
  return content.size() != other.size() ? content.size() > other.size() : content < other;
}

}  // namespace paperdex
