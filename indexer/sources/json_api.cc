#include "indexer/sources/json_api.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "data/error.h"
#include "data/paper_id.h"
#include "data/text/unicode.h"
#include "indexer/web_address.h"

namespace paperdex {
namespace {

constexpr long kOk = 200;

// The server's own words about a fault, where its answer has some.
std::string words_of(const FetchResponse& response) {
  try {
    const JsonDocument body = parse_json(response.body);
    for (const char* name : {"message", "error", "errMsg"}) {
      const JsonValue* words = json_member(body, name);
      if (words != nullptr && words->IsString()) return ": " + printable(as_view(*words));
    }
  } catch (const Rejection&) {
    // A body that is no JSON has nothing to add to its status.
  }
  return {};
}

class JsonDaySource final : public PaperSource {
 public:
  JsonDaySource(Fetcher& fetcher, std::vector<Day> days, std::unique_ptr<JsonApi> api)
      : fetcher_(fetcher), days_(std::move(days)), api_(std::move(api)), cursor_(api_->first_cursor()) {}

  SourceItem next() override {
    while (day_index_ < days_.size()) {
      if (!page_) open_page();
      while (record_ < page_->records.Size()) {
        if (auto item = take(page_->records[record_++])) return std::move(*item);
      }
      if (is_last_page()) return end_day();
      cursor_ = std::move(page_->next);
      page_.reset();
    }
    return Done{};
  }

 private:
  Day day() const { return days_[day_index_]; }
  std::string day_text() const { return Date::from_day(day()).to_string(); }

  [[noreturn]] void fail(const std::string& what) const {
    throw FetchError(api_->source() + ": " + without_secret(what));
  }

  std::string without_secret(std::string message) const {
    const std::string secret = api_->secret();
    if (secret.empty()) return message;
    constexpr std::string_view kInstead = "***";
    for (std::size_t at = 0; (at = message.find(secret, at)) != std::string::npos; at += kInstead.size()) {
      message.replace(at, secret.size(), kInstead);
    }
    return message;
  }

  void open_page() {
    if (pages_ == api_->max_pages()) {
      fail(day_text() + " has more than " + std::to_string(pages_) + " pages; ask for fewer papers");
    }
    const FetchRequest request{api_->address(day(), cursor_), "application/json"};
    const auto check = [&](const FetchResponse& response) {
      if (response.status == kOk) page_ = read_page(response);
    };
    const FetchResponse response = get(request, check);
    if (response.status != kOk) {
      page_.reset();
      fail("the server answered " + std::to_string(response.status) + " for " + day_text() + words_of(response) +
           api_->advice(response.status));
    }
    if (!page_) page_ = read_page(response);
    if (pages_ == 0) closed_ = response.date && response.date->first_day() > day();
    ++pages_;
    record_ = 0;
    fresh_ = 0;
  }

  FetchResponse get(const FetchRequest& request, const Fetcher::Check& check) {
    try {
      return fetcher_.get(request, check);
    } catch (const FetchError& error) {
      throw FetchError(without_secret(error.what()));
    }
  }

  JsonPage read_page(const FetchResponse& response) const {
    JsonPage page;
    try {
      page.document = parse_json(response.body);
    } catch (const Rejection& rejection) {
      fail("the answer for " + day_text() + ' ' + rejection.reason());
    }
    api_->read_page(response, cursor_, page);
    if (page.records.Empty() && page.announced && received_ < *page.announced) {
      fail("an empty page after " + std::to_string(received_) + " of " + std::to_string(*page.announced) +
           " records of " + day_text());
    }
    if (page.next == cursor_) page.next.clear();
    return page;
  }

  std::optional<SourceItem> take(const JsonValue& record) {
    const std::string key = key_of(record);
    if (!key.empty() && !seen_.insert(key).second) return std::nullopt;
    ++received_;
    ++fresh_;
    try {
      return SourceItem(api_->read(record, day()));
    } catch (const Rejection& rejection) {
      return SourceItem(Rejected{api_->source(), received_, rejection.field(), rejection.reason()});
    }
  }

  // A record that has no proper key is rejected by read(), which says why.
  std::string key_of(const JsonValue& record) const {
    try {
      return api_->key(record);
    } catch (const Rejection&) {
      return {};
    }
  }

  bool is_last_page() const {
    if (page_->next.empty() || page_->records.Empty()) return true;
    if (fresh_ > 0) return false;
    // A server that pays no heed to the cursor gives the same page for ever.
    if (page_->promised) fail("a page of " + day_text() + " only repeats others though the server promises more");
    return true;
  }

  Covered end_day() {
    const std::uint64_t announced = page_->announced.value_or(received_);
    if (received_ < announced) {
      fail("only " + std::to_string(received_) + " of " + std::to_string(announced) + " records of " + day_text() +
           " came; the list may have changed meanwhile");
    }
    const Covered covered{day(), std::max(announced, received_), closed_};
    ++day_index_;
    cursor_ = api_->first_cursor();
    page_.reset();
    pages_ = 0;
    received_ = 0;
    seen_.clear();
    return covered;
  }

  Fetcher& fetcher_;
  std::vector<Day> days_;
  std::unique_ptr<JsonApi> api_;
  std::size_t day_index_ = 0;
  // Of the day:
  std::string cursor_;
  std::size_t pages_ = 0;
  std::uint64_t received_ = 0;
  bool closed_ = false;
  std::unordered_set<std::string> seen_;
  // Of the page:
  std::optional<JsonPage> page_;
  rapidjson::SizeType record_ = 0;
  std::size_t fresh_ = 0;
};

}  // namespace

std::string JsonApi::advice(long /*status*/) const { return {}; }

std::unique_ptr<PaperSource> json_source(Fetcher& fetcher, std::vector<Day> days, std::unique_ptr<JsonApi> api) {
  return std::make_unique<JsonDaySource>(fetcher, std::move(days), std::move(api));
}

std::string base_address(const std::string& base_url, std::string_view own) {
  std::string base(base_url.empty() ? own : std::string_view(base_url));
  while (base.ends_with('/')) base.pop_back();
  return base;
}

std::string printable(std::string_view text) {
  constexpr std::size_t kEnough = 200;
  std::string out;
  std::size_t shown = 0;
  for (std::size_t at = 0; at < text.size(); shown = at) {
    const char32_t c = next_code_point(text, at);
    if (at > kEnough) break;
    append_utf8(out, c == '\n' || c == '\t' ? U' ' : c < ' ' || c == 0x7F ? U'?' : c);
  }
  if (shown < text.size()) out += "...";
  return out;
}

std::string arxiv_id_of(const std::vector<std::string>& addresses) {
  std::string found;
  for (const std::string& address : addresses) {
    if (!is_web_address(address)) continue;
    PaperId id = read_paper_id(address);
    if (id.scheme != IdScheme::kArxiv || id.text == found) continue;
    if (!found.empty()) return {};
    found = std::move(id.text);
  }
  return found;
}

const JsonValue* json_list(const JsonValue& object, const char* name) {
  const JsonValue* value = json_member(object, name);
  if (value != nullptr && !value->IsArray()) throw Rejection(name, "is not a list");
  return value;
}

const JsonValue* json_object(const JsonValue& object, const char* name) {
  const JsonValue* value = json_member(object, name);
  if (value != nullptr && !value->IsObject()) throw Rejection(name, "is not an object");
  return value;
}

JsonValue take_member(JsonValue& object, const char* name) {
  JsonValue taken;
  if (!object.IsObject()) return taken;
  // Its iterators compare as C++20 wants it when they are constant only.
  const JsonValue& constant = object;
  const auto found = constant.FindMember(name);
  if (found == constant.MemberEnd()) return taken;
  taken.Swap((object.MemberBegin() + (found - constant.MemberBegin()))->value);
  return taken;
}

}  // namespace paperdex
