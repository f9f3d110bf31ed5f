#include "data/paper_id.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/text/unicode.h"

namespace paperdex {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kArxivDoi = "10.48550/arxiv.";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string_view trim(std::string_view text, std::string_view what = kSpace) {
  const std::size_t begin = text.find_first_not_of(what);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(what) + 1 - begin);
}

// Takes `prefix`, which is lower case, off the text in any case; false when it is not there.
bool take(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (lower(text[i]) != prefix[i]) return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

bool take_one_of(std::string_view& text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) { return take(text, prefix); });
}

bool take_scheme(std::string_view& text) { return take_one_of(text, {"https://", "http://"}); }

int hex(char c) {
  if (is_digit(c)) return c - '0';
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// --- arXiv -----------------------------------------------------------------------------------------------------------

bool is_new_arxiv_number(std::string_view id) {
  return (id.size() == 9 || id.size() == 10) && id[4] == '.' && is_digits(id.substr(0, 4)) && is_digits(id.substr(5)) &&
         id.substr(2, 2) >= "01" && id.substr(2, 2) <= "12";
}

bool is_archive_name(std::string_view text) {
  return !text.empty() && is_letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || c == '-'; });
}

// "2006.15055" and "math/9901001" of "math.AG/9901001"; "" when it is none.
std::string arxiv_number(std::string_view id) {
  if (is_new_arxiv_number(id)) return std::string(id);
  const std::size_t slash = id.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view number = id.substr(slash + 1);
  if (number.size() != 7 || !is_digits(number)) return {};
  const std::string_view archive = id.substr(0, id.find('.'));
  if (archive.size() < slash && slash - archive.size() != 3) return {};  // ".AG"
  const std::string_view name = archive.size() < slash ? archive : id.substr(0, slash);
  if (!is_archive_name(name)) return {};
  return std::string(name) + '/' + std::string(number);
}

std::string_view without_version(std::string_view id) {
  const std::size_t end = id.find_last_not_of("0123456789");
  const bool has_version = end != std::string_view::npos && end > 0 && end + 1 < id.size() && lower(id[end]) == 'v';
  return has_version ? id.substr(0, end) : id;
}

std::string read_arxiv(std::string_view text) {
  if (take_scheme(text) || text.find("arxiv.org/") != std::string_view::npos) {
    if (!take_one_of(text, {"arxiv.org/", "www.arxiv.org/", "export.arxiv.org/", "browse.arxiv.org/"})) return {};
    if (!take_one_of(text, {"abs/", "pdf/", "html/", "format/", "e-print/", "src/"})) return {};
    text = text.substr(0, text.find_first_of("?#"));
    text = trim(text, "/");
  } else if (take(text, "oai:arxiv.org:")) {
  } else if (take(text, "arxiv:")) {
    text = trim(text);
    text = text.substr(0, text.find_first_of(" ["));  // "arXiv:2006.15055 [cs.LG]"
  }
  if (text.ends_with(".pdf")) text.remove_suffix(4);
  return arxiv_number(without_version(text));
}

// --- DOI -------------------------------------------------------------------------------------------------------------

std::string read_doi(std::string_view text) {
  if (take_scheme(text)) {
    if (!take_one_of(text, {"doi.org/", "dx.doi.org/", "www.doi.org/"})) return {};
  } else {
    take_one_of(text, {"doi.org/", "dx.doi.org/"});
  }
  while (take_one_of(text, {"doi:", "info:doi/", "urn:doi:"})) text = trim(text);
  std::string doi(trim(text));
  for (std::string decoded = percent_decoded(doi); decoded != doi; decoded = percent_decoded(doi)) doi = decoded;
  if (!doi.starts_with("10.")) return {};
  const std::size_t slash = doi.find('/');
  constexpr std::size_t kRegistrant = 3;
  if (slash == std::string::npos || slash == kRegistrant || slash + 1 == doi.size()) return {};
  const std::string_view registrant = std::string_view(doi).substr(kRegistrant, slash - kRegistrant);
  if (!is_digit(registrant[0]) || registrant.find_first_not_of("0123456789.") != std::string_view::npos) return {};
  if (!is_valid_utf8(doi) || has_space_or_control(doi)) return {};
  std::transform(doi.begin(), doi.end(), doi.begin(), lower);
  return doi;
}

// --- Others ----------------------------------------------------------------------------------------------------------

// "2022.acl-long.1", "J89-1001"
bool is_acl_number(std::string_view id) {
  if (id.size() == 8 && id[0] >= 'A' && id[0] <= 'Z' && is_digits(id.substr(1, 2)) && id[3] == '-' &&
      is_digits(id.substr(4))) {
    return true;
  }
  if (id.size() < 8 || !is_digits(id.substr(0, 4)) || id[4] != '.') return false;
  const std::size_t dash = id.find('-', 5);
  const std::size_t dot = id.rfind('.');
  return dash != std::string_view::npos && dot > dash && is_digits(id.substr(dot + 1)) && is_letter(id[5]);
}

std::string read_acl(std::string_view text) {
  if (take_scheme(text) && !take_one_of(text, {"aclanthology.org/", "www.aclweb.org/anthology/",
                                               "aclweb.org/anthology/", "www.aclanthology.org/"})) {
    return {};
  }
  text = trim(text, "/");
  if (text.ends_with(".pdf")) text.remove_suffix(4);
  return is_acl_number(text) ? std::string(text) : std::string();
}

std::string read_pubmed(std::string_view text) {
  if (take_scheme(text)) {
    if (!take_one_of(text, {"pubmed.ncbi.nlm.nih.gov/", "www.ncbi.nlm.nih.gov/pubmed/"})) return {};
  } else if (!take(text, "pmid:")) {
    return {};
  }
  text = trim(text, " /");
  return is_digits(text) ? "pmid:" + std::string(text) : std::string();
}

std::string read_pmc(std::string_view text) {
  if (take_scheme(text)) {
    if (!take_one_of(text, {"www.ncbi.nlm.nih.gov/pmc/articles/", "pmc.ncbi.nlm.nih.gov/articles/",
                            "europepmc.org/articles/"})) {
      return {};
    }
    text = trim(text, "/");
  } else {
    take(text, "pmcid:");
    text = trim(text);
  }
  if (!take(text, "pmc") || !is_digits(text)) return {};
  return "PMC" + std::string(text);
}

std::string read_openalex(std::string_view text) {
  if (take_scheme(text)) {
    if (!take_one_of(text, {"openalex.org/works/", "openalex.org/", "api.openalex.org/works/"})) return {};
  } else {
    take(text, "openalex:");
  }
  if (!take(text, "w") || !is_digits(text)) return {};
  return "openalex:W" + std::string(text);
}

}  // namespace

PaperId read_paper_id(std::string_view text) {
  using Reader = std::string (*)(std::string_view);
  constexpr std::array<std::pair<IdScheme, Reader>, 6> kReaders = {{{IdScheme::kArxiv, read_arxiv},
                                                                    {IdScheme::kDoi, read_doi},
                                                                    {IdScheme::kAcl, read_acl},
                                                                    {IdScheme::kPubmed, read_pubmed},
                                                                    {IdScheme::kPmc, read_pmc},
                                                                    {IdScheme::kOpenAlex, read_openalex}}};
  text = trim(text);
  for (const auto& [scheme, read] : kReaders) {
    std::string id = read(text);
    if (id.empty()) continue;
    if (scheme != IdScheme::kDoi || !id.starts_with(kArxivDoi)) return {scheme, std::move(id)};
    std::string number = arxiv_number(without_version(std::string_view(id).substr(kArxivDoi.size())));
    if (!number.empty()) return {IdScheme::kArxiv, std::move(number)};
    return {scheme, std::move(id)};
  }
  return {IdScheme::kOther, std::string(text)};
}

std::string canonical_id(std::string_view text) { return read_paper_id(text).text; }

std::vector<PaperId> read_dois(std::string_view field) {
  const auto is_known = [](std::string_view text) {
    const IdScheme scheme = read_paper_id(trim(text, " ,.;")).scheme;
    return scheme == IdScheme::kDoi || scheme == IdScheme::kArxiv;
  };
  std::vector<PaperId> dois;
  for (std::size_t at = 0; at < field.size();) {
    const std::size_t begin = std::min(field.find_first_not_of(" \t\r\n;,", at), field.size());
    std::size_t end = std::min(field.find_first_of(" \t\r\n", begin), field.size());
    // A semicolon belongs to the DOI ("...3.0.CO;2-2") unless another one follows it.
    for (std::size_t i = field.find(';', begin); i < end; i = field.find(';', i + 1)) {
      if (!is_known(field.substr(i + 1, end - i - 1))) continue;
      end = i;
    }
    const std::string_view text = trim(field.substr(begin, end - begin), ",.;");
    PaperId id = read_paper_id(text);
    if (is_known(text) && std::find(dois.begin(), dois.end(), id) == dois.end()) dois.push_back(std::move(id));
    at = end;
  }
  return dois;
}

std::optional<Date> month_of_arxiv_id(std::string_view id) {
  constexpr char kFirstYearOfTheOldForm = '9';  // 1991; the new form came in 2007-04
  const std::string number = arxiv_number(id);
  if (number.empty()) return std::nullopt;
  const std::size_t slash = number.find('/');
  const std::string_view digits = slash == std::string::npos ? number : std::string_view(number).substr(slash + 1);
  const char* century = slash != std::string::npos && digits[0] == kFirstYearOfTheOldForm ? "19" : "20";
  return Date::parse(century + std::string(digits.substr(0, 2)) + '-' + std::string(digits.substr(2, 2)));
}

}  // namespace paperdex
