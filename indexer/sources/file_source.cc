#include "indexer/sources/file_source.h"

#include "data/error.h"
#include "data/json.h"
#include "data/paper_json.h"
#include "indexer/sources/arxiv_snapshot.h"
#include "indexer/sources/hf_daily.h"

namespace paperdex {
namespace {

// By the names that only one format has.
FileFormat format_of(std::string_view record) {
  const rapidjson::Document object = parse_json(record);
  if (!object.IsObject()) throw Rejection("", "is not a JSON object");
  const auto has = [&](const char* name) { return object.HasMember(name); };
  if (has("authors_parsed") || has("versions") || has("journal-ref") || has("update_date")) {
    return FileFormat::kArxivSnapshot;
  }
  if (has("paper") || has("publishedAt") || has("summary")) return FileFormat::kHfDaily;
  return FileFormat::kJsonl;
}

}  // namespace

FileFormat file_format_from_name(const std::string& name) {
  if (name == "auto") return FileFormat::kAuto;
  if (name == "jsonl") return FileFormat::kJsonl;
  if (name == "arxiv-snapshot") return FileFormat::kArxivSnapshot;
  if (name == "hf-daily") return FileFormat::kHfDaily;
  throw InputError("no format is called '" + name + "'; there are auto, jsonl, arxiv-snapshot and hf-daily");
}

FileSource::FileSource(const std::string& path, FileFormat format)
    : path_(path), format_(format), bytes_(open_bytes(path)), records_(*bytes_) {}

SourceItem FileSource::next() {
  const std::optional<Record> record = records_.next();
  if (!record) return Done{};
  if (!record->fault.empty()) return Rejected{path_, record->line, "", record->fault};
  try {
    return read(record->text);
  } catch (const Rejection& rejection) {
    return Rejected{path_, record->line, rejection.field(), rejection.reason()};
  }
}

Paper FileSource::read(std::string_view record) {
  if (format_ == FileFormat::kAuto) format_ = format_of(record);
  switch (format_) {
    case FileFormat::kArxivSnapshot:
      return paper_from_arxiv_snapshot(record);
    case FileFormat::kHfDaily:
      return paper_from_hf_daily(record);
    case FileFormat::kAuto:
    case FileFormat::kJsonl:
      break;
  }
  return paper_from_json(record);
}

}  // namespace paperdex
