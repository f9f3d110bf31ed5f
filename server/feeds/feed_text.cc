#include "server/feeds/feed_text.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <new>

#include "data/paper_id.h"
#include "query/paper_links.h"
#include "server/query_string.h"

namespace paperdex {
namespace {

// The name space of Paperdex's names: drawn once, never to change.
constexpr std::array<unsigned char, 16> kNameSpace = {0x6d, 0x0b, 0x8a, 0x3e, 0x51, 0xc7, 0x4f, 0x92,
                                                      0x9e, 0x14, 0x2b, 0xd0, 0x77, 0xaa, 0x35, 0xe8};

constexpr std::array<const char*, 7> kWeekDays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970-01-01 first
constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t kSecondsPerDay = 86'400;

struct Instant {
  YearMonthDay day;
  std::size_t week_day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

Instant instant_of(const Date& date) {
  const auto second = static_cast<int>(date.first_second() - kSecondsPerDay * date.first_day());
  const auto week_day = static_cast<std::size_t>((date.first_day() % 7 + 7) % 7);
  return {ymd_from_day(date.first_day()), week_day, second / 3600, second / 60 % 60, second % 60};
}

}  // namespace

std::string name_urn(std::string_view name) {
  std::string text(kNameSpace.begin(), kNameSpace.end());
  text += name;
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  // Nothing but memory can be missing.
  if (EVP_Digest(text.data(), text.size(), hash.data(), nullptr, EVP_sha1(), nullptr) != 1) throw std::bad_alloc();
  hash[6] = static_cast<unsigned char>((hash[6] & 0x0f) | 0x50);  // version 5
  hash[8] = static_cast<unsigned char>((hash[8] & 0x3f) | 0x80);
  std::string urn = "urn:uuid:";
  for (std::size_t i = 0; i < 16; ++i) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", hash[i]);
    if (i == 4 || i == 6 || i == 8 || i == 10) urn += '-';
    urn += pair;
  }
  return urn;
}

std::string entry_id(const Paper& paper) {
  Paper alone;  // its own id only: others come and go with the sources
  alone.id = paper.id;
  const std::vector<PaperLink> links = links_of(alone);
  return links.empty() ? name_urn("paper " + paper.id) : links.front().second;
}

std::string arxiv_id_of(const Paper& paper) {
  for (const std::string& id : all_ids(paper)) {
    if (read_paper_id(id).scheme == IdScheme::kArxiv) return id;
  }
  return {};
}

std::size_t version_count(const Paper& paper) {
  const std::size_t known = paper.updated && paper.published && *paper.updated > *paper.published ? 2 : 1;
  return std::max(paper.versions.size(), known);
}

PaperTimes times_of(const Paper& paper) {
  std::optional<Date> published = paper.published;
  for (const auto* other : {&paper.updated, &paper.shown, &paper.revised}) {
    if (!published) published = *other;
  }
  if (!published) published = month_of_arxiv_id(arxiv_id_of(paper));
  if (!published) published = Date::from_day(0);
  const bool later = paper.updated && paper.updated->first_second() > published->first_second();
  return {*published, later ? *paper.updated : *published};
}

Date published_at(const IndexInfo& index) { return index.created.value_or(Date::from_day(0)); }

std::string rfc3339(const Date& date) {
  const Instant at = instant_of(date);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", at.day.year, at.day.month, at.day.day, at.hour,
                at.minute, at.second);
  return text;
}

std::string rfc822(const Date& date) {
  const Instant at = instant_of(date);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d +0000", kWeekDays[at.week_day], at.day.day,
                kMonths[static_cast<std::size_t>(at.day.month - 1)], at.day.year, at.hour, at.minute, at.second);
  return text;
}

std::string id_in_address(std::string_view id) {
  constexpr std::string_view kPlain = "-._~/:;()!$&'*+=@";
  std::string out;
  for (const char c : id) {
    const bool plain = kPlain.find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : percent_encode(std::string_view(&c, 1), false);
  }
  return out;
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += between;
    out += text;
  }
  return out;
}

}  // namespace paperdex
