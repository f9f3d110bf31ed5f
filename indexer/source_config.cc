#include "indexer/source_config.h"

#include <algorithm>

#include "data/text/unicode.h"
#include "indexer/sources/arxiv.h"
#include "indexer/web_address.h"

namespace paperdex {
namespace {

// What a kind takes; what it does not take must be left out, so that nothing is ignored in silence.
struct KindRules {
  SourceKind kind;
  const char* name;
  bool has_url;
  bool has_days;
  bool has_sets;
  bool needs_query;
  bool needs_paths;
  bool has_key;
};

constexpr KindRules kKinds[] = {
    {SourceKind::kArxiv, "arxiv", true, true, true, false, false, false},
    {SourceKind::kArxivSnapshot, "arxiv-snapshot", false, false, false, false, true, false},
    {SourceKind::kHfDaily, "hf-daily", true, true, false, false, false, false},
    {SourceKind::kOai, "oai", true, true, true, false, false, false},
    {SourceKind::kAcl, "acl", false, false, false, false, true, false},
    {SourceKind::kOpenAlex, "openalex", true, true, false, true, false, true},
    {SourceKind::kEuropePmc, "europepmc", true, true, false, true, false, false},
};

const KindRules& rules_of(SourceKind kind) {
  return *std::find_if(std::begin(kKinds), std::end(kKinds), [kind](const KindRules& k) { return k.kind == kind; });
}

std::string subject(const SourceConfig& source) { return "the source " + in_quotes(source.name); }

void check_name(const SourceConfig& source) {
  const auto fail = [](const std::string& message) { throw SourceFault("name", message); };
  const std::string own = name_of(source.kind);
  if (source.kind != SourceKind::kOai) {
    if (source.name != own) fail("a source of kind " + own + " is always called that; leave the name out");
    return;
  }
  if (source.name.empty()) fail("a source of kind oai needs a name, which its papers then carry as their source");
  const bool is_plain = std::all_of(source.name.begin(), source.name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!is_plain || source.name.size() > kMaxNameBytes) {
    fail("the name " + in_quotes(source.name) + " must be 1 to " + std::to_string(kMaxNameBytes) +
         " characters of a-z, 0-9 and -");
  }
  for (const KindRules& other : kKinds) {
    if (other.kind != SourceKind::kOai && source.name == other.name) {
      fail("the name " + in_quotes(source.name) + " belongs to another kind of source; choose another name");
    }
  }
}

void check_what_it_takes(const SourceConfig& source) {
  const KindRules& rules = rules_of(source.kind);
  const auto unwanted = [&](const char* key) {
    throw SourceFault(key, subject(source) + " has no use for " + key + "; leave it out");
  };
  const auto missing = [&](const char* key, const std::string& what) {
    throw SourceFault(key, subject(source) + " needs " + key + ": " + what);
  };
  if (!rules.has_url && !source.base_url.empty()) unwanted("base_url");
  if (!rules.has_days && source.from) unwanted("from");
  if (!rules.has_sets && !source.sets.empty()) unwanted("sets");
  if (!rules.needs_query && !source.query.empty()) unwanted("query");
  if (!rules.needs_paths && !source.paths.empty()) unwanted("paths");
  if (!rules.has_key && !source.api_key.empty()) unwanted("api_key");
  if (source.kind == SourceKind::kOai && source.base_url.empty())
    missing("base_url", "the repository's OAI-PMH address");
  if (rules.needs_query && source.query.empty()) missing("query", "which papers of it are wanted");
  if (rules.needs_paths && source.paths.empty()) missing("paths", "the files or folders to read");
}

void check_url(const SourceConfig& source) {
  if (source.base_url.empty()) return;
  const auto fail = [&](const std::string& rule) {
    throw SourceFault("base_url", subject(source) + ": base_url " + in_quotes(source.base_url) + " " + rule);
  };
  if (source.base_url.size() > kMaxUrlBytes) fail("is longer than " + std::to_string(kMaxUrlBytes) + " bytes");
  try {
    parse_web_address(source.base_url);
  } catch (const FetchError& error) {
    fail(std::string(error.what()) + "; it looks like https://repository.example.org/oai");
  }
  if (source.base_url.find_first_of("?#@") != std::string::npos) fail("may have no '?', '#' or '@'");
}

bool is_printable_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

template <typename Fail>
void check_arxiv_form(const std::string& set, const Fail& fail) {
  try {
    check_arxiv_set(set);
  } catch (const InputError& error) {
    fail(error.what());
  }
}

void check_sets(const SourceConfig& source) {
  const auto fail = [&](const std::string& message) { throw SourceFault("sets", subject(source) + ": " + message); };
  if (source.sets.size() > kMaxSets) {
    fail(std::to_string(source.sets.size()) + " sets are more than " + std::to_string(kMaxSets) +
         "; without sets all records come");
  }
  for (auto set = source.sets.begin(); set != source.sets.end(); ++set) {
    if (set->empty() || set->size() > kMaxSetBytes || !is_printable_ascii(*set)) {
      fail("the set " + in_quotes(*set) + " must be 1 to " + std::to_string(kMaxSetBytes) +
           " printable ASCII characters");
    }
    if (source.kind == SourceKind::kArxiv) check_arxiv_form(*set, fail);
    if (std::find(source.sets.begin(), set, *set) != set) fail("the set " + in_quotes(*set) + " is there twice");
  }
}

void check_texts(const SourceConfig& source) {
  const auto is_text = [](const std::string& text) {
    return is_valid_utf8(text) && std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= ' '; });
  };
  if (source.query.size() > kMaxQueryBytes) {
    throw SourceFault("query", subject(source) + ": its query has " + std::to_string(source.query.size()) +
                                   " bytes, more than " + std::to_string(kMaxQueryBytes));
  }
  if (!is_text(source.query)) {
    throw SourceFault("query", subject(source) + ": its query must be UTF-8 on one line, without control characters");
  }
  if (source.api_key.size() > kMaxKeyBytes || !is_printable_ascii(source.api_key)) {
    throw SourceFault("api_key", subject(source) + ": its api_key must be " + std::to_string(kMaxKeyBytes) +
                                     " printable ASCII characters at most");
  }
  for (const std::string& path : source.paths) {
    if (path.empty() || path.find('\0') != std::string::npos) {
      throw SourceFault("paths", subject(source) + ": " + in_quotes(path) + " is no path of a file or folder");
    }
  }
}

}  // namespace

const char* name_of(SourceKind kind) { return rules_of(kind).name; }

bool has_days(SourceKind kind) { return rules_of(kind).has_days; }

SourceKind source_kind_from_name(const std::string& name) {
  std::string known;
  for (const KindRules& rules : kKinds) {
    if (name == rules.name) return rules.kind;
    known += (known.empty() ? "" : ", ") + std::string(rules.name);
  }
  throw SourceFault("kind", "no kind of source is called " + in_quotes(name) + "; known are " + known);
}

void check_source(const SourceConfig& source) {
  check_name(source);
  check_what_it_takes(source);
  check_url(source);
  check_sets(source);
  check_texts(source);
}

}  // namespace paperdex
