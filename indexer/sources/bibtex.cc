#include "indexer/sources/bibtex.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "data/error.h"
#include "data/text/unicode.h"
#include "indexer/sources/bibtex_paper.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

bool is_one_of(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_no_paper(std::string_view type) {
  return is_one_of({"xdata", "set", "control", "ieeetranbstctl", "bibdesk", "online-control"}, type);
}

bool may_be_parent(std::string_view type) {
  return is_one_of({"xdata", "book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings",
                    "reference", "mvreference", "periodical", "inbook", "conference", "misc"},
                   type);
}

// The keys of a field that lists them: trimmed, in lower case.
std::vector<std::string> keys_of(std::string_view field) {
  std::vector<std::string> keys;
  while (!field.empty()) {
    const std::size_t end = std::min(field.find(','), field.size());
    std::string key;
    for (const char c : field.substr(0, end)) {
      if (kSpace.find(c) == std::string_view::npos)
        key += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    if (!key.empty()) keys.push_back(std::move(key));
    field.remove_prefix(std::min(end + 1, field.size()));
  }
  return keys;
}

std::vector<std::string> parent_keys(const BibtexEntry& entry) {
  std::vector<std::string> keys = keys_of(entry.field("xdata"));
  for (std::string& key : keys_of(entry.field("crossref"))) keys.push_back(std::move(key));
  return keys;
}

bool is_date_field(std::string_view name) { return is_one_of({"date", "year", "month", "day"}, name); }

// Takes what the volume says of all its papers. Its date is one thing: it is not mixed with the paper's.
void inherit_from_volume(BibtexEntry& entry, const BibtexEntry& volume) {
  const bool has_date = !entry.first_of({"date", "year"}).empty();
  for (const auto& [name, value] : volume.fields) {
    const bool is_venue =
        is_one_of({"booktitle", "journal", "journaltitle", "eventtitle", "publisher", "series"}, name);
    if (is_venue || (is_date_field(name) && !has_date)) entry.fields.emplace(name, value);
  }
  if (!volume.field("title").empty()) entry.fields.emplace("booktitle", volume.field("title"));
}

void inherit_data(BibtexEntry& entry, const BibtexEntry& data) {
  const bool has_date = !entry.first_of({"date", "year"}).empty();
  for (const auto& [name, value] : data.fields) {
    const bool is_link = is_one_of({"xdata", "crossref", "ids"}, name);
    if (!is_link && !(is_date_field(name) && has_date)) entry.fields.emplace(name, value);
  }
}

}  // namespace

BibtexSource::BibtexSource(std::string path, ByteSource& bytes) : path_(std::move(path)), reader_(bytes) {}

SourceItem BibtexSource::next() {
  while (ready_.empty()) {
    if (at_end_) {
      if (fault_) std::rethrow_exception(fault_);
      return Done{};
    }
    std::optional<RawBibtexEntry> raw = read();
    if (raw) {
      has_entries_ = true;
      take(std::move(*raw));
      continue;
    }
    at_end_ = true;
    release(0);
    if (!has_entries_ && !fault_ && reader_.first_text_line() > 0) {
      ready_.emplace_back(Rejected{path_, reader_.first_text_line(), "",
                                   "begins no BibTeX entry: no line of the file starts with '@' and a type"});
    }
  }
  SourceItem item = std::move(ready_.front());
  ready_.pop_front();
  return item;
}

std::optional<RawBibtexEntry> BibtexSource::read() {
  try {
    return reader_.next();
  } catch (const InputError&) {
    fault_ = std::current_exception();
    return std::nullopt;
  }
}

void BibtexSource::take(RawBibtexEntry raw) {
  if (raw.type == "comment" || raw.type == "preamble") return;
  try {
    if (!raw.fault.empty()) throw Rejection("", raw.fault);
    if (!is_valid_utf8(raw.body)) {
      throw Rejection("", "is not valid UTF-8, perhaps Latin-1: convert the file with 'iconv -f latin1 -t utf-8'");
    }
    if (raw.type == "string") return take_macros(raw);
    BibtexEntry entry = parse_bibtex_entry(raw.body, macros_);
    entry.type = std::move(raw.type);
    entry.line = raw.line;
    if (may_be_parent(entry.type)) remember(entry);
    if (is_no_paper(entry.type)) return;
    if (has_all_parents(entry)) {
      ready_.push_back(paper_of(std::move(entry)));
      return;
    }
    waiting_bytes_ += entry.bytes();
    waiting_.push_back(std::move(entry));
    release(kMaxBibtexKeptBytes);
  } catch (const Rejection& rejection) {
    ready_.emplace_back(Rejected{path_, raw.line, rejection.field(), rejection.reason()});
  }
}

void BibtexSource::take_macros(const RawBibtexEntry& raw) {
  for (auto& [name, value] : parse_bibtex_macros(raw.body, macros_)) {
    macro_bytes_ += name.size() + value.size();
    if (macro_bytes_ > kMaxBibtexMacroBytes) {
      throw Rejection(
          name, "is one @string too many: they have more than " + std::to_string(kMaxBibtexMacroBytes) + " bytes");
    }
    macros_[name] = value;
  }
}

void BibtexSource::remember(const BibtexEntry& entry) {
  std::vector<std::string> keys = keys_of(entry.field("ids"));
  for (std::string& key : keys_of(entry.key)) keys.push_back(std::move(key));
  BibtexEntry kept = entry;
  kept.fields.erase("abstract");  // the longest, and never inherited
  for (const std::string& key : keys) {
    if (parent_bytes_ + kept.bytes() > kMaxBibtexKeptBytes) return;
    if (parents_.emplace(key, kept).second) parent_bytes_ += kept.bytes();
  }
}

// Hands out the papers that have waited longest, with what is known now.
void BibtexSource::release(std::size_t most_bytes) {
  while (!waiting_.empty() && waiting_bytes_ > most_bytes) {
    BibtexEntry entry = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= entry.bytes();
    ready_.push_back(paper_of(std::move(entry)));
  }
}

bool BibtexSource::has_all_parents(const BibtexEntry& entry) const {
  std::set<std::string> seen;
  std::vector<std::string> keys = parent_keys(entry);
  while (!keys.empty() && seen.size() < kMaxBibtexParents) {
    const std::string key = std::move(keys.back());
    keys.pop_back();
    if (!seen.insert(key).second) continue;
    const auto parent = parents_.find(key);
    if (parent == parents_.end()) return false;
    for (std::string& more : parent_keys(parent->second)) keys.push_back(std::move(more));
  }
  return true;
}

// Nearest first: what a child says counts before what its parents say.
void BibtexSource::inherit(BibtexEntry& entry) const {
  struct Link {
    std::string key;
    bool is_data;  // xdata, and not below a volume
  };
  std::deque<Link> links;
  const auto add_links = [&](const BibtexEntry& from, bool is_data) {
    for (std::string& key : keys_of(from.field("xdata"))) links.push_back({std::move(key), is_data});
    for (std::string& key : keys_of(from.field("crossref"))) links.push_back({std::move(key), false});
  };
  std::set<std::string> seen;
  add_links(entry, true);
  while (!links.empty() && seen.size() < kMaxBibtexParents) {
    const Link link = std::move(links.front());
    links.pop_front();
    const auto parent = parents_.find(link.key);
    if (parent == parents_.end() || !seen.insert(link.key).second) continue;
    if (link.is_data) {
      inherit_data(entry, parent->second);
    } else {
      inherit_from_volume(entry, parent->second);
    }
    add_links(parent->second, link.is_data);
  }
}

SourceItem BibtexSource::paper_of(BibtexEntry entry) const {
  inherit(entry);
  try {
    return paper_from_bibtex(entry);
  } catch (const Rejection& rejection) {
    return Rejected{path_, entry.line, rejection.field(), rejection.reason()};
  }
}

}  // namespace paperdex
