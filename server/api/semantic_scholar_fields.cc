#include "server/api/semantic_scholar_fields.h"

#include <algorithm>
#include <array>
#include <vector>

#include "data/paper_id.h"
#include "query/export.h"
#include "query/paper_links.h"
#include "server/http_error.h"
#include "server/paper_address.h"
#include "server/query_string.h"

namespace paperdex {
namespace {

enum PaperField : unsigned {
  kPaperId,
  kTitle,
  kAbstract,
  kAuthors,
  kYear,
  kPublicationDate,
  kExternalIds,
  kUrl,
  kVenue,
  kCitationStyles,
  // Not known here: null.
  kFirstUnknown,
  // Not known and gone through by clients: left out.
  kFirstAbsent = kFirstUnknown + 14,
};
constexpr std::array<std::string_view, kFirstAbsent + 2> kPaperNames = {"paperId",
                                                                        "title",
                                                                        "abstract",
                                                                        "authors",
                                                                        "year",
                                                                        "publicationDate",
                                                                        "externalIds",
                                                                        "url",
                                                                        "venue",
                                                                        "citationStyles",
                                                                        "corpusId",
                                                                        "publicationVenue",
                                                                        "referenceCount",
                                                                        "citationCount",
                                                                        "influentialCitationCount",
                                                                        "isOpenAccess",
                                                                        "openAccessPdf",
                                                                        "fieldsOfStudy",
                                                                        "s2FieldsOfStudy",
                                                                        "publicationTypes",
                                                                        "journal",
                                                                        "embedding",
                                                                        "tldr",
                                                                        "textAvailability",
                                                                        "citations",
                                                                        "references"};
static_assert(kPaperNames[kCitationStyles] == "citationStyles" && kPaperNames[kFirstUnknown] == "corpusId" &&
              kPaperNames[kFirstAbsent] == "citations");

enum AuthorField : unsigned { kAuthorId, kName, kFirstUnknownOfAuthor, kFirstAbsentOfAuthor = 9 };
constexpr std::array<std::string_view, 11> kAuthorNames = {"authorId", "name",         "url",           "externalIds",
                                                           "homepage", "paperCount",   "citationCount", "hIndex",
                                                           "aliases",  "affiliations", "papers"};
static_assert(kAuthorNames[kFirstAbsentOfAuthor] == "affiliations");

// Of a citation or reference beside the members of its paper.
constexpr std::array<std::string_view, 4> kEdgeNames = {"contexts", "intents", "isInfluential", "contextsWithIntent"};
// The kinds of embedding.
constexpr std::array<std::string_view, 2> kEmbeddingNames = {"specter_v1", "specter_v2"};

template <std::size_t kCount>
std::optional<unsigned> place(const std::array<std::string_view, kCount>& names, std::string_view name) {
  const auto* found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<unsigned>(found - names.begin());
}

bool has(std::uint32_t fields, unsigned field) { return (fields >> field & 1) != 0; }

// Of "citations.authors" the part behind the dot, which may have a dot itself.
bool is_paper_path(std::string_view name) {
  const std::size_t dot = name.find('.');
  if (!place(kPaperNames, name.substr(0, dot))) return false;
  return dot == std::string_view::npos ||
         (name.substr(0, dot) == "authors" && place(kAuthorNames, name.substr(dot + 1)));
}

// Whether the name was understood.
bool add_field(ScholarFields& fields, std::string_view name) {
  const std::size_t dot = name.find('.');
  const std::optional<unsigned> field = place(kPaperNames, name.substr(0, dot));
  if (!field) return false;
  fields.paper |= 1U << *field;
  if (dot == std::string_view::npos) {
    if (*field == kAuthors) fields.author |= 1U << kName;
    return true;
  }
  const std::string_view inner = name.substr(dot + 1);
  if (*field == kAuthors) {
    const std::optional<unsigned> of_author = place(kAuthorNames, inner);
    if (of_author) fields.author |= 1U << *of_author;
    return of_author.has_value();
  }
  if (*field >= kFirstAbsent) return is_paper_path(inner) || place(kEdgeNames, inner);
  return kPaperNames[*field] == "embedding" && place(kEmbeddingNames, inner);
}

void write_authors(JsonWriter& json, const Paper& paper, std::uint32_t fields) {
  json.key("authors");
  json.begin_array();
  for (const std::string& name : paper.authors) {
    json.begin_object();
    json.member_null("authorId");
    if (has(fields, kName)) json.member("name", name);
    for (unsigned field = kFirstUnknownOfAuthor; field < kFirstAbsentOfAuthor; ++field) {
      if (has(fields, field)) json.member_null(kAuthorNames[field]);
    }
    json.end_object();
  }
  json.end_array();
}

void write_external_ids(JsonWriter& json, const Paper& paper) {
  struct Name {
    IdScheme scheme;
    std::string_view name;
    std::string_view prefix;  // of the canonical id, which Semantic Scholar does not write
  };
  constexpr std::array<Name, 5> kNames = {{{IdScheme::kArxiv, "ArXiv", ""},
                                           {IdScheme::kDoi, "DOI", ""},
                                           {IdScheme::kAcl, "ACL", ""},
                                           {IdScheme::kPubmed, "PubMed", "pmid:"},
                                           {IdScheme::kPmc, "PubMedCentral", "PMC"}}};
  json.key("externalIds");
  json.begin_object();
  const std::vector<std::string> ids = all_ids(paper);
  for (const Name& name : kNames) {
    for (const std::string& text : ids) {
      const PaperId id = read_paper_id(text);
      if (id.scheme != name.scheme) continue;
      json.member(name.name, id.text.substr(name.prefix.size()));
      break;
    }
  }
  json.end_object();
}

void write_text_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
  if (text.empty()) {
    json.member_null(name);
  } else {
    json.member(name, text);
  }
}

void write_dates(JsonWriter& json, const Paper& paper, std::uint32_t fields) {
  if (has(fields, kYear)) {
    if (paper.published) {
      json.member("year", ymd_from_day(paper.published->first_day()).year);
    } else {
      json.member_null("year");
    }
  }
  if (!has(fields, kPublicationDate)) return;
  // Clients read it as a whole day and nothing else.
  const bool whole = paper.published && paper.published->precision() >= Date::Precision::kDay;
  write_text_or_null(json, "publicationDate",
                     whole ? Date::from_day(paper.published->first_day()).to_string() : std::string());
}

// The last word, which is near enough to the family name.
std::string_view family_name(std::string_view name) { return name.substr(name.rfind(' ') + 1); }

}  // namespace

ScholarFields read_scholar_fields(const std::optional<std::string>& names) {
  ScholarFields fields{1U << kPaperId, 1U << kAuthorId};
  std::string_view rest = names ? std::string_view(*names) : std::string_view("title");
  std::string unknown;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view name = rest.substr(0, comma);
    if (!name.empty() && !add_field(fields, name)) unknown.append(unknown.empty() ? "" : ", ").append(name);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (!unknown.empty()) {
    throw HttpError(400, "bad_field", "Unrecognized or unsupported fields: [" + unknown + "]", "fields");
  }
  return fields;
}

std::string scholar_id(const Paper& paper) {
  std::string id;
  for (const char c : paper.id) {
    if (c == '%' || c == '?' || c == '#') {
      id += percent_encode(std::string_view(&c, 1), false);
    } else {
      id += c;
    }
  }
  return id;
}

void write_scholar_paper(JsonWriter& json, const Paper& paper, const ScholarFields& fields, const std::string& base) {
  json.begin_object();
  json.member("paperId", scholar_id(paper));
  if (has(fields.paper, kTitle)) json.member("title", paper.title);
  if (has(fields.paper, kAbstract)) write_text_or_null(json, "abstract", paper.abstract);
  if (has(fields.paper, kAuthors)) write_authors(json, paper, fields.author);
  write_dates(json, paper, fields.paper);
  if (has(fields.paper, kExternalIds)) write_external_ids(json, paper);
  if (has(fields.paper, kUrl)) json.member("url", base + paper_address(paper.id));
  if (has(fields.paper, kVenue)) json.member("venue", paper.venue);
  if (has(fields.paper, kCitationStyles)) {
    json.key("citationStyles");
    json.begin_object();
    json.member("bibtex", export_papers(ExportFormat::kBibtex, {&paper}));
    json.end_object();
  }
  for (unsigned field = kFirstUnknown; field < kFirstAbsent; ++field) {
    if (has(fields.paper, field)) json.member_null(kPaperNames[field]);
  }
  json.end_object();
}

std::string authors_and_year(const Paper& paper) {
  std::string text;
  if (!paper.authors.empty()) text = family_name(paper.authors[0]);
  if (paper.authors.size() == 2) text.append(" & ").append(family_name(paper.authors[1]));
  if (paper.authors.size() > 2) text += " et al.";
  if (!paper.published) return text;
  return text + (text.empty() ? "" : ", ") + std::to_string(ymd_from_day(paper.published->first_day()).year);
}

}  // namespace paperdex
