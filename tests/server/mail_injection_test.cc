// What hostile people may type, or call their papers, must stay what it is: no further recipient, header or command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "data/text/unicode.h"
#include "server/mail/digest_message.h"
#include "server/mail/mime.h"
#include "server/mail/smtp.h"
#include "tests/mail_server/mail_server.h"
#include "tests/mail_server/subscribing.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr unsigned kSeed = 20260105;
constexpr std::size_t kTexts = 1000;

// Add what ought to be tried.
const std::vector<std::string> kPieces = {
    "\r\n",
    "\n",
    "\r",
    "\n.\n",
    "\r\n.\r\n",
    std::string(1, '\0'),
    "\t",
    " ",
    ".",
    "..",
    "@",
    ",",
    ";",
    ":",
    "<",
    ">",
    "\"",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "%",
    "!",
    "%0d%0a",
    "%00",
    "=?UTF-8?B?QmNjOiBiQGV4YW1wbGUub3Jn?=",
    "=?utf-8?Q?=0D=0ABcc:_b@example.org?=",
    "=?UTF-8?B?",
    "?=",
    "=0D=0A",
    "Bcc: b@example.org",
    "\r\nBcc: b@example.org\r\n",
    "\nTo: b@example.org\n\n",
    "\r\nRCPT TO:<b@example.org>\r\n",
    "\r\nMAIL FROM:<b@example.org>\r\nDATA\r\n",
    "\r\nQUIT\r\n",
    "Content-Type: text/html",
    "\r\n\r\n<html>",
    "--=_0",
    "\r\n--=_0--\r\n",
    "\u2028",
    "\u2029",
    "\u0085",
    "\u202E",
    "\u2066",
    "\u200F",
    "\uFEFF",
    "\u0000",
    "\u00A0",
    "\U0001F4C4",
    "\u0151",
    "\xFF",
    "\xC3",
    "\xE2\x80",
    "\xED\xA0\x80",
    "\xC0\x8A",
    "ada",
    "example.org",
    "slots",
    "$x_1 < y$",
    "<script>alert(1)</script>",
    "</title>",
    "&amp;",
    "<b>",
    "javascript:",
    "\" onclick=\"",
    "a@example.org, b@example.org",
    "<a@example.org>",
    "postmaster",
    "|id",
    "`id`",
    "$(id)",
    "\x1B[2J",
    "\x7F",
    "\x08",
    std::string(300, 'A'),
    std::string(1200, 'b'),
    std::string(80, ' '),
    "\r\n ",
    "\r\n\t",
    "\n\r",
    "\x0B",
    "\x0C",
    "(comment)",
    "Subject: x",
};

class Hostile {
 public:
  std::string text() {
    std::string text;
    const std::size_t pieces = 1 + engine_() % 6;
    for (std::size_t i = 0; i < pieces; ++i) text += kPieces[engine_() % kPieces.size()];
    return text;
  }
  // Something like an address, with a piece put into it.
  std::string address() {
    std::string address = engine_() % 2 == 0 ? "ada@example.org" : "a.b+c@mail.example.com";
    const std::size_t pieces = 1 + engine_() % 2;
    for (std::size_t i = 0; i < pieces; ++i) {
      address.insert(engine_() % (address.size() + 1), kPieces[engine_() % kPieces.size()]);
    }
    return address;
  }

 private:
  std::mt19937 engine_{kSeed};
};

std::string valid(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) append_utf8(out, next_code_point(text, at));
  return out;
}

const std::vector<std::string> kHeaders = {"From",
                                           "To",
                                           "Subject",
                                           "Date",
                                           "Message-ID",
                                           "List-Id",
                                           "List-Unsubscribe",
                                           "List-Unsubscribe-Post",
                                           "Precedence",
                                           "Auto-Submitted",
                                           "MIME-Version",
                                           "Content-Type"};

std::vector<std::string> names_of(const ReceivedMail& mail) {
  std::vector<std::string> names;
  for (const auto& [name, value] : mail.headers) names.push_back(name);
  return names;
}

TEST(MailInjection, LeavesRecipientsHeadersAndBodiesAlone) {
  const MailServer server;
  SmtpSender sender(loopback_config("mail.db", server.url()));
  Hostile hostile;
  std::vector<MailMessage> sent;
  for (std::size_t i = 0; i < kTexts; ++i) {
    MailMessage message{{valid(hostile.text()), "papers@example.org"},
                        "ada@example.org",
                        hostile.text(),
                        hostile.text(),
                        hostile.text(),
                        std::to_string(i),
                        kMonday,
                        "https://papers.example.org/u?token=1"};
    ASSERT_TRUE(sender.send(message.to, write_message(message)).is_sent()) << i;
    sent.push_back(std::move(message));
  }
  const auto mails = server.mails();
  ASSERT_THAT(mails, SizeIs(kTexts));
  for (std::size_t i = 0; i < kTexts; ++i) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", text " + std::to_string(i));
    const ReceivedMail& mail = mails[i];
    EXPECT_THAT(mail.to, ElementsAre("ada@example.org"));
    EXPECT_EQ(mail.header("To"), "ada@example.org");
    EXPECT_EQ(names_of(mail), kHeaders);
    EXPECT_EQ(mail.header("Subject"), header_text(sent[i].subject, kMaxSubjectBytes));
    EXPECT_EQ(mail.defects, 0U);
    EXPECT_LE(mail.longest_line, 78U);
    ASSERT_THAT(mail.parts, SizeIs(2));
    EXPECT_EQ(mail.part("text/plain"), sent[i].text);
    EXPECT_EQ(mail.part("text/html"), sent[i].html);
    EXPECT_EQ(mail.content, write_message(sent[i]));
  }
}

TEST(MailInjection, SendsToNoAddressButTheOneThatWasChecked) {
  const TemporaryFolder folder;
  SubscriptionStore store(folder.path() / "mail.db", [] { return kMonday; });
  const MailServer server;
  SmtpSender sender(loopback_config("mail.db", server.url()));
  Hostile hostile;
  std::vector<std::string> taken;
  for (std::size_t i = 0; i < kTexts; ++i) {
    const std::string address = hostile.address();
    const std::string query = hostile.text();
    try {
      checked({address, "", {}});
    } catch (const MailFault&) {
      EXPECT_THROW(sender.send(address, "x"), MailFault);
      EXPECT_THROW(store.request({address, "slots", {}}), MailFault);
      continue;
    }
    EXPECT_EQ(address.find_first_of(std::string("\r\n\0 <>,;:\"()\\", 13)), std::string::npos);
    taken.push_back(address);
    const MailMessage message{{"", "papers@example.org"}, address, query, query, query, "0", kMonday, ""};
    ASSERT_TRUE(sender.send(address, write_message(message)).is_sent());
  }
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), taken.size());
  for (std::size_t i = 0; i < taken.size(); ++i) {
    EXPECT_THAT(mails[i].to, ElementsAre(taken[i]));
    EXPECT_EQ(mails[i].header("To"), taken[i]);
  }
  EXPECT_GT(taken.size(), 10U);
  EXPECT_LT(taken.size(), kTexts / 2);
}

TEST(MailInjection, EscapesPapersAndQueriesInHtml) {
  const MailConfig config = loopback_config("mail.db", "smtp://127.0.0.1:25");
  Hostile hostile;
  for (std::size_t i = 0; i < kTexts; ++i) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", text " + std::to_string(i));
    Hit hit;
    // As a paper's fields are: valid UTF-8 on one line.
    const auto field = [&] {
      std::string text = valid(hostile.text());
      fold_white_space(text);
      return text;
    };
    hit.paper = make_paper(field(), field());
    hit.paper.authors = {field(), field()};
    hit.paper.categories = {field()};
    hit.explanation = Explanation{{{field(), "title"}}, 1, 0};
    Subscription subscription;
    subscription.address = "ada@example.org";
    subscription.query = field();
    const NewPapers papers{subscription.query, field(), {hit}, i % 3};
    const std::string html = digest_message(config, subscription, {"c", "m"}, papers).html;
    // Its tags are those of our own making, whatever the texts hold.
    for (std::size_t at = 0; (at = html.find('<', at)) != std::string::npos; ++at) {
      const std::string tag = html.substr(at + 1, html.find_first_of(" >", at) - at - 1);
      static const std::set<std::string> kTags = {"!DOCTYPE", "html", "/html", "head", "/head", "meta", "title",
                                                  "/title",   "body", "/body", "div",  "/div",  "h1",   "/h1",
                                                  "a",        "/a",   "p",     "/p",   "hr"};
      EXPECT_EQ(kTags.count(tag), 1U) << tag;
    }
    EXPECT_EQ(html.find("onclick=\""), std::string::npos);
  }
}

}  // namespace
}  // namespace paperdex
