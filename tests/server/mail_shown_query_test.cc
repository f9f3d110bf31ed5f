// What of a stranger's query may stand in a mail.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "data/text/unicode.h"
#include "server/mail/request_message.h"
#include "server/mail/shown_query.h"
#include "tests/data/random_text.h"
#include "tests/mail_server/subscribing.h"

namespace paperdex {
namespace {

bool has_word(std::string_view word) {
  static const std::set<std::string_view> kWords = {
      "slot", "attention", "self",   "supervised", "win",    "a",      "prize", "at", "http",    "evil",
      "com",  "www",       "mailto", "title",      "survey", "mezard", "gpt4",  "d",  "alembert"};
  return kWords.contains(word);
}

struct Case {
  const char* query;
  const char* shown;
};

// Add a row for whatever a mail program made a link of.
constexpr Case kCases[] = {
    {"slot attention", "slot attention"},
    {"\"Slot ATTENTION\"", "slot attention"},
    {"slot of attention", "slot ... attention"},
    {"unknown slot unheard", "... slot ..."},
    {"wholly unknown", ""},
    {"", ""},
    {"self-supervised d'Alembert", "self supervised d alembert"},
    {"M\u00e9zard", "mezard"},
    {"title:slot -survey atten*", "title slot survey ..."},
    {"(slot OR attention)", "slot ... attention"},
    {"gpt4 2024 0900 123456", "gpt4 ..."},
    {"WIN A PRIZE at http://evil.com", "win a prize at http ..."},
    {"WIN A PRIZE at www.evil.com/win now", "win a prize at ..."},
    {"evil.com", ""},
    {"slot evil\u3002com", "slot ..."},  // ideographic full stop
    {"slot evil\uff0ecom", "slot ..."},  // full-width full stop
    {"slot evil\uff61com", "slot ..."},  // half-width ideographic full stop
    {"slot evil\u2024com", "slot ..."},  // one dot leader
    {"slot evil\u2488com", "slot ..."},  // digit one full stop
    {"slot evil\u00b7com", "slot ..."},  // middle dot
    {"slot http:\u2215\u2215evil", "slot http ..."},
    {"slot http:\\\\evil", "slot http ..."},
    {"mailto:evil@www slot", "mailto ... slot"},
    {"slot evil\uff20www", "slot ..."},
    {"slot e\u200bvil", "slot ..."},  // zero-width space
    {"slot evil[.]com", "slot ..."},
    {"slot <attention>", "slot ..."},
};

TEST(ShownQuery, HoldsWordsOfTheIndexAndNothingElse) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.query);
    EXPECT_EQ(shown_query(c.query, has_word), c.shown);
  }
}

TEST(ShownQuery, EndsAtEightyCharacters) {
  const std::string word(kMaxShownCharacters / 2, 'x');
  const std::string rest(kMaxShownCharacters - word.size() - 1, 'y');
  EXPECT_EQ(shown_query(word + " " + rest, any_word), word + " " + rest);
  EXPECT_EQ(shown_query(word + " " + rest + "y", any_word), word + " ...");
  EXPECT_EQ(shown_query(word + " " + rest + " z", any_word), word + " " + rest + " ...");
  std::string umlauts;  // two bytes each
  for (std::size_t i = 0; i < 30; ++i) umlauts += "\u03b2";
  EXPECT_EQ(shown_query(umlauts + " " + umlauts + " " + umlauts, any_word), umlauts + " " + umlauts + " ...");
}

// Even in an index that has every word.
TEST(ShownQuery, HoldsNoSignThatLinksAreMadeOf) {
  static const std::string kPieces[] = {
      "http",   "://",    "www",    ".",      "evil",  "com",    "@",      "mailto:", " ",       "-", "'",      "/",
      "\u3002", "\uff0e", "\u2488", "\u2024", "1",     "#",      "++",     "\u2215",  "\\href{", "}", "$x.y$",  "\"",
      "(",      ")",      "*",      "3.5",    "&amp;", "\u00ad", "\ufb01", "\u00e9",  "<b>",     ":", "\u202e", "%"};
  std::mt19937 random(3);
  for (int round = 0; round < 20'000; ++round) {
    const std::string query = random_text(kPieces, random, 1 + random() % 12);
    std::string shown = shown_query(query, any_word);
    for (std::size_t at; (at = shown.find("...")) != std::string::npos;) {
      const bool is_apart = (at == 0 || shown[at - 1] == ' ') && (at + 3 == shown.size() || shown[at + 3] == ' ');
      ASSERT_TRUE(is_apart) << query;
      shown.erase(at, 3);
    }
    for (std::size_t at = 0; at < shown.size();) {
      const char32_t c = next_code_point(shown, at);
      ASSERT_TRUE(c == ' ' || is_word_character(c)) << query << " is shown as " << shown;
    }
  }
}

TEST(RequestMessage, RepeatsNothingThatCouldLure) {
  const MailConfig config = loopback_config("mail.db", "smtp://127.0.0.1:25");
  for (const auto kind : {OutboxEntry::Kind::kConfirm, OutboxEntry::Kind::kFollowing, OutboxEntry::Kind::kFull}) {
    for (const Case& c : kCases) {
      SCOPED_TRACE(c.query);
      OutboxEntry entry;
      entry.kind = kind;
      entry.subscription.address = "ada@example.org";
      entry.subscription.query = c.query;
      entry.client = "http://evil.com";  // a proxy that believes its clients
      entry.asked = kMonday;
      const MailMessage message = request_message(config, entry, has_word);
      const std::string expected = *c.query == '\0'   ? "trending papers"
                                   : *c.shown == '\0' ? "papers for a search"
                                                      : "papers for \"" + std::string(c.shown) + '"';
      EXPECT_NE(message.text.find(expected + ", daily at"), std::string::npos) << message.text;
      for (const std::string& text : {message.subject, message.text, message.html}) {
        EXPECT_EQ(text.find("evil"), std::string::npos) << text;
      }
      EXPECT_NE(message.text.find("This was asked for on 2026-01-05 at 00:00 UTC."), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace paperdex
