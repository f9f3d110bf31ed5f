#include "indexer/sources/oai.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "data/error.h"
#include "data/paper_id.h"
#include "data/paper_json.h"
#include "data/schema.h"
#include "data/text/unicode.h"
#include "indexer/sources/oai_days.h"
#include "indexer/web_address.h"

namespace paperdex {
namespace {

static_assert(kMaxSubjectBytes + std::string_view(kCategoryPrefix).size() == kMaxTermBytes);

using Texts = std::vector<std::string>;

// The elements of that name that hold something, white space folded.
Texts texts_of(const OaiRecord& record, std::string_view name) {
  Texts texts;
  for (const pugi::xml_node& node : record.metadata.children()) {
    if (local_name(node) != name) continue;
    std::string text = text_of(node);
    if (!is_valid_utf8(text)) throw Rejection(std::string(name), "is not valid UTF-8");
    fold_white_space(text);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return text;
}

bool has_one_of(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

// "Journal Article", "info:eu-repo/semantics/doctoralThesis", "publication-preprint"
bool is_a_text(std::string_view type) {
  return has_one_of(type, {"text", "article", "paper", "print", "thesis", "dissertation", "report", "book",
                           "publication", "conference", "proceeding", "lecture", "review", "manuscript"});
}

// The words of DCMI's and COAR's types and of Zenodo's.
bool is_something_else(std::string_view type) {
  return has_one_of(type, {"dataset", "data set", "software", "image", "video", "sound", "audio", "music", "object",
                           "interactive", "event", "collection", "poster", "presentation", "slides", "map", "film",
                           "semantics/other"}) ||
         type == "other";
}

void check_types(const OaiRecord& record) {
  std::string other;
  for (const std::string& written : texts_of(record, "type")) {
    const std::string type = lower_case(written);
    if (is_a_text(type)) return;
    if (other.empty() && is_something_else(type)) other = written;
  }
  if (!other.empty()) throw Rejection("type", "is '" + other + "', not a paper");
}

bool is_suffix(std::string_view word) {
  constexpr std::array<std::string_view, 7> kSuffixes = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"};
  return std::find(kSuffixes.begin(), kSuffixes.end(), word) != kSuffixes.end();
}

// "Last, First" and "Last, First, Jr."; a name with other commas is an institution's, or several.
std::string name_in_reading_order(const std::string& name) {
  const std::size_t comma = name.find(", ");
  if (comma == std::string::npos) return name;
  const std::string last = name.substr(0, comma);
  const std::string rest = name.substr(comma + 2);
  const std::size_t second = rest.find(',');
  if (second == std::string::npos) return is_suffix(rest) ? last + ' ' + rest : rest + ' ' + last;
  const std::size_t suffix = rest.find_first_not_of(", ", second);
  if (suffix == std::string::npos) return rest.substr(0, second) + ' ' + last;
  if (!is_suffix(std::string_view(rest).substr(suffix))) return name;
  return rest.substr(0, second) + ' ' + last + ' ' + rest.substr(suffix);
}

// Some repositories put all names in one element: "Last, First; Last, First". The semicolon of "&eacute;" is none.
Texts names_of(const Texts& creators) {
  Texts names;
  for (const std::string& creator : creators) {
    const bool has_entities = creator.find('&') != std::string::npos;
    for (std::size_t begin = 0; begin < creator.size();) {
      const std::size_t end = has_entities ? creator.size() : std::min(creator.find(';', begin), creator.size());
      names.push_back(name_in_reading_order(creator.substr(begin, end - begin)));
      begin = std::min(creator.find_first_not_of("; ", end), creator.size());
    }
  }
  return names;
}

std::optional<Date> published_of(const Texts& texts) {
  std::optional<Date> best;
  const auto has_day = [](const Date& date) { return date.precision() >= Date::Precision::kDay; };
  for (const std::string& text : texts) {
    const std::optional<Date> date = Date::parse(text);
    if (!date) continue;
    const bool better = !best || (has_day(*date) == has_day(*best) ? *date < *best : has_day(*date));
    if (better) best = date;
  }
  return best;
}

// Whether an identifier names its scheme. A bare "2006.15055" or "A12-3456" may be any archive's number.
bool is_certain(const PaperId& id, const std::string& written) {
  const std::string text = lower_case(written);
  switch (id.scheme) {
    case IdScheme::kArxiv:
      return has_one_of(text, {"arxiv"});
    case IdScheme::kAcl:
      return has_one_of(text, {"anthology"});
    case IdScheme::kOpenAlex:
      return has_one_of(text, {"openalex"});
    case IdScheme::kDoi:
    case IdScheme::kPubmed:
    case IdScheme::kPmc:
      return true;
    case IdScheme::kOther:
      break;
  }
  return false;
}

void take_identifiers(const Texts& identifiers, Paper& paper) {
  for (const std::string& written : identifiers) {
    if (paper.url.empty() && is_web_address(written)) paper.url = written;
    PaperId id = read_paper_id(written);
    if (!is_certain(id, written)) continue;
    if (id.scheme == IdScheme::kDoi && paper.doi.empty()) {
      paper.doi = std::move(id.text);
    } else {
      paper.ids.push_back(std::move(id.text));
    }
  }
}

Texts categories_of(Texts subjects) {
  Texts categories;
  for (std::string& subject : subjects) {
    if (categories.size() == kMaxCategories) break;
    const bool known = std::find(categories.begin(), categories.end(), subject) != categories.end();
    if (subject.size() <= kMaxSubjectBytes && !known) categories.push_back(std::move(subject));
  }
  return categories;
}

std::string first_of(const Texts& texts) { return texts.empty() ? std::string() : texts.front(); }

}  // namespace

Paper paper_from_oai_dc(const OaiRecord& record, const std::string& source) {
  if (local_name(record.metadata) != "dc") throw Rejection("metadata", "is not oai_dc");
  check_types(record);
  Paper paper;
  paper.id = record.identifier;
  paper.title = first_of(texts_of(record, "title"));
  const Texts descriptions = texts_of(record, "description");
  const auto longest = std::max_element(descriptions.begin(), descriptions.end(),
                                        [](const auto& a, const auto& b) { return a.size() < b.size(); });
  if (longest != descriptions.end()) paper.abstract = *longest;
  paper.authors = names_of(texts_of(record, "creator"));
  paper.published = published_of(texts_of(record, "date"));
  take_identifiers(texts_of(record, "identifier"), paper);
  paper.categories = categories_of(texts_of(record, "subject"));
  Texts sources = texts_of(record, "source");
  std::erase_if(sources, is_web_address);
  paper.venue = first_of(sources);
  paper.source = source;
  paper.revised = Date::parse(record.datestamp);
  validate(paper);
  return paper;
}

std::unique_ptr<PaperSource> oai_source(Fetcher& fetcher, HarvestTask task) {
  if (task.config.base_url.empty()) throw InputError("an OAI-PMH source needs the address of its repository");
  if (task.config.name.empty()) throw InputError("an OAI-PMH source needs a name");
  OaiDays what;
  what.name = task.config.name;
  what.base_url = task.config.base_url;
  what.metadata_prefix = "oai_dc";
  what.set = task.set;
  what.days = std::move(task.days);
  what.asks_identity = true;
  return std::make_unique<OaiDaySource>(fetcher, what, [name = what.name](const OaiRecord& record) -> SourceItem {
    if (record.deleted) return Deleted{name, canonical_id(record.identifier)};
    return paper_from_oai_dc(record, name);
  });
}

}  // namespace paperdex
