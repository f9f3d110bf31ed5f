#include "indexer/sources/hf_daily_source.h"

#include <algorithm>
#include <utility>

#include "data/error.h"
#include "data/paper_id.h"
#include "indexer/sources/hf_daily.h"
#include "indexer/sources/json_api.h"

namespace paperdex {
namespace {

// Whether a Link header has a link of the relation "next": <https://host/path?p=1>; rel="next"
bool names_next_page(const FetchResponse& response) {
  const auto header = response.headers.find("link");
  if (header == response.headers.end()) return false;
  std::string text = header->second;
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  std::erase_if(text, [](char c) { return c == '"' || c == ' ' || c == '\t'; });
  constexpr std::string_view kNext = ";rel=next";
  for (std::size_t at = text.find(kNext); at != std::string::npos; at = text.find(kNext, at + 1)) {
    const std::size_t end = at + kNext.size();
    const bool in_address = text.find('>', at) < text.find('<', at);
    if (!in_address && (end == text.size() || text[end] == ';' || text[end] == ',')) return true;
  }
  return false;
}

class HfDailyApi final : public JsonApi {
 public:
  explicit HfDailyApi(const SourceConfig& config) : base_(base_address(config.base_url, "https://huggingface.co")) {}

  std::string source() const override { return "hf-daily"; }
  std::size_t max_pages() const override { return kMaxHfDailyPages; }
  std::string first_cursor() const override { return "0"; }

  std::string address(Day day, const std::string& cursor) const override {
    return base_ + "/api/daily_papers?date=" + Date::from_day(day).to_string() + "&p=" + cursor +
           "&limit=" + std::to_string(kHfDailyPageSize);
  }

  void read_page(const FetchResponse& response, const std::string& cursor, JsonPage& page) const override {
    if (!page.document.IsArray()) throw FetchError("hf-daily: the answer is not a list of papers");
    page.records.Swap(page.document);
    page.promised = names_next_page(response);
    if (page.promised && page.records.Empty()) {
      throw FetchError("hf-daily: an empty page though the server promises more");
    }
    if (page.promised || page.records.Size() >= kHfDailyPageSize) page.next = std::to_string(std::stoul(cursor) + 1);
  }

  std::string key(const JsonValue& record) const override {
    const JsonValue* inner = json_member(record, "paper");
    return canonical_id(json_string(inner != nullptr ? *inner : record, "id"));
  }

  Paper read(const JsonValue& record, Day day) const override {
    Paper paper = paper_from_hf_daily(record);
    if (!paper.shown) paper.shown = Date::from_day(day);
    return paper;
  }

  std::string advice(long status) const override {
    constexpr long kBadRequest = 400;
    if (status != kBadRequest) return {};
    return "; it does so for days to come: is this machine's clock right?";
  }

 private:
  std::string base_;
};

}  // namespace

std::unique_ptr<PaperSource> hf_daily_source(Fetcher& fetcher, HarvestTask task) {
  return json_source(fetcher, std::move(task.days), std::make_unique<HfDailyApi>(task.config));
}

}  // namespace paperdex
