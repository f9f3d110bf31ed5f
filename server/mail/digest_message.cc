#include "server/mail/digest_message.h"

#include <algorithm>
#include <array>
#include <utility>

#include "query/highlight.h"
#include "server/mail/links.h"
#include "server/mail/request_message.h"

namespace paperdex {
namespace {

constexpr char kMuted[] = "<div style=\"font-size:14px;opacity:.75\">";

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

// One line, with what is not known left out.
std::string facts_of(const Paper& paper) {
  constexpr std::size_t kDayLetters = sizeof "2020-06-26" - 1;
  std::string line = authors_text(paper);
  const auto add = [&](const std::string& fact) {
    if (!fact.empty()) line += (line.empty() ? "" : " | ") + fact;
  };
  if (paper.published) add(paper.published->to_string().substr(0, kDayLetters));
  std::string categories;
  for (const std::string& category : paper.categories) categories += (categories.empty() ? "" : " ") + category;
  add(categories);
  if (paper.withdrawn) add("withdrawn");
  return line;
}

std::string more_text(const NewPapers& papers) {
  return papers.more == 0 ? "" : "and " + std::to_string(papers.more) + " more";
}

std::string text_of(const MailLinks& links, const NewPapers& papers) {
  std::string text = digest_title(papers) + "\n";
  for (const Hit& hit : papers.hits) {
    text += "\n* " + hit.paper.title + "\n";
    if (const std::string facts = facts_of(hit.paper); !facts.empty()) text += "  " + facts + "\n";
    text += "  " + links.paper(hit.paper.id) + "\n";
    if (!hit.highlights.abstract.empty()) text += "  " + plain_of(hit.highlights.abstract) + "\n";
    text += "  Why: " + why(hit, papers) + "\n";
  }
  if (papers.more > 0) text += "\n... " + more_text(papers) + ": " + links.search(papers.query) + "\n";
  return text;
}

std::string html_of(const MailLinks& links, const NewPapers& papers) {
  std::string html =
      "<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 8px\">" + escape_html(digest_title(papers)) + "</h1>\n";
  for (const Hit& hit : papers.hits) {
    html +=
        "<div style=\"margin:20px 0\">\n<div style=\"font-size:17px;font-weight:bold;line-height:1.35\"><a href=\"" +
        escape_html(links.paper(hit.paper.id)) + "\">" + escape_html(hit.paper.title) + "</a></div>\n";
    if (const std::string facts = facts_of(hit.paper); !facts.empty()) html += kMuted + escape_html(facts) + "</div>\n";
    if (!hit.highlights.abstract.empty()) {
      std::string passage = hit.highlights.abstract;
      replace_all(passage, "<mark>", "<b>");
      replace_all(passage, "</mark>", "</b>");
      html += "<div style=\"margin-top:4px\">" + passage + "</div>\n";
    }
    html += std::string(kMuted) + "Why: " + escape_html(why(hit, papers)) + "</div>\n</div>\n";
  }
  if (papers.more > 0) {
    html += "<p><a href=\"" + escape_html(links.search(papers.query)) + "\">" + more_text(papers) + "</a></p>\n";
  }
  return html;
}

}  // namespace

std::string digest_title(const NewPapers& papers) {
  const std::uint64_t count = papers.hits.size() + papers.more;
  const std::string number = std::to_string(count) + ' ';
  const std::string noun = count == 1 ? "paper" : "papers";
  if (papers.query.empty()) return number + "trending " + noun;
  return number + "new " + noun + " for \"" + papers.query + '"';
}

std::string plain_of(const std::string& highlighted) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kBack = {{{"<mark>", ""},
                                                                                   {"</mark>", ""},
                                                                                   {"&lt;", "<"},
                                                                                   {"&gt;", ">"},
                                                                                   {"&quot;", "\""},
                                                                                   {"&#39;", "'"},
                                                                                   {"&amp;", "&"}}};
  std::string text = highlighted;
  for (const auto& [what, by] : kBack) replace_all(text, what, by);
  return text;
}

std::string authors_text(const Paper& paper) {
  std::string text;
  const std::size_t shown = std::min(paper.authors.size(), kAuthorsShown);
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + paper.authors[i];
  if (paper.authors.size() > shown) text += " and " + std::to_string(paper.authors.size() - shown) + " more";
  return text;
}

std::string why(const Hit& hit, const NewPapers& papers) {
  if (papers.query.empty()) return std::to_string(hit.paper.upvotes.value_or(0)) + " votes";
  std::string text;
  if (hit.explanation) {
    for (const Explanation::Term& term : hit.explanation->terms) {
      text += (text.empty() ? "\"" : "; \"") + term.word + "\" in " + term.field;
    }
  }
  return text.empty() ? "matches " + (papers.understood.empty() ? papers.query : papers.understood) : text;
}

MailMessage digest_message(const MailConfig& config, const Subscription& subscription, const SubscriptionTokens& tokens,
                           const NewPapers& papers) {
  const MailLinks links(config.base_url);
  const std::string followed = "You follow " + described(subscription.query, subscription.schedule) + '.';
  MailMessage message;
  message.from = parse_mailbox(config.from, "from");
  message.to = subscription.address;
  message.subject = digest_title(papers);
  message.unsubscribe_url = links.unsubscribe(tokens.manage);
  message.text = text_of(links, papers) + "\n-- \n" + followed + "\nChange it: " + links.manage(tokens.manage) +
                 "\nUnsubscribe: " + message.unsubscribe_url + "\n";
  message.html = html_mail(
      message.subject,
      html_of(links, papers) + "<hr style=\"border:0;border-top:1px solid #888;margin:24px 0 12px\">\n" + kMuted +
          escape_html(followed) + " <a href=\"" + escape_html(links.manage(tokens.manage)) +
          "\">Change it</a> or <a href=\"" + escape_html(message.unsubscribe_url) + "\">unsubscribe</a>.</div>\n");
  return message;
}

}  // namespace paperdex
