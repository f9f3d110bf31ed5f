#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "server/page/html.h"
#include "server/page/refine.h"

namespace paperdex {
namespace {

constexpr int kBarStep = 10;  // of the drawing's own units
constexpr int kBarWidth = 8;
constexpr int kBarHeight = 48;

using Counts = std::map<int, std::uint64_t>;

std::optional<int> year_of(const std::string& text) {
  int year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return year;
}

// The years that a date of the address reaches over; all of them when it is none.
int bound_of(const QueryString& params, const std::string& name, int otherwise) {
  const std::vector<std::string> values = params.texts(name);
  const auto date = values.empty() ? std::nullopt : Date::parse(values.front());
  return date ? ymd_from_day(date->first_day()).year : otherwise;
}

std::string address_of(QueryString params, const std::string& from, const std::string& until) {
  params.set("from", from);
  params.set("until", until);
  return list_address("/", params);
}

std::string rect(const char* name, int x, int y, int width, int height) {
  return std::string("<rect class=\"") + name + "\" x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
         "\" width=\"" + std::to_string(width) + "\" height=\"" + std::to_string(height) + "\"/>";
}

// A year of few papers is seen, too.
int height_of(std::uint64_t count, std::uint64_t most) {
  if (count == 0) return 0;
  const double share = static_cast<double>(count) / static_cast<double>(most);
  return std::max(2, static_cast<int>(std::lround(share * kBarHeight)));
}

}  // namespace

std::string year_bars_html(const QueryString& params, const std::vector<FacetCount>& years) {
  Counts counts;
  for (const FacetCount& facet : years) {
    if (const auto year = year_of(facet.value)) counts[*year] += facet.count;
  }
  if (counts.size() < 2) return {};
  const int last = counts.rbegin()->first;
  const int first = std::max(counts.begin()->first, last - static_cast<int>(kMaxYearBars) + 1);
  const int from = bound_of(params, "from", first);
  const int until = bound_of(params, "until", last);
  std::uint64_t most = 1;
  for (const auto& [year, count] : counts) most = std::max(most, year < first ? 0 : count);

  std::string bars;
  for (int year = first; year <= last; ++year) {
    const std::uint64_t count = counts.count(year) == 0 ? 0 : counts[year];
    const std::string text = std::to_string(year);
    const std::string label = text + ": " + count_of(count, "paper");
    const int x = (year - first) * kBarStep;
    const int height = height_of(count, most);
    bars += link(address_of(params, text, text),
                 element("title", label) + rect("slot", x, 0, kBarStep, kBarHeight) +
                     rect("bar", x + (kBarStep - kBarWidth) / 2, kBarHeight - height, kBarWidth, height),
                 attribute("data-year", text) + " tabindex=\"-1\"" + attribute("aria-label", label) +
                     (year >= from && year <= until ? " class=\"on\"" : ""));
  }
  const std::string size = std::to_string((last - first + 1) * kBarStep) + " " + std::to_string(kBarHeight);
  std::string html = "<svg viewBox=\"0 0 " + size +
                     "\" preserveAspectRatio=\"none\" role=\"group\" aria-label=\"Papers by year\">" + bars + "</svg>";
  html +=
      "<div class=\"ends\"><span>" + std::to_string(first) + "</span><span>" + std::to_string(last) + "</span></div>";
  if (counts.begin()->first < first) {
    const std::string before = std::to_string(first - 1);
    html += element("p", link(address_of(params, "", before), "Until " + before), " class=\"small\"");
  }
  return element("div", html, " id=\"years\"");
}

}  // namespace paperdex
