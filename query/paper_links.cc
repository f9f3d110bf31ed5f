#include "query/paper_links.h"

#include <algorithm>
#include <array>

#include "data/paper_id.h"

namespace paperdex {
namespace {

struct Site {
  IdScheme scheme;
  std::string_view name;
  std::string_view address;  // before the id
  std::string_view prefix;   // of the canonical id, which the site does not write
};
constexpr std::array<Site, 6> kSites = {{
    {IdScheme::kArxiv, "arxiv", "https://arxiv.org/abs/", ""},
    {IdScheme::kDoi, "doi", "https://doi.org/", ""},
    {IdScheme::kAcl, "acl", "https://aclanthology.org/", ""},
    {IdScheme::kPubmed, "pubmed", "https://pubmed.ncbi.nlm.nih.gov/", "pmid:"},
    {IdScheme::kPmc, "pmc", "https://pmc.ncbi.nlm.nih.gov/articles/", ""},
    {IdScheme::kOpenAlex, "openalex", "https://openalex.org/", "openalex:"},
}};

// DOIs may hold what an address gives another meaning: 10.1002/(sici)1097-4636(199823)43:4<338::aid-jbm16>3.0.co;2-b
std::string as_path(std::string_view id) {
  constexpr std::string_view kPlain = "-._~/:;,()!$&'*+=@";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string path;
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       kPlain.find(c) != std::string_view::npos;
    if (plain) {
      path += c;
    } else {
      path.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
    }
  }
  return path;
}

}  // namespace

std::vector<std::string> all_ids(const Paper& paper) {
  std::vector<std::string> ids = {paper.id};
  if (!paper.doi.empty() && paper.doi != paper.id) ids.push_back(paper.doi);
  ids.insert(ids.end(), paper.ids.begin(), paper.ids.end());
  return ids;
}

std::vector<PaperLink> links_of(const Paper& paper) {
  std::array<std::string, kSites.size()> addresses;
  const auto add = [&](const std::string& text) {
    const PaperId id = read_paper_id(text);
    for (std::size_t i = 0; i < kSites.size(); ++i) {
      if (kSites[i].scheme != id.scheme || !addresses[i].empty()) continue;
      addresses[i] =
          std::string(kSites[i].address) + as_path(std::string_view(id.text).substr(kSites[i].prefix.size()));
    }
  };
  for (const std::string& id : all_ids(paper)) add(id);
  std::vector<PaperLink> links;
  for (std::size_t i = 0; i < kSites.size(); ++i) {
    if (!addresses[i].empty()) links.emplace_back(kSites[i].name, std::move(addresses[i]));
  }
  if (!paper.repository.empty()) links.emplace_back("repository", paper.repository);
  if (!paper.project_page.empty()) links.emplace_back("project_page", paper.project_page);
  return links;
}

}  // namespace paperdex
