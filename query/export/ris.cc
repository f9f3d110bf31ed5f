#include "query/export/ris.h"

#include <algorithm>
#include <string_view>

#include "query/export/export_text.h"
#include "query/export/name_parts.h"
#include "query/export/publication.h"
#include "query/paper_links.h"

namespace paperdex {
namespace {

using Kind = Publication::Kind;

void append_field(std::string& out, std::string_view tag, std::string_view value) {
  const std::string line = one_line(value);
  if (!line.empty()) out.append(tag).append("  - ").append(line).append("\r\n");
}

std::string name_of(const std::string& author) {
  NameParts parts = name_parts(author);
  if (!parts.literal.empty()) {
    std::replace_if(
        parts.literal.begin(), parts.literal.end(), [](char c) { return c == ',' || c == ';'; }, ' ');
    return parts.literal;
  }
  std::string name;
  if (!parts.particle.empty()) name = parts.particle + ' ';
  name += parts.family + ", " + parts.given;
  return parts.suffix.empty() ? name : name + ", " + parts.suffix;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

void append_date(std::string& out, const Date& date) {
  const YearMonthDay ymd = ymd_from_day(date.first_day());
  const std::string year = std::to_string(ymd.year);
  append_field(out, "PY", year);
  if (date.precision() == Date::Precision::kYear) return;
  const std::string day = date.precision() == Date::Precision::kMonth ? std::string() : two_digits(ymd.day);
  append_field(out, "DA", year + '/' + two_digits(ymd.month) + '/' + day + '/');
}

std::string_view type_of(Kind kind) {
  return kind == Kind::kJournal ? "JOUR" : kind == Kind::kConference ? "CONF" : "GEN";
}

void append_addresses(std::string& out, const Paper& paper, const Publication& publication) {
  append_field(out, "UR", publication.address);
  for (const auto& [name, link] : links_of(paper)) {
    // The DOI has a tag of its own, and readers would take what an address makes of it for another.
    const bool is_of_id = name != "doi" && name != "repository" && name != "project_page";
    const std::string address = plain_address(link);
    if (is_of_id && address != publication.address) append_field(out, "UR", address);
  }
}

}  // namespace

void append_ris(std::string& out, const Paper& paper) {
  const Publication publication = publication_of(paper);
  append_field(out, "TY", type_of(publication.kind));
  append_field(out, "ID", paper.id);
  append_field(out, "TI", paper.title);
  for (const std::string& author : paper.authors) append_field(out, "AU", name_of(author));
  if (paper.published) append_date(out, *paper.published);
  append_field(out, publication.kind == Kind::kPreprint ? "PB" : "T2", publication.container);
  if (publication.kind == Kind::kJournal) append_field(out, "JO", publication.container);
  append_field(out, "DO", plain_doi(paper.doi));
  append_addresses(out, paper, publication);
  for (const std::string& category : paper.categories) append_field(out, "KW", category);
  append_field(out, "AB", paper.abstract);
  if (paper.withdrawn) append_field(out, "N1", "Withdrawn");
  out += "ER  - \r\n\r\n";
}

}  // namespace paperdex
