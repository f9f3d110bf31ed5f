#include "indexer/sources/file_source.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "data/error.h"
#include "indexer/peeked_bytes.h"
#include "indexer/sources/bibtex.h"
#include "indexer/sources/json_source.h"
#include "indexer/sources/ris.h"

namespace paperdex {
namespace {

constexpr std::array<std::pair<const char*, FileFormat>, 7> kFormats = {{{"auto", FileFormat::kAuto},
                                                                         {"jsonl", FileFormat::kJsonl},
                                                                         {"arxiv-snapshot", FileFormat::kArxivSnapshot},
                                                                         {"hf-daily", FileFormat::kHfDaily},
                                                                         {"bibtex", FileFormat::kBibtex},
                                                                         {"ris", FileFormat::kRis},
                                                                         {"csl-json", FileFormat::kCslJson}}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// What the first line that gives it away says; kAuto when none does. A JSON text says it before its first line ends,
// which may be far. `is_all` is whether the last line is whole.
FileFormat format_of_lines(std::string_view text, bool is_all) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    text.remove_prefix(begin);
    if (text.starts_with('{') || text.starts_with('[')) return FileFormat::kJsonl;
    const std::size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos && !is_all) return FileFormat::kAuto;
    const std::string_view line = text.substr(0, end);
    if (line.size() > 1 && line[0] == '@' && is_letter(line[1])) return FileFormat::kBibtex;
    if (begins_ris_record(line) || begins_web_of_science_record(line)) return FileFormat::kRis;
    text.remove_prefix(line.size());
  }
  return FileFormat::kAuto;
}

// kJsonl stands for all formats of JSON.
FileFormat format_of(PeekedBytes& bytes) {
  constexpr std::size_t kMostBytes = 64 * 1024;
  bool is_all = false;
  for (;;) {
    const FileFormat format = format_of_lines(bytes.head(), is_all);
    if (format != FileFormat::kAuto) return format;
    if (is_all) return FileFormat::kJsonl;
    is_all = !bytes.peek_more() || bytes.head().size() >= kMostBytes;
  }
}

}  // namespace

std::vector<std::string> file_format_names() {
  std::vector<std::string> names;
  for (const auto& [name, format] : kFormats) names.emplace_back(name);
  return names;
}

FileFormat file_format_from_name(const std::string& name) {
  std::string names;
  for (const auto& [known, format] : kFormats) {
    if (name == known) return format;
    names.append(names.empty() ? "" : ", ").append(known);
  }
  throw InputError("no format is called '" + name + "'; there are " + names);
}

FileSource::FileSource(const std::string& path, FileFormat format) : names_(entry_file(path)) {
  auto bytes = std::make_unique<PeekedBytes>(open_bytes(path));
  const FileFormat told = format == FileFormat::kAuto ? format_of(*bytes) : format;
  bytes_ = std::move(bytes);
  if (told == FileFormat::kBibtex) {
    papers_ = std::make_unique<BibtexSource>(path, *bytes_);
  } else if (told == FileFormat::kRis) {
    papers_ = std::make_unique<RisSource>(path, *bytes_);
  } else {
    papers_ = std::make_unique<JsonSource>(path, *bytes_, format);
  }
}

SourceItem FileSource::next() {
  SourceItem item = papers_->next();
  if (auto* paper = std::get_if<Paper>(&item); paper != nullptr && !paper->entry.empty()) names_.name(*paper);
  return item;
}

}  // namespace paperdex
