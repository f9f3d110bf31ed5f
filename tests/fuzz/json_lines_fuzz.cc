// JSON lines and arrays of papers, and the documents that the index makes of them.
#include "data/schema.h"
#include "indexer/document_builder.h"
#include "indexer/sources/json_source.h"
#include "tests/fuzz/sources.h"

namespace paperdex {

void fuzz(std::string_view input) {
  read_in_pieces(input, [](ByteSource& bytes) { return JsonSource("input", bytes, FileFormat::kJsonl); });

  const std::optional<Paper> paper = read_record([&] { return paper_from_json(input); });
  if (!paper) return;
  static Analyzer analyzer;
  const StoredPaper stored{*paper, {*paper}};
  const std::string data = encode_stored(stored);
  const BuiltDocument built = build_document(stored, data, analyzer);
  require(built.document.get_data() == data, "a document holds what it was made of", data);
  for (auto term = built.document.termlist_begin(); term != built.document.termlist_end(); ++term) {
    const std::string text = *term;
    require(!text.empty() && text.size() <= kMaxTermBytes && is_valid_utf8(text), "a term fits the index", text);
  }
}

}  // namespace paperdex
