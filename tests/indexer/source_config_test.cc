#include "indexer/source_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paperdex {
namespace {

using testing::StartsWith;

SourceConfig arxiv() {
  SourceConfig source;
  source.name = "arxiv";
  return source;
}

SourceConfig oai(const std::string& name = "mine", const std::string& base_url = "https://example.org/oai") {
  SourceConfig source;
  source.kind = SourceKind::kOai;
  source.name = name;
  source.base_url = base_url;
  return source;
}

SourceConfig openalex(const std::string& query) {
  SourceConfig source;
  source.kind = SourceKind::kOpenAlex;
  source.name = "openalex";
  source.query = query;
  return source;
}

SourceConfig with_key(SourceConfig source, const std::string& key) {
  source.api_key = key;
  return source;
}

SourceConfig acl(const std::vector<std::string>& paths) {
  SourceConfig source;
  source.kind = SourceKind::kAcl;
  source.name = "acl";
  source.paths = paths;
  return source;
}

SourceConfig with_sets(SourceConfig source, const std::vector<std::string>& sets) {
  source.sets = sets;
  return source;
}

std::vector<std::string> numbered_sets(std::size_t count) {
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < count; ++i) sets.push_back("s" + std::to_string(i));
  return sets;
}

// "key: message"; "" when the source is right.
std::string fault_of(const SourceConfig& source) {
  try {
    check_source(source);
  } catch (const SourceFault& fault) {
    return fault.key() + ": " + fault.what();
  }
  return {};
}

TEST(SourceKind, HasANameThatIsReadBack) {
  for (const char* name : {"arxiv", "arxiv-snapshot", "hf-daily", "oai", "acl", "openalex", "europepmc"}) {
    EXPECT_STREQ(name_of(source_kind_from_name(name)), name);
  }
  EXPECT_THROW(source_kind_from_name("arXiv"), InputError);
  EXPECT_THROW(source_kind_from_name(""), InputError);
}

TEST(SourceConfig, IsTakenWhenItIsRight) {
  const std::vector<SourceConfig> kRight = {
      arxiv(),
      with_sets(arxiv(), {"cs", "cs:cs:LG", "physics:hep-th"}),
      with_sets(arxiv(), numbered_sets(kMaxSets)),
      oai(),
      oai("oai"),
      oai(std::string(kMaxNameBytes, '9')),
      oai("a", "https://example.org:8443/cgi/oai2"),
      oai("a", "HTTPS://EXAMPLE.ORG"),
      oai("a", "http://localhost:8081/oai"),
      oai("a", "http://127.0.0.1/"),
      oai("a", "http://127.8.9.1:1/"),
      oai("a", "http://[::1]:80/oai"),
      oai("a", "https://e.org/" + std::string(kMaxUrlBytes - 14, 'a')),
      with_sets(oai(), {"user-com.example", std::string(kMaxSetBytes, '~')}),
      openalex("ملخص OR \"slot attention\""),
      openalex(std::string(kMaxQueryBytes, 'q')),
      with_key(openalex("q"), std::string(kMaxKeyBytes, 'k')),
      acl({"xml"}),
  };
  for (const SourceConfig& source : kRight) EXPECT_EQ(fault_of(source), "");
}

TEST(SourceConfig, IsRefusedWithTheKeyAtFault) {
  SourceConfig no_days = acl({"xml"});
  no_days.from = 0;
  SourceConfig no_url = acl({"xml"});
  no_url.base_url = "https://example.org";
  SourceConfig no_paths = arxiv();
  no_paths.paths = {"a"};
  SourceConfig no_query = oai();
  no_query.query = "q";
  SourceConfig snapshot = acl({});
  snapshot.kind = SourceKind::kArxivSnapshot;
  snapshot.name = "arxiv-snapshot";
  SourceConfig europepmc = openalex("");
  europepmc.kind = SourceKind::kEuropePmc;
  europepmc.name = "europepmc";
  const struct {
    SourceConfig source;
    std::string fault;
  } kCases[] = {
      {oai(""), "name: a source of kind oai needs a name"},
      {oai("Mine"), "name: the name 'Mine' must be 1 to 32 characters of a-z, 0-9 and -"},
      {oai("a b"), "name: the name 'a b' must be"},
      {oai("a\n"), "name: the name 'a?' must be"},
      {oai(std::string(kMaxNameBytes + 1, '9')), "name: the name '999"},
      {oai("hf-daily"), "name: the name 'hf-daily' belongs to another kind"},
      {SourceConfig(), "name: a source of kind arxiv is always called that"},
      {no_days, "from: the source 'acl' has no use for from; leave it out"},
      {no_url, "base_url: the source 'acl' has no use for base_url"},
      {no_paths, "paths: the source 'arxiv' has no use for paths"},
      {no_query, "query: the source 'mine' has no use for query"},
      {with_sets(acl({"xml"}), {"cs"}), "sets: the source 'acl' has no use for sets"},
      {with_key(oai(), "k"), "api_key: the source 'mine' has no use for api_key"},
      {with_key(openalex("q"), "a b"), "api_key: the source 'openalex': its api_key must be 200 printable ASCII"},
      {with_key(openalex("q"), std::string(kMaxKeyBytes + 1, 'k')), "api_key: the source 'openalex': its api_key must"},
      {oai("mine", ""), "base_url: the source 'mine' needs base_url"},
      {openalex(""), "query: the source 'openalex' needs query"},
      {europepmc, "query: the source 'europepmc' needs query"},
      {acl({}), "paths: the source 'acl' needs paths"},
      {snapshot, "paths: the source 'arxiv-snapshot' needs paths"},
      {acl({"xml", ""}), "paths: the source 'acl': '' is no path"},
      {acl({std::string("a\0b", 3)}), "paths: the source 'acl': 'a?b' is no path"},
      {oai("a", "example.org/oai"), "base_url: the source 'a': base_url 'example.org/oai' "},
      {oai("a", "https://"), "base_url: the source 'a': base_url 'https://' "},
      {oai("a", "https://a b"), "base_url: the source 'a': base_url 'https://a b' "},
      {oai("a", "https://a\r\nb"), "base_url: the source 'a': base_url 'https://a??b' "},
      {oai("a", "http://example.org/oai"), "base_url: the source 'a': base_url 'http://example.org/oai' "},
      {oai("a", "http://127.example.org"), "base_url: the source 'a': base_url 'http://127.example.org' "},
      {oai("a", "http://localhost.example.org"), "base_url: the source 'a': base_url 'http://localhost.example.org' "},
      {oai("a", "http://10.0.0.1"), "base_url: the source 'a': base_url 'http://10.0.0.1' "},
      {oai("a", "ftp://localhost/"), "base_url: the source 'a': base_url 'ftp://localhost/' "},
      {oai("a", "file:///etc/passwd"), "base_url: the source 'a': base_url 'file:///etc/passwd' "},
      {oai("a", "https://e.org/?verb=x"), "base_url: the source 'a': base_url 'https://e.org/?verb=x' may have no"},
      {oai("a", "https://e.org/#x"), "base_url: the source 'a': base_url 'https://e.org/#x' may have no"},
      {oai("a", "https://me:key@e.org/"), "base_url: the source 'a': base_url 'https://me:key@e.org/' names a user"},
      {oai("a", "https://e.org/" + std::string(kMaxUrlBytes - 13, 'a')), "base_url: the source 'a': base_url 'https:"},
      {with_sets(arxiv(), numbered_sets(kMaxSets + 1)), "sets: the source 'arxiv': 101 sets are more than 100"},
      {with_sets(arxiv(), {"cs.LG"}), "sets: the source 'arxiv': arXiv has no set 'cs.LG'"},
      {with_sets(oai(), {"a", "b", "a"}), "sets: the source 'mine': the set 'a' is there twice"},
      {with_sets(oai(), {""}), "sets: the source 'mine': the set '' must be 1 to 150 printable ASCII"},
      {with_sets(oai(), {"a b"}), "sets: the source 'mine': the set 'a b' must be"},
      {with_sets(oai(), {"\xC3\xA9"}), "sets: the source 'mine': the set '\xC3\xA9' must be"},
      {with_sets(oai(), {std::string(kMaxSetBytes + 1, 's')}), "sets: the source 'mine': the set 'sss"},
      {openalex(std::string(kMaxQueryBytes + 1, 'q')), "query: the source 'openalex': its query has 2001 bytes"},
      {openalex("a\nb"), "query: the source 'openalex': its query must be UTF-8 on one line"},
      {openalex("a\xFF"), "query: the source 'openalex': its query must be UTF-8 on one line"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.fault);
    EXPECT_THAT(fault_of(c.source), StartsWith(c.fault));
  }
}

TEST(InQuotes, IsOneLineAndCutBetweenCharacters) {
  EXPECT_EQ(in_quotes("a"), "'a'");
  EXPECT_EQ(in_quotes("a\nb\x7F"), "'a?b?'");
  EXPECT_EQ(in_quotes("a\xC3"), "'a\uFFFD'");
  EXPECT_EQ(in_quotes(std::string(60, 'a')), "'" + std::string(60, 'a') + "'");
  EXPECT_EQ(in_quotes(std::string(61, 'a')), "'" + std::string(60, 'a') + "...'");
  EXPECT_EQ(in_quotes(std::string(59, 'a') + "\xC3\xA9"), "'" + std::string(59, 'a') + "...'");
}

}  // namespace
}  // namespace paperdex
