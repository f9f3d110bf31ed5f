#include "indexer/web_address.h"

#include <gtest/gtest.h>

#include "data/error.h"

namespace paperdex {
namespace {

// The reason why the address is refused; "" when it is not.
std::string refusal(const std::string& url) {
  try {
    parse_web_address(url);
    return "";
  } catch (const FetchError& error) {
    return error.what();
  }
}

TEST(WebAddress, TellsWhoseHostItIs) {
  const struct {
    const char* url;
    const char* host;
    const char* port;
    HostKind kind;
  } kCases[] = {
      {"https://oaipmh.arxiv.org/oai?verb=Identify", "oaipmh.arxiv.org", "443", HostKind::kArxiv},
      {"https://arxiv.org", "arxiv.org", "443", HostKind::kArxiv},
      {"https://ArXiv.ORG./abs/1", "arxiv.org", "443", HostKind::kArxiv},
      {"https://notarxiv.org/", "notarxiv.org", "443", HostKind::kOther},
      {"https://arxiv.org.example.org/", "arxiv.org.example.org", "443", HostKind::kOther},
      {"https://example.org:8443/", "example.org", "8443", HostKind::kOther},
      {"http://127.0.0.1:8080/", "127.0.0.1", "8080", HostKind::kLoopback},
      {"http://127.255.255.255/", "127.255.255.255", "80", HostKind::kLoopback},
      {"https://localhost/", "localhost", "443", HostKind::kLoopback},
      {"http://LOCALHOST/", "localhost", "80", HostKind::kLoopback},
      {"http://[::1]:9/", "[::1]", "9", HostKind::kLoopback},
      {"https://128.0.0.1/", "128.0.0.1", "443", HostKind::kOther},
      {"https://[::2]/", "[::2]", "443", HostKind::kOther},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.url);
    const WebAddress address = parse_web_address(c.url);
    EXPECT_EQ(address.host, c.host);
    EXPECT_EQ(address.port, c.port);
    EXPECT_EQ(address.kind, c.kind);
  }
}

TEST(WebAddress, RefusesWhatMustNotBeFetched) {
  const struct {
    const char* url;
    const char* reason;
  } kCases[] = {
      {"http://example.org/", "is not https"},
      {"http://oaipmh.arxiv.org/oai", "is not https"},
      {"http://127.0.0.1.example.org/", "is not https"},
      {"http://localhost.example.org/", "is not https"},
      {"http://127.0.0.1@example.org/", "is not https"},
      {"http://10.0.0.1/", "is not https"},
      {"ftp://127.0.0.1/", "is not https but ftp"},
      {"file:///etc/hostname", "is not https but file"},
      {"gopher://localhost/", "is not https but gopher"},
      {"https://user@example.org/", "names a user"},
      {"https://user:word@example.org/", "names a user"},
  };
  for (const auto& c : kCases) EXPECT_EQ(refusal(c.url), c.reason) << c.url;
  for (const char* url :
       {"", "nonsense", "/oai", "https://", "https://example.org/a b", "https://example.org/\r\nX: y"}) {
    EXPECT_NE(refusal(url).find("is no web address"), std::string::npos) << url << refusal(url);
  }
}

TEST(WebAddress, FollowsRedirectsWithinTheRules) {
  const struct {
    const char* from;
    const char* location;
    const char* target;  // "": refused
  } kCases[] = {
      {"https://export.arxiv.org/oai2?verb=x", "https://oaipmh.arxiv.org/oai?verb=x",
       "https://oaipmh.arxiv.org/oai?verb=x"},
      {"https://example.org/a/b?q", "c?d#e", "https://example.org/a/c?d"},
      {"https://example.org/a/b?q", "/c", "https://example.org/c"},
      {"https://example.org/a", "//other.org/c", "https://other.org/c"},
      {"https://example.org/a", "b c", "https://example.org/b%20c"},
      {"http://127.0.0.1/a", "http://localhost/b", "http://localhost/b"},
      {"http://127.0.0.1/a", "https://example.org/b", "https://example.org/b"},
      {"http://127.0.0.1/a", "http://example.org/b", ""},
      {"http://127.0.0.1/a", "ftp://127.0.0.1/b", ""},
      {"https://example.org/a", "http://example.org/a", ""},
      {"https://example.org/a", "http://127.0.0.1/b", ""},
      {"https://example.org/a", "https://localhost/b", ""},
      {"https://example.org/a", "file:///etc/hostname", ""},
      {"https://example.org/a", "https://user@example.org/", ""},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.location);
    std::string target;
    try {
      target = redirect_target(parse_web_address(c.from), c.location).url;
    } catch (const FetchError& error) {
      EXPECT_EQ(std::string(error.what()).rfind("a redirect leads to ", 0), 0U) << error.what();
    }
    EXPECT_EQ(target, c.target);
  }
}

TEST(WebAddress, IsShownOnOneLineOfBoundedLength) {
  const std::string longest(kMaxShownBytes, 'x');
  EXPECT_EQ(shown(longest), longest);
  EXPECT_EQ(shown(longest + 'x'), longest);
  EXPECT_EQ(shown("two\r\nlines"), "two  lines");
  EXPECT_EQ(shown("caf\xC3\xA9", 5), "caf\xC3\xA9");
  EXPECT_EQ(shown("caf\xC3\xA9", 4), "caf");
}

}  // namespace
}  // namespace paperdex
