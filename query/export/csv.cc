#include "query/export/csv.h"

#include "query/export/export_text.h"

namespace paperdex {

void append_csv_header(std::string& out) {
  out +=
      "id,title,authors,published,updated,venue,doi,url,categories,ids,sources,upvotes,withdrawn,journal_ref,comment,"
      "repository,project_page,abstract\r\n";
}

void append_csv_value(std::string& out, std::string_view value) {
  constexpr std::string_view kBeginsFormula = "=+-@\t\r\n";
  const bool is_formula = !value.empty() && kBeginsFormula.find(value.front()) != std::string_view::npos;
  const bool is_quoted = value.find_first_of(",\"\r\n") != std::string_view::npos;
  if (is_quoted) out += '"';
  if (is_formula) out += '\'';
  for (const char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  if (is_quoted) out += '"';
}

void append_csv(std::string& out, const Paper& paper) {
  const std::vector<std::string> source = {paper.source};
  const auto date = [](const std::optional<Date>& known) { return known ? known->to_string() : std::string(); };
  const std::string values[] = {
      one_line(paper.id),
      one_line(paper.title),
      joined_list(paper.authors, "; "),
      date(paper.published),
      date(paper.updated),
      one_line(paper.venue),
      one_line(paper.doi),
      one_line(paper.url),
      joined_list(paper.categories, "; "),
      joined_list(paper.ids, "; "),
      joined_list(paper.sources.empty() ? source : paper.sources, "; "),
      paper.upvotes ? std::to_string(*paper.upvotes) : std::string(),
      paper.withdrawn ? "yes" : "",
      one_line(paper.journal_ref),
      one_line(paper.comment),
      one_line(paper.repository),
      one_line(paper.project_page),
      one_line(paper.abstract),
  };
  std::string_view separator;
  for (const std::string& value : values) {
    out += separator;
    append_csv_value(out, value);
    separator = ",";
  }
  out += "\r\n";
}

}  // namespace paperdex
