#include "query/export/bibtex.h"

#include <array>

#include "query/export/bibtex_text.h"
#include "query/export/export_text.h"
#include "query/export/name_parts.h"
#include "query/export/publication.h"

namespace paperdex {
namespace {

using Kind = Publication::Kind;

void append_field(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.append(",\n  ").append(name).append(" = {").append(value).append("}");
}

// Months are macros, which need no braces.
void append_bare_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(",\n  ").append(name).append(" = ").append(value);
}

std::string name_of(const std::string& author) {
  const NameParts parts = name_parts(author);
  if (!parts.literal.empty()) return '{' + bibtex_text(parts.literal) + '}';
  std::string name;
  if (!parts.particle.empty()) name = parts.particle + ' ';
  name += parts.family;
  if (!parts.suffix.empty()) name += ", " + parts.suffix;
  return bibtex_text(name + ", " + parts.given);
}

std::string names_of(const Paper& paper) {
  std::string names;
  for (const std::string& author : paper.authors) names.append(names.empty() ? "" : " and ").append(name_of(author));
  return names;
}

void append_date(std::string& out, const Date& date) {
  static constexpr std::array kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
  const YearMonthDay ymd = ymd_from_day(date.first_day());
  append_field(out, "year", std::to_string(ymd.year));
  if (date.precision() == Date::Precision::kYear) return;
  append_bare_field(out, "month", kMonths.at(static_cast<std::size_t>(ymd.month - 1)));
  if (date.precision() != Date::Precision::kMonth) append_field(out, "day", std::to_string(ymd.day));
}

std::string_view type_of(Kind kind) {
  return kind == Kind::kJournal ? "article" : kind == Kind::kConference ? "inproceedings" : "misc";
}

std::string_view container_field(Kind kind) {
  return kind == Kind::kJournal ? "journal" : kind == Kind::kConference ? "booktitle" : "howpublished";
}

}  // namespace

void append_bibtex(std::string& out, const Paper& paper, std::string_view key) {
  const Publication publication = publication_of(paper);
  out.append("@").append(type_of(publication.kind)).append("{").append(key);
  append_field(out, "title", '{' + bibtex_text(paper.title) + '}');
  append_field(out, "author", names_of(paper));
  if (paper.published) append_date(out, *paper.published);
  append_field(out, container_field(publication.kind), bibtex_text(publication.container));
  append_field(out, "doi", plain_doi(paper.doi));
  if (!publication.arxiv_id.empty()) {
    append_field(out, "eprint", publication.arxiv_id);
    append_field(out, "archivePrefix", "arXiv");
    append_field(out, "primaryClass", publication.primary_class);
  }
  append_field(out, "pmid", publication.pubmed_id);
  append_field(out, "pmcid", publication.pmc_id);
  append_field(out, "url", publication.address);
  append_field(out, "keywords", bibtex_text(joined_list(paper.categories, ", ")));
  append_field(out, "abstract", bibtex_text(paper.abstract));
  if (paper.withdrawn) append_field(out, "note", "Withdrawn");
  out += "\n}\n";
}

}  // namespace paperdex
