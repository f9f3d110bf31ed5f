#include "indexer/sources/arxiv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "data/error.h"
#include "data/paper_id.h"
#include "indexer/sources/arxiv_fields.h"
#include "indexer/sources/oai_days.h"
#include "indexer/sources/rfc1123.h"

namespace paperdex {
namespace {

struct Version {
  int number = 0;
  Date date = Date::from_day(0);
  bool withdrawal = false;
};

// <version version="v2"><date>Sat, 02 May 2009 20:34:10 GMT</date><size>23kb</size><source_type>D</source_type>
Version version_of(const pugi::xml_node& node) {
  constexpr char kIgnored = 'I';
  Version version;
  std::string_view number = node.attribute("version").value();
  if (number.starts_with('v')) number.remove_prefix(1);
  std::from_chars(number.data(), number.data() + number.size(), version.number);
  const std::optional<Date> date = date_from_rfc1123(text_of(child_named(node, "date")));
  if (!date) throw Rejection("versions", "holds a version without a date such as 'Mon, 02 Apr 2007 19:18:42 GMT'");
  version.date = *date;
  version.withdrawal = text_of(child_named(node, "size")) == "0kb" ||
                       text_of(child_named(node, "source_type")).find(kIgnored) != std::string::npos;
  return version;
}

void take_versions(std::vector<Version> versions, ArxivFields& fields) {
  std::stable_sort(versions.begin(), versions.end(),
                   [](const Version& a, const Version& b) { return a.number < b.number; });
  for (const Version& version : versions) fields.versions.push_back(version.date);
  fields.withdrawn = !versions.empty() && versions.back().withdrawal;
}

ArxivFields fields_of(const OaiRecord& record) {
  if (local_name(record.metadata) != "arXivRaw") throw Rejection("metadata", "is not arXivRaw");
  ArxivFields fields;
  const std::array<std::pair<std::string_view, std::string*>, 8> texts = {{{"id", &fields.id},
                                                                           {"title", &fields.title},
                                                                           {"categories", &fields.categories},
                                                                           {"comments", &fields.comments},
                                                                           {"journal-ref", &fields.journal_ref},
                                                                           {"report-no", &fields.report_no},
                                                                           {"doi", &fields.doi},
                                                                           {"abstract", &fields.abstract}}};
  std::vector<Version> versions;
  for (const pugi::xml_node& node : record.metadata.children()) {
    const std::string_view name = local_name(node);
    if (name == "version") versions.push_back(version_of(node));
    if (name == "authors") fields.authors = split_names(text_of(node));
    const auto* text = std::find_if(texts.begin(), texts.end(), [&](const auto& known) { return known.first == name; });
    if (text != texts.end() && text->second->empty()) *text->second = text_of(node);
  }
  take_versions(std::move(versions), fields);
  fields.revised = Date::parse(record.datestamp);
  return fields;
}

bool is_archive_of_physics(std::string_view name) {
  constexpr std::array<std::string_view, 13> kArchives = {"astro-ph", "cond-mat", "gr-qc",   "hep-ex", "hep-lat",
                                                          "hep-ph",   "hep-th",   "math-ph", "nlin",   "nucl-ex",
                                                          "nucl-th",  "physics",  "quant-ph"};
  return std::find(kArchives.begin(), kArchives.end(), name) != kArchives.end();
}

// The set that is meant by "cs.LG", "hep-th", "astro-ph:GA" or "cs:LG"; what is in order comes back as it is.
std::string right_form(std::string_view set) {
  std::string form(set);
  std::replace(form.begin(), form.end(), '.', ':');
  const std::size_t end = form.find(':');
  const std::string archive = form.substr(0, end);
  const std::string rest = end == std::string::npos ? "" : form.substr(end + 1);
  const bool is_category = set.size() > archive.size() && set[archive.size()] == '.';
  if (archive == "physics") return is_category ? "physics:" + form : form;
  if (is_archive_of_physics(archive)) return "physics:" + form;
  // "cs", "cs:cs" and "cs:cs:LG": an archive that is no part of physics is called as its group.
  return rest.empty() || rest.substr(0, rest.find(':')) == archive ? form : archive + ':' + form;
}

}  // namespace

void check_arxiv_set(std::string_view set) {
  const std::string form = right_form(set);
  if (form != set) throw InputError("arXiv has no set '" + std::string(set) + "'; it is written '" + form + "'");
}

Paper paper_from_arxiv_raw(const OaiRecord& record, const std::string& source) {
  Paper paper = paper_from_arxiv_fields(fields_of(record));
  if (paper.id != canonical_id(record.identifier)) throw Rejection("id", "is of another paper: " + paper.id);
  paper.source = source;
  return paper;
}

std::unique_ptr<PaperSource> arxiv_source(Fetcher& fetcher, HarvestTask task) {
  check_arxiv_set(task.set);
  if (!task.days.empty() && task.days.back() > today() + 1) {
    throw InputError("arXiv cannot be asked for " + Date::from_day(task.days.back()).to_string() +
                     ": tomorrow is the last day that it takes");
  }
  OaiDays what;
  what.name = task.config.name;
  what.base_url = task.config.base_url.empty() ? kArxivOaiUrl : task.config.base_url;
  what.metadata_prefix = "arXivRaw";
  what.set = task.set;
  what.days = std::move(task.days);
  what.first_day = kArxivFirstDay;
  what.ends_with_token = true;
  return std::make_unique<OaiDaySource>(fetcher, what, [name = what.name](const OaiRecord& record) -> SourceItem {
    if (record.deleted) return Deleted{name, canonical_id(record.identifier)};
    return paper_from_arxiv_raw(record, name);
  });
}

}  // namespace paperdex
