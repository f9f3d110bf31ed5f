// Lists of papers in the formats that reference managers, spreadsheets and programs read.
//
//   jsonl     the canonical lines of data/paper_json.h: all that is known, read back by `paperdex-index add`
//   csv       RFC 4180 with a header line (export/csv.h)
//   bibtex    one entry a paper (export/bibtex.h)
//   ris       one record a paper (export/ris.h)
//   csl-json  an array of items (export/csl_json.h)
//
// All are UTF-8. Apart from jsonl they hold what their formats have a place for. Papers are valid ones (data/paper.h),
// as those of an index are; in formats other than jsonl even bytes that are no UTF-8 and control characters break
// nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/paper.h"
#include "query/export/bibtex_key.h"

namespace paperdex {

enum class ExportFormat { kJsonLines, kCsv, kBibtex, kRis, kCslJson };

// Nothing when no format has this name.
std::optional<ExportFormat> export_format_from_name(std::string_view name);
// "jsonl, csv, bibtex, ris, csl-json", for messages.
std::string export_format_names();

std::string_view export_name(ExportFormat format);
std::string_view export_content_type(ExportFormat format);  // "text/csv; charset=utf-8"
std::string_view export_extension(ExportFormat format);     // without a dot: "bib"

// Writes paper after paper. Not thread-safe; one for each list. Cost: linear in the papers' text.
class Exporter {
 public:
  explicit Exporter(ExportFormat format);

  void add(const Paper& paper);
  // The whole text; of an empty list what the format has for that: "", the header line or "[]". Ends the object's use.
  std::string take();

 private:
  ExportFormat format_;
  std::string out_;
  bool is_empty_ = true;
  BibtexKeys keys_;
};

// The same at once. Thread-safe.
std::string export_papers(ExportFormat format, const std::vector<const Paper*>& papers);

}  // namespace paperdex
