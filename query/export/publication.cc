#include "query/export/publication.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "data/paper_id.h"
#include "query/export/export_text.h"
#include "query/paper_links.h"

namespace paperdex {
namespace {

bool is_one_of(std::initializer_list<std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Runs of letters and digits.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = std::max(end, begin + 1);
  }
  return words;
}

bool is_conference_word(std::string_view word) {
  return is_one_of(
      {"conference", "conferences", "conf",  "workshop", "workshops", "symposium", "symposia",    "congress",
       "colloquium", "meeting",     "aaai",  "acl",      "aistats",   "bmvc",      "chi",         "coling",
       "colt",       "conll",       "corl",  "cvpr",     "eacl",      "eccv",      "emnlp",       "focs",
       "iccv",       "icassp",      "iclr",  "icml",     "icra",      "ijcai",     "interspeech", "iros",
       "kdd",        "miccai",      "naacl", "neurips",  "nips",      "siggraph",  "sigir",       "soda",
       "stoc",       "uai",         "wacv",  "wsdm"},
      word);
}

bool is_year(std::string_view word) {
  return word.size() == 4 && std::all_of(word.begin(), word.end(), is_digit) &&
         (word.starts_with("19") || word.starts_with("20"));
}

// "ALT 2024", "3DV 2025"; but "JHEP 2007".
bool is_acronym_with_year(const std::vector<std::string_view>& words) {
  if (words.size() != 2 || !is_year(words[1])) return false;
  const bool is_acronym = std::none_of(words[0].begin(), words[0].end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return is_acronym &&
         !is_one_of({"IJCV", "JAIR", "JCAP", "JCP", "JHEP", "JMLR", "MNRAS", "PAMI", "PLOS", "PNAS", "PRA",
                     "PRB",  "PRC",  "PRD",  "PRE", "PRL",  "PRX",  "TACL",  "TMLR", "TOG",  "TPAMI"},
                    words[0]);
}

// Journals that call themselves proceedings.
bool is_journal_of_proceedings(std::string_view lower) {
  const auto has = [&](std::string_view part) { return lower.find(part) != std::string_view::npos; };
  return has("academy of sciences") || has("natl. acad") || has("natl acad") || has("royal society") ||
         has("roy. soc") || has("vldb endow") || has("of the acm on ") || has("mathematical society") ||
         lower == "proceedings of the ieee";
}

bool is_conference(const std::string& venue) {
  if (is_acronym_with_year(words_of(venue))) return true;
  const std::string lower = ascii_lower(venue);
  if (lower.find("neural information processing systems") != std::string::npos) return true;
  if (lower.find("computer vision and pattern recognition") != std::string::npos) return true;
  const std::vector<std::string_view> words = words_of(lower);
  if (std::any_of(words.begin(), words.end(), is_conference_word)) return true;
  const bool is_proceedings = std::any_of(
      words.begin(), words.end(), [](std::string_view word) { return word == "proceedings" || word == "proc"; });
  return is_proceedings && !is_journal_of_proceedings(lower);
}

bool is_preprint_server(const std::string& venue) {
  const std::string lower = ascii_lower(venue);
  const std::vector<std::string_view> words = words_of(lower);
  const bool is_named = std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return is_one_of(
        {"arxiv", "biorxiv", "medrxiv", "chemrxiv", "psyarxiv", "techrxiv", "ssrn", "preprint", "preprints"}, word);
  });
  return is_named || (!words.empty() && words.front() == "corr");
}

// "cs.LG", "hep-th"; others name their conferences and topics there.
bool is_arxiv_category(std::string_view category) {
  const std::string_view archive = category.substr(0, category.find('.'));
  const std::string_view rest = category.substr(archive.size());
  const auto is_plain = [](char c) { return is_letter(c) || c == '-' || c == '.'; };
  return std::all_of(rest.begin(), rest.end(), is_plain) &&
         is_one_of({"acc-phys", "alg-geom", "astro-ph", "chao-dyn", "cmp-lg",  "cond-mat", "cs",      "dg-ga",
                    "econ",     "eess",     "funct-an", "gr-qc",    "hep-ex",  "hep-lat",  "hep-ph",  "hep-th",
                    "math",     "math-ph",  "nlin",     "nucl-ex",  "nucl-th", "patt-sol", "physics", "q-alg",
                    "q-bio",    "q-fin",    "quant-ph", "solv-int", "stat"},
                   archive);
}

void set_container(const Paper& paper, Publication& publication) {
  const std::string venue = one_line(paper.venue);
  const std::string reference = one_line(paper.journal_ref);
  const bool is_preprint = !venue.empty() && is_preprint_server(venue);
  publication.container = venue.empty() || (is_preprint && !reference.empty()) ? reference : venue;
  if (publication.container.empty() || (is_preprint && reference.empty())) return;
  publication.kind =
      is_conference(publication.container) ? Publication::Kind::kConference : Publication::Kind::kJournal;
}

}  // namespace

Publication publication_of(const Paper& paper) {
  constexpr std::string_view kPubmedPrefix = "pmid:";
  Publication publication;
  set_container(paper, publication);
  const auto set_first = [](std::string& id, std::string_view text) {
    if (id.empty()) id = text;
  };
  for (const std::string& text : all_ids(paper)) {
    const PaperId id = read_paper_id(text);
    if (id.scheme == IdScheme::kArxiv) set_first(publication.arxiv_id, id.text);
    if (id.scheme == IdScheme::kPubmed) set_first(publication.pubmed_id, id.text.substr(kPubmedPrefix.size()));
    if (id.scheme == IdScheme::kPmc) set_first(publication.pmc_id, id.text);
  }
  const auto category = std::find_if(paper.categories.begin(), paper.categories.end(), is_arxiv_category);
  if (!publication.arxiv_id.empty() && category != paper.categories.end()) publication.primary_class = *category;
  publication.address = plain_address(paper.url);
  if (publication.address.empty()) {
    const std::vector<PaperLink> links = links_of(paper);
    if (!links.empty()) publication.address = plain_address(links.front().second);
  }
  return publication;
}

}  // namespace paperdex
