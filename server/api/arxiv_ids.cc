#include "server/api/arxiv_ids.h"

#include <algorithm>
#include <charconv>

#include "data/paper_id.h"
#include "query/search_request.h"
#include "server/feeds/feed_text.h"
#include "server/http_error.h"

namespace paperdex {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

AskedId read_id(std::string_view text) {
  AskedId id{std::string(text), std::nullopt};
  if (read_paper_id(text).scheme != IdScheme::kArxiv) return id;
  const std::size_t end = text.find_last_not_of("0123456789");
  if (end == std::string_view::npos || end == 0 || end + 1 == text.size() || text[end] != 'v') return id;
  std::size_t version = 0;
  const std::string_view digits = text.substr(end + 1);
  const auto error = std::from_chars(digits.data(), digits.data() + digits.size(), version).ec;
  id.text = text.substr(0, end);
  id.version = error == std::errc() ? std::min(version, kMaxArxivVersion + 1) : kMaxArxivVersion + 1;
  return id;
}

}  // namespace

std::vector<AskedId> read_id_list(std::string_view text) {
  std::vector<AskedId> ids;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view one = trimmed(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (one.empty()) continue;
    AskedId id = read_id(one);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
    if (ids.size() > kMaxIdList) {
      throw HttpError(400, "too_many_ids",
                      "The id_list has more than " + std::to_string(kMaxIdList) + " ids: ask for them in parts.",
                      "id_list");
    }
  }
  return ids;
}

bool has_id_form(const std::string& id) {
  if (read_paper_id(id).scheme != IdScheme::kOther) return true;
  // Numbers that arXiv never gave out, such as 0000.0000.
  return (id.size() == 9 || id.size() == 10) && id[4] == '.' && is_digits(id.substr(0, 4)) && is_digits(id.substr(5));
}

std::string arxiv_short_id(const Paper& paper, std::optional<std::size_t> version) {
  const std::string id = arxiv_id_of(paper);
  if (id.empty()) return id_in_address(paper.id);
  return id + "v" + std::to_string(version.value_or(version_count(paper)));
}

std::string arxiv_entry_id(const Paper& paper, std::optional<std::size_t> version) {
  return "http://arxiv.org/abs/" + arxiv_short_id(paper, version);
}

}  // namespace paperdex
