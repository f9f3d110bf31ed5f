#include <algorithm>
#include <utility>

#include "query/highlight.h"
#include "server/api/native.h"
#include "server/page/hit.h"
#include "server/page/html.h"
#include "server/page/layout.h"
#include "server/page/math.h"
#include "server/page/paper_head.h"
#include "server/page/views.h"
#include "server/paper_address.h"
#include "server/search_params.h"

namespace paperdex {
namespace {

constexpr std::size_t kUnfoldedAuthors = 30;

std::string search_link(const std::string& name, const std::string& value) {
  QueryString params;
  params.set(name, value);
  return link(list_address("/", params), escape_html(value));
}

std::string authors_html(const Paper& paper) {
  std::string html;
  for (std::size_t i = 0; i < paper.authors.size(); ++i) {
    if (i == kUnfoldedAuthors) {
      html += " <details class=\"more\"><summary>and " + std::to_string(paper.authors.size() - i) + " more</summary>";
    } else if (i > 0) {
      html += ", ";
    }
    html += search_link("author", paper.authors[i]);
  }
  if (paper.authors.size() > kUnfoldedAuthors) html += "</details>";
  return html.empty() ? html : element("div", html, " class=\"authors\"");
}

std::string time_html(const Date& date) {
  const std::string text = date.to_string().substr(0, 10);
  return element("time", text, attribute("datetime", text));
}

// Names and values, of which there is one at least.
class Facts {
 public:
  void add(const std::string& name, const std::string& value) {
    if (!value.empty()) html_ += element("div", element("dt", name) + element("dd", value));
  }
  std::string take() { return html_.empty() ? "" : element("dl", html_, " class=\"known\""); }

 private:
  std::string html_;
};

std::string versions_html(const Paper& paper) {
  std::string html;
  for (std::size_t i = 0; i < paper.versions.size(); ++i) {
    html += element("li", "v" + std::to_string(i + 1) + " " + time_html(paper.versions[i]));
  }
  return html.empty() ? html : element("ol", html, " class=\"plain\"");
}

std::string known_html(const Paper& paper) {
  Facts facts;
  if (paper.published) facts.add("Published", time_html(*paper.published));
  if (paper.updated) facts.add("Updated", time_html(*paper.updated));
  facts.add("Versions", versions_html(paper));
  facts.add("Venue", escape_html(paper.venue));
  facts.add("Journal", escape_html(paper.journal_ref));
  facts.add("Report", escape_html(paper.report_no));
  facts.add("Comment", with_math(escape_html(paper.comment)));
  std::string categories;
  for (const std::string& category : paper.categories) {
    categories += (categories.empty() ? "" : ", ") + search_link("category", category);
  }
  facts.add("Categories", categories);
  facts.add("Upvotes", votes_html(paper));
  if (paper.shown) facts.add("Shown", "on the daily page of " + time_html(*paper.shown));
  std::string ids;
  for (const std::string& id : all_ids(paper)) ids += element("li", element("code", escape_html(id)));
  facts.add("Ids", element("ul", ids, " class=\"plain\""));
  std::string urls;
  for (const std::string& url : paper.urls) {
    urls += element("li", link(url, escape_html(url), " rel=\"noreferrer\""));
  }
  if (!urls.empty()) facts.add("Also at", element("ul", urls, " class=\"plain\""));
  std::string linked;
  for (const std::string& id : paper.linked) linked += element("li", link(paper_address(id), escape_html(id)));
  if (!linked.empty()) facts.add("Perhaps the same", element("ul", linked, " class=\"plain\""));
  std::string sources;
  for (const std::string& source : paper.sources) sources += (sources.empty() ? "" : ", ") + escape_html(source);
  facts.add("Known from", sources.empty() ? escape_html(paper.source) : sources);
  return facts.take();
}

std::string places_html(const Paper& paper, const std::vector<PaperLink>& links) {
  std::string html;
  const auto add = [&](const std::string& address, const std::string& label) {
    if (!address.empty()) html += link(address, label, " rel=\"noreferrer\" class=\"place\"");
  };
  const std::string original = original_address(paper, links);
  const bool is_named =
      std::any_of(links.begin(), links.end(), [&](const auto& named) { return named.second == original; });
  if (!is_named) add(original, "Original");
  for (const auto& [name, address] : links) {
    add(address, link_label(name));
    if (name == "arxiv" || (name == "acl" && links.front().first != "arxiv")) add(pdf_address(links), "PDF");
  }
  return element("div", html + shelf_buttons(), " class=\"places\"");
}

// Links to the files; with scripts each is copied by a click.
std::string cite_html(const Paper& paper) {
  constexpr std::pair<const char*, const char*> kForms[] = {{".bib", "BibTeX"}, {".ris", "RIS"}, {".json", "CSL"}};
  std::string html = "<span>Cite</span>";
  for (const auto& [ending, label] : kForms) {
    html += link(paper_address(paper.id) + ending, label, " class=\"copy\"");
  }
  return element("div", html, " class=\"cite\"");
}

std::string related_html(const Related& related) {
  if (related.hits.empty()) return {};
  return element("section",
                 element("h2", "Related papers", " id=\"related-title\"") + hits_html(related.hits, ListLook()),
                 " id=\"related\" aria-labelledby=\"related-title\"");
}

std::string paper_html(const Paper& paper, const std::vector<PaperLink>& links) {
  std::string html;
  if (paper.withdrawn) html += "<p class=\"withdrawn\">This paper was withdrawn</p>";
  html += element("h1", with_math(escape_html(paper.title))) + authors_html(paper) + places_html(paper, links);
  html += paper.abstract.empty() ? "<p class=\"small\">Its sources give no abstract.</p>"
                                 : element("p", with_math(escape_html(paper.abstract)), " class=\"abstract\"");
  html += cite_html(paper);
  return element("article", html, " class=\"paper\"" + shelf_attributes(paper));
}

}  // namespace

HttpResponse paper_page(const Services& services, const Asked& asked) {
  struct Found {
    std::optional<Paper> paper;
    std::optional<Related> related;
  };
  const Found found = ask(services, asked, cost_of_hits(kPageRelated), [&](Searcher& searcher) {
    Found result{searcher.find(asked.id), std::nullopt};
    if (result.paper && result.paper->id == asked.id) result.related = searcher.related(asked.id, kPageRelated);
    return result;
  });
  if (!found.paper) throw unknown_paper(asked.id);
  const Paper& paper = *found.paper;
  if (paper.id != asked.id) return moved_to(paper_address(paper.id));
  const std::vector<PaperLink> links = links_of(paper);
  PageParts parts;
  parts.title = paper.title;
  parts.head = paper_head_html(paper, links, asked.base);
  parts.main = "<div class=\"sides\">" + paper_html(paper, links) +
               element("aside", known_html(paper), " aria-label=\"About this paper\"");
  if (found.related) {
    parts.main += related_html(*found.related);
    parts.foot = index_html(found.related->index);
  }
  parts.main += "</div>";
  return html_response(render_page(parts));
}

}  // namespace paperdex
