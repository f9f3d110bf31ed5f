// The ids of arXiv's API: a list of them as clients send it, and the one an entry has.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/paper.h"

namespace paperdex {

// One of id_list.
struct AskedId {
  std::string text;                    // as sent, without the version
  std::optional<std::size_t> version;  // of "2104.12255v1"

  friend bool operator==(const AskedId&, const AskedId&) = default;
};

inline constexpr std::size_t kMaxArxivVersion = 999;

// "2104.12255v1,hep-th/9901001": each once, in its order; empty ones are left out. Pure. Throws HttpError 400 above
// kMaxIdList.
std::vector<AskedId> read_id_list(std::string_view text);

// Whether it is written as some id is, so that a paper may have it somewhere. Any other text is an id here only if a
// paper has it.
bool has_id_form(const std::string& id);

// "http://arxiv.org/abs/2104.12255v1": the latest version of an arXiv paper, or the one that was asked for; papers from
// elsewhere have their own id there, and no version. Clients take what follows "arxiv.org/abs/" for the id.
std::string arxiv_entry_id(const Paper& paper, std::optional<std::size_t> version);

// What entry ids are known by: "2104.12255v1", or the own id of a paper from elsewhere.
std::string arxiv_short_id(const Paper& paper, std::optional<std::size_t> version);

}  // namespace paperdex
