#include "indexer/sources/bibtex_paper.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "data/paper_id.h"
#include "data/paper_json.h"
#include "data/text/plain.h"
#include "data/text/unicode.h"
#include "indexer/sources/bibtex_names.h"
#include "indexer/sources/loose_date.h"
#include "indexer/sources/record_id.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

std::string_view trim(std::string_view text, std::string_view what = kSpace) {
  const std::size_t begin = text.find_first_not_of(what);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(what) + 1 - begin);
}

// --- Dates -----------------------------------------------------------------------------------------------------------

// The first run of four digits that is a year; 0 when there is none.
int year_in(std::string_view text) {
  constexpr std::size_t kDigits = 4;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    int year = 0;
    if (end - at == kDigits) std::from_chars(text.data() + at, text.data() + end, year);
    if (year >= kFirstYear && year <= kLastYear) return year;
    at = std::max(end, at + 1);
  }
  return 0;
}

// One end of a range. A year before Christ has a hyphen first and is none of ours.
std::optional<Date> date_of_part(std::string_view text) {
  text = trim(text, " \t\r\n\f\v~?%[](){}.");
  if (text.starts_with('-')) return std::nullopt;
  if (const auto date = Date::parse(text)) return date;
  constexpr std::size_t kDayBytes = 10;  // of "2001-01-03T15:00:00", which lacks its offset
  if (const std::size_t time = text.find('T'); time == kDayBytes) text = text.substr(0, time);
  if (const auto date = loose_date(text)) return date;
  return date_of_parts(year_in(text), 0, 0);
}

std::optional<Date> date_of_range(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min({text.find('/'), text.find("--"), text.size()});
    if (const auto date = date_of_part(text.substr(0, end))) return date;
    text.remove_prefix(std::min(text.find_first_not_of("/-", end), text.size()));
  }
  return std::nullopt;
}

int day_in(std::string_view text) {
  text = trim(text, " \t\r\n\f\v{}");
  int day = 0;
  std::from_chars(text.data(), text.data() + text.size(), day);
  return day;
}

// --- Addresses and ids -----------------------------------------------------------------------------------------------

// A URL or a DOI without what TeX wants in it: "\url{http://a/b\_c}", "10.1000/a{\_}b".
std::string verbatim(std::string_view text) {
  std::string out;
  text = trim(text);
  for (const std::string_view command : {"\\url", "\\href", "\\path"}) {
    if (text.starts_with(command)) text = trim(text.substr(command.size()));
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    constexpr std::string_view kTilde = "\\textasciitilde";
    if (rest.starts_with(kTilde)) {
      out += '~';
      at += kTilde.size() - 1;
    } else if (text[at] != '{' && text[at] != '}' && text[at] != '\\') {
      out += text[at];
    }
  }
  return std::string(trim(out));
}

std::string address_in(std::string_view field) {
  const std::string text = verbatim(field);
  const std::size_t begin = std::min(text.find("http://"), text.find("https://"));
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_first_of(" \t\r\n\f\v<>\"", begin) - begin);
}

bool is_arxiv_eprint(const BibtexEntry& entry) {
  const std::string kind(trim(lower(entry.first_of({"archiveprefix", "eprinttype"})), " \t\r\n{}"));
  if (!kind.empty()) return kind == "arxiv";
  const std::string eprint = verbatim(entry.field("eprint"));
  return read_paper_id(eprint).scheme == IdScheme::kArxiv;
}

// "CoRR" with the volume "abs/2006.15055", "arXiv preprint arXiv:2006.15055".
std::string arxiv_id_of_journal(const BibtexEntry& entry) {
  const std::string volume = verbatim(entry.field("volume"));
  if (volume.starts_with("abs/")) return "arXiv:" + volume.substr(4);
  const std::string journal = verbatim(entry.first_of({"journaltitle", "journal"}));
  const std::size_t at = journal.find("arXiv:");
  return at == std::string::npos ? std::string() : journal.substr(at, journal.find_first_of(" ,", at) - at);
}

std::vector<std::string> id_texts(const BibtexEntry& entry, const std::string& url) {
  std::vector<std::string> texts;
  const auto add = [&](std::string_view prefix, std::string_view name) {
    const std::string value = verbatim(entry.field(name));
    if (!value.empty()) texts.push_back(std::string(prefix) + value);
  };
  if (is_arxiv_eprint(entry)) {
    const std::string eprint = verbatim(entry.field("eprint"));
    texts.push_back(lower(eprint).starts_with("arxiv:") ? eprint : "arXiv:" + eprint);
  }
  add("arXiv:", "arxivid");
  if (lower(trim(entry.field("eprinttype"))) == "pubmed") add("pmid:", "eprint");
  add("pmid:", "pmid");
  add("", "pmcid");
  texts.push_back(url);
  texts.push_back(arxiv_id_of_journal(entry));
  return texts;
}

// What may stand in an id: no white space, whole code points.
std::string id_part_of_key(std::string_view key) {
  constexpr std::size_t kMaxKeyBytes = 96;
  std::string part;
  for (std::size_t at = 0; at < key.size();) {
    const std::size_t begin = at;
    next_code_point(key, at);
    const std::string_view character = key.substr(begin, at - begin);
    if (part.size() + character.size() > kMaxKeyBytes) break;
    if (!has_space_or_control(character)) part += character;
  }
  return part;
}

void set_id(const BibtexEntry& entry, Paper& paper) {
  constexpr std::size_t kHashDigits = 8;
  set_record_id(paper, id_texts(entry, paper.url), "bib");
  const std::string key = id_part_of_key(entry.key);
  if (!paper.id.starts_with("bib:") || key.empty()) return;
  const std::string author = paper.authors.empty() ? std::string() : paper.authors.front();
  paper.id = "bib:" + key + '.' + hash_of_letters({paper.title, author}).substr(0, kHashDigits);
}

std::string title_of(const BibtexEntry& entry) {
  std::string title(trim(entry.field("title")));
  const std::string_view subtitle = trim(entry.field("subtitle"));
  if (title.empty() || subtitle.empty()) return title;
  title += std::string_view(":.!?").find(title.back()) == std::string_view::npos ? ": " : " ";
  return title.append(subtitle);
}

}  // namespace

std::optional<Date> date_of_bibtex(const BibtexEntry& entry) {
  if (const auto date = date_of_range(entry.field("date"))) return date;
  const auto year = date_of_range(entry.field("year"));
  if (!year || year->precision() != Date::Precision::kYear) return year;
  const int month = month_in(plain_text(entry.field("month")));
  return date_of_parts(ymd_from_day(year->first_day()).year, month, day_in(entry.field("day")));
}

Paper paper_from_bibtex(const BibtexEntry& entry) {
  Paper paper;
  // As people read it already here, so that the id does not depend on braces and accents.
  paper.title = plain_text(title_of(entry));
  paper.abstract = entry.field("abstract");
  for (const std::string& name : names_of_bibtex(entry.field("author"))) paper.authors.push_back(plain_text(name));
  paper.published = date_of_bibtex(entry);
  paper.venue = entry.first_of({"journaltitle", "journal", "booktitle", "eventtitle"});
  paper.doi = verbatim(entry.field("doi"));
  paper.url = address_in(entry.field("url"));
  if (paper.url.empty()) paper.url = address_in(entry.field("howpublished"));
  paper.source = "bibtex";
  if (entry.field("note").size() <= kMaxFieldBytes) paper.comment = entry.field("note");
  if (is_arxiv_eprint(entry)) {
    const std::string category = verbatim(entry.first_of({"primaryclass", "eprintclass"}));
    if (!category.empty()) paper.categories.push_back(category);
  }
  set_id(entry, paper);
  validate(paper);
  paper.entry = entry.key.empty() ? paper.id : entry.key;
  return paper;
}

}  // namespace paperdex
