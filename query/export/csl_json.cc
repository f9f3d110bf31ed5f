#include "query/export/csl_json.h"

#include <string_view>

#include "data/json_writer.h"
#include "query/export/export_text.h"
#include "query/export/name_parts.h"
#include "query/export/publication.h"

namespace paperdex {
namespace {

using Kind = Publication::Kind;

void write_authors(JsonWriter& json, const Paper& paper) {
  if (paper.authors.empty()) return;
  json.key("author");
  json.begin_array();
  for (const std::string& author : paper.authors) {
    const NameParts parts = name_parts(author);
    json.begin_object();
    json.member_if("family", parts.family);
    json.member_if("given", parts.given);
    json.member_if("non-dropping-particle", parts.particle);
    json.member_if("suffix", parts.suffix);
    json.member_if("literal", parts.literal);
    json.end_object();
  }
  json.end_array();
}

void write_issued(JsonWriter& json, const Date& date) {
  const YearMonthDay ymd = ymd_from_day(date.first_day());
  json.key("issued");
  json.begin_object();
  json.key("date-parts");
  json.begin_array();
  json.begin_array();
  json.value(ymd.year);
  if (date.precision() != Date::Precision::kYear) json.value(ymd.month);
  if (date.precision() >= Date::Precision::kDay) json.value(ymd.day);
  json.end_array();
  json.end_array();
  json.end_object();
}

std::string_view type_of(Kind kind) {
  return kind == Kind::kJournal ? "article-journal" : kind == Kind::kConference ? "paper-conference" : "article";
}

void write_archive(JsonWriter& json, const Publication& publication) {
  const bool is_preprint = publication.kind == Kind::kPreprint;
  if (publication.arxiv_id.empty()) {
    if (is_preprint) json.member_if("publisher", publication.container);
    return;
  }
  json.member("archive", "arXiv");
  json.member("archive_location", publication.arxiv_id);
  if (!is_preprint) return;
  json.member("publisher", "arXiv");
  json.member("number", "arXiv:" + publication.arxiv_id);
}

}  // namespace

void append_csl_json(std::string& out, const Paper& paper) {
  const Publication publication = publication_of(paper);
  JsonWriter json(paper.title.size() + paper.abstract.size() + 512);
  json.begin_object();
  json.member("id", one_line(paper.id));
  json.member("type", type_of(publication.kind));
  json.member("title", one_line(paper.title));
  write_authors(json, paper);
  if (paper.published) write_issued(json, *paper.published);
  if (publication.kind != Kind::kPreprint) json.member_if("container-title", publication.container);
  json.member_if("DOI", one_line(paper.doi));
  json.member_if("PMID", publication.pubmed_id);
  json.member_if("PMCID", publication.pmc_id);
  write_archive(json, publication);
  json.member_if("URL", publication.address);
  json.member_if("keyword", joined_list(paper.categories, ", "));
  json.member_if("abstract", one_line(paper.abstract));
  if (paper.withdrawn) json.member("note", "Withdrawn");
  json.end_object();
  std::string item = json.take();
  item.pop_back();  // the newline
  out += item;
}

}  // namespace paperdex
