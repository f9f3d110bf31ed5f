#include "server/page/paper_head.h"

#include <algorithm>

#include "data/paper_id.h"
#include "server/page/html.h"
#include "server/paper_address.h"

namespace paperdex {
namespace {

std::string meta(const std::string& name, const std::string& value) {
  return value.empty() ? "" : "<meta" + attribute("name", name) + attribute("content", value) + ">\n";
}

// With slashes, as those programs want it: "2020/06/26".
std::string slashed(const Date& date) {
  std::string text = date.to_string().substr(0, 10);
  std::replace(text.begin(), text.end(), '-', '/');
  return text;
}

std::string arxiv_id(const Paper& paper) {
  for (const std::string& text : all_ids(paper)) {
    if (const PaperId id = read_paper_id(text); id.scheme == IdScheme::kArxiv) return id.text;
  }
  return {};
}

}  // namespace

std::string pdf_address(const std::vector<PaperLink>& links) {
  for (const auto& [name, address] : links) {
    constexpr std::string_view kAbs = "/abs/";
    if (name == "arxiv") return std::string(address).replace(address.find(kAbs), kAbs.size(), "/pdf/");
    if (name == "acl") return address + ".pdf";
  }
  return {};
}

std::string paper_head_html(const Paper& paper, const std::vector<PaperLink>& links, const std::string& base) {
  const std::string own = base + paper_address(paper.id);
  std::string html = meta("citation_title", paper.title);
  for (const std::string& author : paper.authors) html += meta("citation_author", author);
  if (paper.published) {
    html +=
        meta("citation_date", slashed(*paper.published)) + meta("citation_publication_date", slashed(*paper.published));
  }
  html += meta("citation_arxiv_id", arxiv_id(paper)) + meta("citation_doi", paper.doi);
  html += meta("citation_pdf_url", pdf_address(links)) + meta("citation_abstract_html_url", own);
  html += "<link rel=\"canonical\"" + attribute("href", own) + ">\n";
  html += "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Related papers\"" +
          attribute("href", paper_address(paper.id) + "/related.atom") + ">\n";
  return html;
}

}  // namespace paperdex
