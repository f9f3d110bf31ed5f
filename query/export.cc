#include "query/export.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/paper_json.h"
#include "query/export/bibtex.h"
#include "query/export/csl_json.h"
#include "query/export/csv.h"
#include "query/export/ris.h"

namespace paperdex {
namespace {

struct FormatFacts {
  ExportFormat format;
  std::string_view name;
  std::string_view content_type;
  std::string_view extension;
};

constexpr std::array<FormatFacts, 5> kFormats = {{
    {ExportFormat::kJsonLines, "jsonl", "application/x-ndjson", "jsonl"},
    {ExportFormat::kCsv, "csv", "text/csv; charset=utf-8", "csv"},
    {ExportFormat::kBibtex, "bibtex", "application/x-bibtex; charset=utf-8", "bib"},
    {ExportFormat::kRis, "ris", "application/x-research-info-systems", "ris"},
    {ExportFormat::kCslJson, "csl-json", "application/vnd.citationstyles.csl+json", "json"},
}};

const FormatFacts& facts_of(ExportFormat format) {
  return *std::find_if(kFormats.begin(), kFormats.end(), [&](const FormatFacts& f) { return f.format == format; });
}

}  // namespace

std::optional<ExportFormat> export_format_from_name(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(), [&](const auto& f) { return f.name == name; });
  return found == kFormats.end() ? std::nullopt : std::optional(found->format);
}

std::string export_format_names() {
  std::string names;
  for (const FormatFacts& facts : kFormats) names.append(names.empty() ? "" : ", ").append(facts.name);
  return names;
}

std::string_view export_name(ExportFormat format) { return facts_of(format).name; }
std::string_view export_content_type(ExportFormat format) { return facts_of(format).content_type; }
std::string_view export_extension(ExportFormat format) { return facts_of(format).extension; }

Exporter::Exporter(ExportFormat format) : format_(format) {
  if (format_ == ExportFormat::kCsv) append_csv_header(out_);
}

void Exporter::add(const Paper& paper) {
  switch (format_) {
    case ExportFormat::kJsonLines: {
      Paper exported = paper;
      exported.entry.clear();  // of this index alone, as is `added`
      exported.added.reset();
      out_ += paper_to_json(exported) + '\n';
      break;
    }
    case ExportFormat::kCsv:
      append_csv(out_, paper);
      break;
    case ExportFormat::kBibtex:
      if (!is_empty_) out_ += '\n';
      append_bibtex(out_, paper, keys_.key_of(paper));
      break;
    case ExportFormat::kRis:
      append_ris(out_, paper);
      break;
    case ExportFormat::kCslJson:
      out_ += is_empty_ ? "[\n" : ",\n";
      append_csl_json(out_, paper);
      break;
  }
  is_empty_ = false;
}

std::string Exporter::take() {
  if (format_ == ExportFormat::kCslJson) out_ += is_empty_ ? "[]\n" : "\n]\n";
  return std::move(out_);
}

std::string export_papers(ExportFormat format, const std::vector<const Paper*>& papers) {
  Exporter exporter(format);
  for (const Paper* paper : papers) exporter.add(*paper);
  return exporter.take();
}

}  // namespace paperdex
