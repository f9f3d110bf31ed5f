#include "indexer/merge.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "data/paper_id.h"
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
  for (const Paper& record : records) list.push_back(&record);
  std::sort(list.begin(), list.end(), [&](const Paper* a, const Paper* b) {
    // Of two records of one source, the one that it revised last.
    return std::tuple(place_of(a->source), a->source, b->revised, a->id) <
           std::tuple(place_of(b->source), b->source, a->revised, b->id);
  });
  return list;
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
    take(by_text_, "authors", &Paper::authors);
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
    const auto found = std::find_if(by_text_.begin(), by_text_.end(), [](const Paper* record) {
      return record->published || record->updated || !record->versions.empty();
    });
    if (found == by_text_.end()) return;
    const Records one = {*found};
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
    if (by_text_.size() == 1) return;
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

}  // namespace paperdex
