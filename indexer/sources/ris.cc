#include "indexer/sources/ris.h"

#include <algorithm>
#include <array>

#include "data/paper_json.h"
#include "indexer/sources/loose_date.h"
#include "indexer/sources/record_id.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t";

struct TaggedLine {
  std::string_view tag;
  std::string_view value;
};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

std::string_view trim(std::string_view text, std::string_view what = kSpace) {
  const std::size_t begin = text.find_first_not_of(what);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(what) + 1 - begin);
}

// "TY  - JOUR", "TY -JOUR"; without white space before the hyphen only what cannot be prose: "TY-JOUR" and "ER-", but
// not "T1-weighted".
std::optional<TaggedLine> read_tag(std::string_view line) {
  if (line.size() < 3 || !is_upper(line[0]) || !(is_upper(line[1]) || (line[1] >= '0' && line[1] <= '9'))) {
    return std::nullopt;
  }
  const std::size_t hyphen = line.find_first_not_of(kSpace, 2);
  if (hyphen == std::string_view::npos || line[hyphen] != '-') return std::nullopt;
  const TaggedLine tagged = {line.substr(0, 2), trim(line.substr(hyphen + 1))};
  if (hyphen > 2) return tagged;
  const bool is_type = tagged.tag == "TY" && std::all_of(tagged.value.begin(), tagged.value.end(), is_letter);
  const bool is_end = tagged.tag == "ER" && tagged.value.empty();
  return is_type || is_end ? std::optional(tagged) : std::nullopt;
}

class Fields {
 public:
  explicit Fields(std::vector<std::pair<std::string, std::string>> fields) : fields_(std::move(fields)) {
    std::erase_if(fields_, [](const auto& field) { return field.second.empty(); });
  }

  std::vector<std::string> all(std::string_view tag) const {
    std::vector<std::string> values;
    for (const auto& [name, value] : fields_) {
      if (name == tag) values.push_back(value);
    }
    return values;
  }

  std::string joined(std::string_view tag) const {
    std::string text;
    for (const std::string& value : all(tag)) text.append(text.empty() ? "" : " ").append(value);
    return text;
  }

  // The first tag of these that has a value.
  std::string_view tag_of(std::initializer_list<std::string_view> tags) const {
    for (const std::string_view tag : tags) {
      if (!all(tag).empty()) return tag;
    }
    return {};
  }

  // The values of any of the tags, in the file's order.
  std::vector<std::string> any_of(std::initializer_list<std::string_view> tags) const {
    std::vector<std::string> values;
    for (const auto& [name, value] : fields_) {
      if (std::find(tags.begin(), tags.end(), name) != tags.end()) values.push_back(value);
    }
    return values;
  }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// "Last, First, Suffix" -> "First Last Suffix"
std::string name_of(std::string_view text) {
  std::array<std::string_view, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = i + 1 < parts.size() ? std::min(text.find(','), text.size()) : text.size();
    parts[i] = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::string name;
  for (const std::size_t part : {1, 0, 2}) {
    if (!parts[part].empty()) name.append(name.empty() ? "" : " ").append(parts[part]);
  }
  return name;
}

std::vector<std::string> authors_of(const Fields& fields) {
  std::vector<std::string> authors;
  for (const std::string& value : fields.any_of({"AU", "A1"})) {
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t end = std::min(rest.find("; "), rest.size());
      authors.push_back(name_of(trim(rest.substr(0, end), " \t;")));
      rest.remove_prefix(std::min(end + 2, rest.size()));
    }
  }
  return authors;
}

// DA may be the day when the record was made, so it only adds to a year that it agrees with.
std::optional<Date> published_of(const Fields& fields) {
  std::optional<Date> published;
  for (const std::string& value : fields.any_of({"PY", "Y1"})) {
    if (!published) published = loose_date(value);
  }
  for (const std::string& value : fields.all("DA")) {
    const std::optional<Date> date = loose_date(value);
    if (!date) continue;
    const bool is_part = published && published->precision() < date->precision() &&
                         published->first_day() <= date->first_day() && date->last_day() <= published->last_day();
    if (!published || is_part) published = date;
  }
  return published;
}

// Addresses of one field: "http://one; http://two", "http://one;http://two".
std::vector<std::string> addresses_of(const Fields& fields) {
  std::vector<std::string> addresses;
  for (const std::string& value : fields.any_of({"UR", "L1", "L2"})) {
    const std::string_view text = value;
    std::size_t space = 0;  // the first behind the address
    for (std::size_t at = text.find("http"); at != std::string_view::npos;) {
      if (space <= at) space = std::min(text.find_first_of(kSpace, at), text.size());
      const std::size_t next = std::min(text.substr(0, space).find(";http", at), space);
      const std::string address(trim(text.substr(at, next - at), ";,<>"));
      if (address.starts_with("http://") || address.starts_with("https://")) addresses.push_back(address);
      at = text.find("http", next);
    }
  }
  return addresses;
}

// "arXiv preprint arXiv:2006.15055" as a venue.
std::string arxiv_id_in(const std::string& venue) {
  const std::size_t at = venue.find("arXiv:");
  return at == std::string::npos ? std::string() : venue.substr(at, venue.find(' ', at) - at);
}

Paper paper_of(const Fields& fields) {
  Paper paper;
  const std::string_view title = fields.tag_of({"TI", "T1", "CT", "BT", "ST"});
  paper.title = fields.joined(title);
  const std::string_view venue = fields.tag_of({"T2", "JF", "JO", "BT", "JA", "J2"});
  if (venue != title && !venue.empty()) paper.venue = fields.all(venue).front();
  paper.abstract = fields.joined(fields.tag_of({"AB", "N2"}));
  paper.authors = authors_of(fields);
  paper.published = published_of(fields);
  for (const std::string& doi : fields.all("DO")) paper.doi += doi + ' ';
  const std::vector<std::string> addresses = addresses_of(fields);
  if (!addresses.empty()) paper.url = addresses.front();
  std::string note = fields.joined("N1");
  if (note.size() <= kMaxFieldBytes) paper.comment = std::move(note);
  paper.source = "ris";
  std::vector<std::string> ids = fields.any_of({"AN", "ID"});
  ids.insert(ids.end(), addresses.begin(), addresses.end());
  ids.push_back(arxiv_id_in(paper.venue));
  set_record_id(paper, ids, "ris");
  validate(paper);
  const std::vector<std::string> keys = fields.all("ID");
  paper.entry = keys.empty() ? paper.id : keys.front();
  return paper;
}

}  // namespace

bool begins_ris_record(std::string_view line) {
  const auto tagged = read_tag(trim(line));
  return tagged && tagged->tag == "TY";
}

bool begins_web_of_science_record(std::string_view line) {
  return line.size() == 4 && line.starts_with("PT ") && is_upper(line[3]);
}

RisSource::RisSource(std::string path, ByteSource& bytes)
    : path_(std::move(path)), lines_(bytes, kMaxRisRecordBytes + 1) {}

SourceItem RisSource::next() {
  while (const std::optional<Line> line = lines_.next()) {
    if (std::optional<SourceItem> item = take(*line)) return std::move(*item);
  }
  return at_end();
}

std::optional<SourceItem> RisSource::take(const Line& line) {
  if (first_text_line_ == 0 && !trim(line.text).empty()) first_text_line_ = line.number;
  const bool goes_on = kind_ == Kind::kRis && (line.text.empty() || !is_upper(line.text[0]));
  const bool begins = !goes_on && begins_ris_record(line.text);
  if (begins || (kind_ != Kind::kRis && begins_web_of_science_record(line.text))) {
    std::optional<SourceItem> before;
    if (kind_ != Kind::kNone) before = finish();
    begin(begins ? Kind::kRis : Kind::kWebOfScience, line.number);
    return before;
  }
  if (kind_ == Kind::kWebOfScience) return line.text == "ER" ? std::optional(finish()) : std::nullopt;
  if (kind_ == Kind::kNone) return std::nullopt;
  const std::optional<TaggedLine> tagged = read_tag(line.text);
  if (tagged && tagged->tag == "ER") return finish();
  record_bytes_ += line.text.size() + 1;
  if (record_bytes_ > kMaxRisRecordBytes) {
    fields_.clear();
  } else if (tagged) {
    fields_.emplace_back(tagged->tag, tagged->value);
  } else if (const std::string_view more = trim(line.text); !more.empty() && !fields_.empty()) {
    std::string& value = fields_.back().second;
    value.append(value.empty() ? "" : " ").append(more);
  }
  return std::nullopt;
}

void RisSource::begin(Kind kind, std::uint64_t line) {
  kind_ = kind;
  record_line_ = line;
  record_bytes_ = 0;
  fields_.clear();
  has_records_ = true;
}

SourceItem RisSource::finish() {
  const Kind kind = std::exchange(kind_, Kind::kNone);
  if (kind == Kind::kWebOfScience) {
    return Rejected{path_, record_line_, "", "is in the tagged format of Web of Science, not in RIS: export it as RIS"};
  }
  if (record_bytes_ > kMaxRisRecordBytes) {
    return Rejected{path_, record_line_, "", "is longer than " + std::to_string(kMaxRisRecordBytes) + " bytes"};
  }
  try {
    return paper_of(Fields(std::exchange(fields_, {})));
  } catch (const Rejection& rejection) {
    return Rejected{path_, record_line_, rejection.field(), rejection.reason()};
  }
}

SourceItem RisSource::at_end() {
  if (kind_ != Kind::kNone) return finish();
  if (has_records_ || first_text_line_ == 0) return Done{};
  has_records_ = true;  // so that it is said once
  return Rejected{path_, first_text_line_, "", "begins no RIS record: no line of the file starts with 'TY  - '"};
}

}  // namespace paperdex
