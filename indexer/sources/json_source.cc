#include "indexer/sources/json_source.h"

#include <utility>

#include "data/json.h"
#include "data/paper_json.h"
#include "indexer/sources/arxiv_snapshot.h"
#include "indexer/sources/csl_json.h"
#include "indexer/sources/hf_daily.h"

namespace paperdex {
namespace {

// By the names that only one format has.
FileFormat format_of(std::string_view record) {
  const JsonDocument object = parse_json(record);
  if (!object.IsObject()) throw Rejection("", "is not a JSON object");
  const auto has = [&](const char* name) { return object.HasMember(name); };
  // Our own lines have versions too, as dates.
  const JsonValue* versions = json_member(object, "versions");
  const bool has_records =
      versions != nullptr && versions->IsArray() && !versions->Empty() && (*versions)[0].IsObject();
  if (has("authors_parsed") || has_records || has("journal-ref") || has("update_date")) {
    return FileFormat::kArxivSnapshot;
  }
  if (has("paper") || has("publishedAt") || has("summary")) return FileFormat::kHfDaily;
  if (has("type") && (has("author") || has("issued") || has("container-title") || has("DOI"))) {
    return FileFormat::kCslJson;
  }
  return FileFormat::kJsonl;
}

}  // namespace

JsonSource::JsonSource(std::string path, ByteSource& bytes, FileFormat format)
    : path_(std::move(path)), records_(bytes), format_(format) {}

SourceItem JsonSource::next() {
  const std::optional<Record> record = records_.next();
  if (!record) return Done{};
  if (!record->fault.empty()) return Rejected{path_, record->line, "", record->fault};
  try {
    return read(record->text);
  } catch (const Rejection& rejection) {
    return Rejected{path_, record->line, rejection.field(), rejection.reason()};
  }
}

Paper JsonSource::read(std::string_view record) {
  if (format_ == FileFormat::kAuto) format_ = format_of(record);
  switch (format_) {
    case FileFormat::kArxivSnapshot:
      return paper_from_arxiv_snapshot(record);
    case FileFormat::kHfDaily:
      return paper_from_hf_daily(record);
    case FileFormat::kCslJson:
      return paper_from_csl(record);
    default:
      return paper_from_json(record);
  }
}

}  // namespace paperdex
