#include "indexer/sources/acl_paper.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "data/error.h"
#include "data/paper_json.h"
#include "indexer/sources/acl.h"
#include "indexer/sources/loose_date.h"

namespace paperdex {
namespace {

std::string name_of(const pugi::xml_node& node) { return node.name(); }

void append_text(const pugi::xml_node& element, std::string& out, int depth) {
  if (depth > kMaxAclMarkupDepth) {
    throw Rejection(name_of(element), "is nested deeper than " + std::to_string(kMaxAclMarkupDepth));
  }
  for (const pugi::xml_node& node : element.children()) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) out += node.value();
    if (node.type() != pugi::node_element) continue;
    const std::string_view name = node.name();
    if (name == "par" || name == "br") out += ' ';
    if (name == "tex-math") out += '$';
    append_text(node, out, depth + 1);
    if (name == "tex-math") out += '$';
  }
}

// The text of an element with markup in it, white space folded; "" when it is missing.
std::string text_of(const pugi::xml_node& element) {
  std::string text;
  append_text(element, text, 0);
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  std::string folded;
  for (const char c : text) {
    if (!is_space(c)) {
      folded += c;
    } else if (!folded.empty() && folded.back() != ' ') {
      folded += ' ';
    }
  }
  if (folded.ends_with(' ')) folded.pop_back();
  return folded;
}

std::optional<unsigned> number_of(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string padded(unsigned number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

// New collections ("2022.acl") join their parts. Of the old ones ("J89"), volume and paper have four digits together:
// two each where a collection had more than nine volumes, else one and three.
std::string id_of(const std::string& collection, const std::string& volume, const std::string& paper) {
  if (collection.empty()) throw Rejection("id", "of the collection is missing");
  if (volume.empty()) throw Rejection("id", "of the volume is missing");
  if (paper.empty()) throw Rejection("id", "is missing");
  if (collection[0] >= '0' && collection[0] <= '9') return collection + '-' + volume + '.' + paper;
  const std::optional<unsigned> volume_number = number_of(volume);
  const std::optional<unsigned> paper_number = number_of(paper);
  if (!volume_number || !paper_number)
    throw Rejection("id", "is no number in the old collection " + in_quotes(collection));
  constexpr unsigned kFirstWorkshopOfD19 = 5;
  const bool is_wide =
      collection[0] == 'W' || collection == "C69" || (collection == "D19" && *volume_number >= kFirstWorkshopOfD19);
  return collection + '-' + padded(*volume_number, is_wide ? 2 : 1) + padded(*paper_number, is_wide ? 2 : 3);
}

std::vector<std::string> authors_of(const pugi::xml_node& paper) {
  std::vector<std::string> authors;
  for (const pugi::xml_node& author : paper.children("author")) {
    std::string name;
    for (const char* part : {"first", "last", "suffix"}) {
      const std::string text = text_of(author.child(part));
      if (!text.empty()) name.append(name.empty() ? "" : " ").append(text);
    }
    authors.push_back(name.empty() ? text_of(author) : std::move(name));
  }
  return authors;
}

std::string venue_of(const pugi::xml_node& meta, const pugi::xml_node& paper) {
  for (const pugi::xml_node& node : {paper.child("booktitle"), meta.child("booktitle")}) {
    std::string title = text_of(node);
    if (!title.empty()) return title;
  }
  std::string venue = text_of(meta.child("journal-title"));
  if (venue.empty()) return venue;
  const std::string volume = text_of(meta.child("journal-volume"));
  const std::string issue = text_of(meta.child("journal-issue"));
  if (!volume.empty()) venue += ", Volume " + volume;
  if (!issue.empty()) venue += ", Issue " + issue;
  return venue;
}

// Journals' volumes have their month in the title alone: "Journal of Slots, Volume 15, Number 1, March 1989".
int month_of_title(const pugi::xml_node& meta, int year) {
  const std::string title = text_of(meta.child("booktitle"));
  const std::size_t comma = title.rfind(',');
  if (comma == std::string::npos) return 0;
  const std::string end = title.substr(comma + 1);
  const std::optional<Date> date = loose_date(end);
  return date && ymd_from_day(date->first_day()).year == year ? month_in(end) : 0;
}

std::optional<Date> published_of(const pugi::xml_node& meta, const pugi::xml_node& paper) {
  constexpr unsigned kMostYear = 9999;
  const auto text = [&](const char* name) {
    const std::string own = text_of(paper.child(name));
    return own.empty() ? text_of(meta.child(name)) : own;
  };
  const int year = static_cast<int>(std::min(number_of(text("year")).value_or(0), kMostYear));
  const int month = month_in(text("month"));
  return date_of_parts(year, month > 0 ? month : month_of_title(meta, year), 0);
}

void read_changes(const pugi::xml_node& node, Paper& paper) {
  for (const char* name : {"revision", "erratum", "retracted", "removed"}) {
    for (const pugi::xml_node& change : node.children(name)) {
      const std::optional<Date> date = Date::parse(change.attribute("date").value());
      if (date && (!paper.revised || *paper.revised < *date)) paper.revised = date;
    }
  }
}

void read_withdrawal(const pugi::xml_node& node, Paper& paper) {
  for (const auto& [name, said] : {std::pair("retracted", "Retracted"), std::pair("removed", "Removed")}) {
    const pugi::xml_node notice = node.child(name);
    if (!notice) continue;
    paper.withdrawn = true;
    std::string comment = said;
    const std::string date = notice.attribute("date").value();
    if (!date.empty()) comment += " on " + date;
    const std::string text = text_of(notice);
    if (!text.empty()) comment += ": " + text;
    paper.comment.append(paper.comment.empty() ? "" : " ").append(comment);
  }
}

}  // namespace

Paper paper_from_acl(const pugi::xml_node& collection, const pugi::xml_node& volume, const pugi::xml_node& node,
                     const std::string& source) {
  const pugi::xml_node meta = volume.child("meta");
  Paper paper;
  paper.id = id_of(collection.attribute("id").value(), volume.attribute("id").value(), node.attribute("id").value());
  paper.title = text_of(node.child("title"));
  paper.abstract = text_of(node.child("abstract"));
  paper.authors = authors_of(node);
  paper.published = published_of(meta, node);
  paper.venue = venue_of(meta, node);
  paper.doi = text_of(node.child("doi"));
  paper.url = "https://aclanthology.org/" + paper.id;
  paper.source = source;
  read_changes(node, paper);
  read_withdrawal(node, paper);
  validate(paper);
  return paper;
}

}  // namespace paperdex
