#include "server/mail/request_message.h"

#include <arpa/inet.h>

#include <vector>

#include "query/highlight.h"
#include "server/mail/links.h"

namespace paperdex {
namespace {

struct Content {
  std::string subject;
  std::vector<std::string> before;  // paragraphs
  std::string link_text;
  std::string link;
  std::vector<std::string> after;
};

std::string when(const Schedule& schedule) {
  return std::string(schedule.period == MailPeriod::kDaily ? "daily" : "on Mondays") + " at " +
         std::to_string(schedule.hour) + ":00 (" + schedule.time_zone + ')';
}

std::string papers_for(const std::string& query) {
  return query.empty() ? "trending papers" : "papers for \"" + query + '"';
}

std::string shown_papers_for(const std::string& query, const HasWord& has_word) {
  const std::string shown = shown_query(query, has_word);
  return !query.empty() && shown.empty() ? "papers for a search" : papers_for(shown);
}

// Never what a client only says of itself, should a proxy pass that on.
bool is_ip_address(const std::string& text) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET, text.c_str(), &ignored) == 1 || ::inet_pton(AF_INET6, text.c_str(), &ignored) == 1;
}

// In brackets no mail program takes an address for a link.
std::string asked_by(const OutboxEntry& entry) {
  std::string text = "This was asked for";
  if (is_ip_address(entry.client)) text += " from the IP address [" + entry.client + ']';
  if (entry.asked > 0) {
    const std::string time = utc_text(entry.asked);
    constexpr std::size_t kDay = sizeof "2026-01-05" - 1;
    text += " on " + time.substr(0, kDay) + " at " + time.substr(kDay + 1, sizeof "07:30" - 1) + " UTC";
  }
  return text + '.';
}

Content content_of(const OutboxEntry& entry, const MailLinks& links, const HasWord& has_word) {
  const std::string what =
      shown_papers_for(entry.subscription.query, has_word) + ", " + when(entry.subscription.schedule);
  const std::string manage = links.manage(entry.tokens.manage);
  switch (entry.kind) {
    case OutboxEntry::Kind::kConfirm:
      return {"Please confirm: new papers by mail",
              {"Somebody, probably you, asked that this address be sent new papers: " + what + ".",
               "If that was you, confirm it within 48 hours:"},
              "Yes, send me new papers",
              links.confirm(entry.tokens.confirm),
              {"If it was not, do nothing: without it nothing more is sent, and the address is forgotten."}};
    case OutboxEntry::Kind::kFollowing:
      return {"You follow this already",
              {"Somebody, probably you, asked that this address be sent new papers. It is already: " + what + ".",
               "Nothing was changed. You can change it or end it here:"},
              "Change or end it",
              manage,
              {}};
    case OutboxEntry::Kind::kFull:
      break;
  }
  return {"You follow as many queries as there may be",
          {"Somebody, probably you, asked that this address be sent new papers for one more query. It has " +
               std::to_string(kMaxSubscriptionsOfAddress) + " already, which is the most there may be.",
           "End one of them first, for example this one: " + what + "."},
          "Change or end it",
          manage,
          {}};
}

}  // namespace

std::string described(const std::string& query, const Schedule& schedule) {
  return papers_for(query) + ", " + when(schedule);
}

std::string html_mail(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width\">"
         "<meta name=\"color-scheme\" content=\"light dark\">"
         "<meta name=\"supported-color-schemes\" content=\"light dark\"><title>" +
         escape_html(title) +
         "</title></head>\n<body style=\"margin:0;padding:16px\">\n"
         "<div style=\"max-width:640px;margin:0 auto;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,"
         "sans-serif;overflow-wrap:anywhere\">\n" +
         body + "</div>\n</body></html>\n";
}

MailMessage request_message(const MailConfig& config, const OutboxEntry& entry, const HasWord& has_word) {
  const Content content = content_of(entry, MailLinks(config.base_url), has_word);
  MailMessage message;
  message.from = parse_mailbox(config.from, "from");
  message.to = entry.subscription.address;
  message.subject = content.subject;
  std::string html;
  const auto add_paragraph = [&](const std::string& paragraph) {
    message.text += paragraph + "\n\n";
    html += "<p>" + escape_html(paragraph) + "</p>\n";
  };
  for (const std::string& paragraph : content.before) add_paragraph(paragraph);
  message.text += content.link + "\n\n";
  html += "<p><a href=\"" + escape_html(content.link) + "\">" + escape_html(content.link_text) + "</a></p>\n";
  for (const std::string& paragraph : content.after) add_paragraph(paragraph);
  add_paragraph(asked_by(entry));
  message.text += config.base_url + "\n";
  html += "<p><small>" + escape_html(config.base_url) + "</small></p>\n";
  message.html = html_mail(content.subject, html);
  return message;
}

}  // namespace paperdex
