#include "server/page/hit.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "query/highlight.h"
#include "server/page/html.h"
#include "server/page/math.h"
#include "server/paper_address.h"

namespace paperdex {
namespace {

std::string authors_html(const std::vector<std::string>& authors) {
  std::string html;
  for (std::size_t i = 0; i < authors.size(); ++i) {
    if (i == kShownAuthors) {
      html += " <details class=\"more\"><summary>and " + std::to_string(authors.size() - i) + " more</summary>";
    } else if (i > 0) {
      html += ", ";
    }
    html += escape_html(authors[i]);
  }
  if (authors.size() > kShownAuthors) html += "</details>";
  return html.empty() ? html : element("div", html, " class=\"authors\"");
}

std::string facts_html(const Paper& paper, const ListLook& look) {
  std::string html;
  const auto add = [&html](const std::string& item) { html += element("li", item); };
  if (paper.published) {
    const std::string date = paper.published->to_string().substr(0, 10);
    add(element("time", date, attribute("datetime", date)));
  }
  if (!paper.venue.empty()) add(escape_html(paper.venue));
  if (paper.upvotes) add(votes_html(paper));
  for (const std::string& category : paper.categories) {
    QueryString filtered = look.params;
    filtered.remove("category", category);
    filtered.add("category", category);
    add(link(list_address(look.path, filtered), escape_html(category), " class=\"category\""));
  }
  return element("ul", html, " class=\"facts\"");
}

// Words by the field they were found in: "title: slot, attention · abstract: object · recency +12 %".
std::string why_html(const Explanation& why) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (const Explanation::Term& term : why.terms) {
    auto field =
        std::find_if(fields.begin(), fields.end(), [&](const auto& known) { return known.first == term.field; });
    if (field == fields.end()) field = fields.insert(field, {term.field, ""});
    field->second += (field->second.empty() ? "" : ", ") + element("b", escape_html(term.word));
  }
  std::string html;
  const auto add = [&html](const std::string& part) { html += (html.empty() ? "" : " \u00b7 ") + part; };
  for (const auto& [field, words] : fields) add(escape_html(field) + ": " + words);
  if (why.relevance > 0 && why.recency > 0) {
    add("recency +" + std::to_string(std::lround(100 * why.recency / why.relevance)) + "\u00a0%");
  }
  return html;
}

std::string folded(const std::string& name, const std::string& label, const std::string& inner) {
  return element("details", element("summary", label) + element("p", inner), attribute("class", name));
}

std::string acts_html(const Hit& hit, const std::vector<PaperLink>& links, const ListLook& look) {
  const Paper& paper = hit.paper;
  std::string html = shelf_buttons();
  html += link(paper_address(paper.id) + "#related", "Related", " class=\"related\"");
  for (const auto& [name, address] : links) {
    html += link(address, link_label(name), " rel=\"noreferrer\" class=\"elsewhere\"");
  }
  if (links.empty() && !paper.url.empty()) {
    html += link(paper.url, "Original", " rel=\"noreferrer\" class=\"elsewhere\"");
  }
  if (look.whole && !paper.abstract.empty()) {
    html += folded("abstract", "Abstract", with_math(escape_html(paper.abstract)));
  }
  if (hit.explanation) {
    const std::string why = why_html(*hit.explanation);
    if (!why.empty()) html += folded("why", "Why?", why);
  }
  return element("div", html, " class=\"acts\"");
}

}  // namespace

std::string link_label(std::string_view name) {
  static constexpr std::pair<std::string_view, const char*> kLabels[] = {
      {"arxiv", "arXiv"}, {"doi", "DOI"},           {"acl", "ACL"},         {"pubmed", "PubMed"},
      {"pmc", "PMC"},     {"openalex", "OpenAlex"}, {"repository", "Code"}, {"project_page", "Project"}};
  const auto* found =
      std::find_if(std::begin(kLabels), std::end(kLabels), [&](const auto& label) { return label.first == name; });
  return found == std::end(kLabels) ? std::string(name) : found->second;
}

std::string original_address(const Paper& paper, const std::vector<PaperLink>& links) {
  return paper.url.empty() && !links.empty() ? links.front().second : paper.url;
}

std::string votes_html(const Paper& paper) {
  if (!paper.upvotes) return {};
  const auto votes = static_cast<std::uint64_t>(std::max<std::int64_t>(*paper.upvotes, 0));
  return "<span class=\"votes\"><span aria-hidden=\"true\">\u25b2 </span>" + with_thousands(votes) +
         "<span class=\"unseen\"> upvote" + (votes == 1 ? "" : "s") + "</span></span>";
}

std::string shelf_buttons() {
  return "<button type=\"button\" class=\"save scripted\" aria-pressed=\"false\">Save</button>"
         "<button type=\"button\" class=\"see scripted\" aria-pressed=\"false\">Seen</button>";
}

std::string shelf_attributes(const Paper& paper) {
  std::string html = attribute("data-id", paper.id) + attribute("data-title", paper.title);
  const std::string original = original_address(paper, links_of(paper));
  return original.empty() ? html : html + attribute("data-original", original);
}

std::string hit_html(const Hit& hit, const ListLook& look) {
  const Paper& paper = hit.paper;
  const std::string title = hit.highlights.title.empty() ? escape_html(paper.title) : hit.highlights.title;
  std::string html = element("h2", link(paper_address(paper.id), with_math(title)));
  if (paper.withdrawn) html += "<p class=\"withdrawn\">Withdrawn</p>";
  html += authors_html(paper.authors);
  if (!look.whole && !hit.highlights.abstract.empty()) {
    html += element("p", with_math(hit.highlights.abstract), " class=\"passage\"");
  }
  html += element("div", facts_html(paper, look) + acts_html(hit, links_of(paper), look), " class=\"below\"");
  return element("li", html, " class=\"hit\"" + shelf_attributes(paper));
}

std::string hits_html(const std::vector<Hit>& hits, const ListLook& look) {
  if (hits.empty()) return {};
  std::string html;
  for (const Hit& hit : hits) html += hit_html(hit, look);
  return element("ol", html, " class=\"hits\"" + attribute("start", std::to_string(look.first)));
}

}  // namespace paperdex
