#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "server/mail/mime.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Case {
  const char* text;
  const char* header;
};

constexpr Case kCases[] = {
    {"New papers", "New papers"},
    {"", ""},
    {"Erd\u0151s", "=?UTF-8?B?RXJkxZFz?="},
    {"=?UTF-8?Q?x?=", "=?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?="},
};

TEST(MimeHeader, IsPlainOrEncodedWords) {
  for (const Case& c : kCases) EXPECT_EQ(encoded_header(c.text, 9), c.header);
}

TEST(MimeHeader, FoldsBetweenWholeCharacters) {
  const std::string encoded = encoded_header(std::string(38, 'a') + "\u0151" + std::string(38, 'b'), 9);
  EXPECT_THAT(encoded,
              StartsWith("=?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=?=\r\n =?UTF-8?B?xZFi"));
  EXPECT_EQ(encoded_header(std::string(67, 'a'), 9), std::string(67, 'a'));
  EXPECT_THAT(encoded_header(std::string(68, 'a'), 9), StartsWith("=?UTF-8?B?"));
}

TEST(MimeHeader, KeepsOneLineOfText) {
  EXPECT_EQ(header_text("a\r\nBcc: b@example.org\tc", 100), "a Bcc: b@example.org c");
  EXPECT_EQ(header_text(std::string("a\0b", 3), 100), "a b");
  EXPECT_EQ(header_text("a\u202Eb\u2066c\u200Fd", 100), "abcd");
  EXPECT_EQ(header_text("a\xFF\xC3", 100), "a\uFFFD\uFFFD");
  EXPECT_EQ(header_text(std::string(200, 'a'), 200), std::string(200, 'a'));
  EXPECT_EQ(header_text(std::string(201, 'a'), 200), std::string(197, 'a') + "\u2026");
  std::string accents;
  for (int i = 0; i < 200; ++i) accents += "\u0151";
  EXPECT_LE(header_text(accents, 200).size(), 200U);
  EXPECT_GE(header_text(accents, 200).size(), 198U);
}

TEST(Mime, HasTheseHeadersInThisOrder) {
  const std::string message = write_message({{"P\u00E4pers", "papers@example.org"},
                                             "ada@example.org",
                                             "Hello",
                                             "text",
                                             "html",
                                             "0123",
                                             1'767'571'200,
                                             "https://example.org/u?token=1"});
  EXPECT_EQ(message.substr(0, message.find("\r\n\r\n")),
            "From: =?UTF-8?B?UMOkcGVycw==?=\r\n <papers@example.org>\r\n"
            "To: ada@example.org\r\n"
            "Subject: Hello\r\n"
            "Date: Mon, 5 Jan 2026 00:00:00 +0000\r\n"
            "Message-ID: <0123@example.org>\r\n"
            "List-Id: <papers.example.org>\r\n"
            "List-Unsubscribe: <https://example.org/u?token=1>\r\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
            "Precedence: bulk\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: multipart/alternative; boundary=\"=_0123\"");
  EXPECT_THAT(message, HasSubstr("--=_0123\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
                                 "base64\r\n\r\ndGV4dA==\r\n--=_0123\r\nContent-Type: text/html"));
  EXPECT_TRUE(message.ends_with("aHRtbA==\r\n--=_0123--\r\n"));
}

TEST(Mime, WritesFromWithoutANameOrWithAPlainOne) {
  const auto first_line = [](const Mailbox& from) {
    const std::string message = write_message({from, "a@example.org", "", "", "", "0", 0, ""});
    return message.substr(0, message.find("\r\nTo:"));
  };
  EXPECT_EQ(first_line({"", "papers@example.org"}), "From: papers@example.org");
  EXPECT_EQ(first_line({"Paperdex", "papers@example.org"}), "From: Paperdex\r\n <papers@example.org>");
}

}  // namespace
}  // namespace paperdex
