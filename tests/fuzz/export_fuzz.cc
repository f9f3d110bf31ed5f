// Papers as they leave: whatever a paper holds, each format holds one record, which its reader takes.
#include "data/json.h"
#include "indexer/sources/bibtex.h"
#include "indexer/sources/ris.h"
#include "query/export.h"
#include "tests/fuzz/papers.h"
#include "tests/indexer/text_bytes.h"

namespace paperdex {
namespace {

template <typename Source>
void require_one(ExportFormat format, const Paper& paper) {
  const std::string text = export_papers(format, {&paper});
  require(is_valid_utf8(text), "an export is UTF-8", text);
  TextBytes bytes(text);
  Source source("export", bytes);
  const SourceContent content = read_source(source);
  require(content.papers.size() == 1 && content.rejected.empty(), "an exported paper is read back as one", text);
}

}  // namespace

void fuzz(std::string_view input) {
  const std::optional<Paper> paper = read_record([&] { return paper_from_json(input); });
  if (!paper) return;
  require_one<BibtexSource>(ExportFormat::kBibtex, *paper);
  require_one<RisSource>(ExportFormat::kRis, *paper);
  require(parse_json(export_papers(ExportFormat::kCslJson, {&*paper})).Size() == 1, "an exported list has one item");
  const std::string csv = export_papers(ExportFormat::kCsv, {&*paper});
  require(is_valid_utf8(csv), "an export is UTF-8", csv);
}

}  // namespace paperdex
