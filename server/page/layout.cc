#include "server/page/layout.h"

#include <array>
#include <map>
#include <utility>

#include "query/highlight.h"
#include "server/answers.h"
#include "server/page/html.h"
#include "server/page/page_files.h"

namespace paperdex {
namespace {

constexpr char kPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

constexpr std::array<std::pair<const char*, const char*>, 3> kTabs = {
    {{"/daily", "Daily"}, {"/trending", "Trending"}, {"/list", "My list"}}};

std::string_view page_template() {
  for (const PageFile& file : page_files()) {
    if (file.name == kPageTemplate) return file.bytes;
  }
  return {};
}

std::string tabs_html(const std::string& chosen) {
  std::string html;
  for (const auto& [address, label] : kTabs) {
    html += link(address, label, chosen == address ? " aria-current=\"page\"" : "");
  }
  return html;
}

}  // namespace

std::string render_page(const PageParts& parts) {
  std::map<std::string, std::string, std::less<>> values;
  values["title"] = parts.title.empty() ? "Paperdex" : escape_html(parts.title) + " \u2013 Paperdex";
  values["head"] = parts.head;
  values["q"] = escape_html(parts.query);
  values["tabs"] = tabs_html(parts.tab);
  if (!parts.status.empty()) values["status"] = element("h1", parts.status, " id=\"status\"");
  values["main"] = parts.main;
  values["foot"] = parts.foot;
  return fill_template(page_template(), values);
}

std::string index_html(const IndexInfo& index) {
  std::string html = count_of(index.documents, "paper");
  if (index.data_through) html += ", data through " + index.data_through->to_string().substr(0, 10);
  return html;
}

HttpResponse html_response(std::string body, int status) {
  HttpResponse response = answer_of(std::move(body), "text/html; charset=utf-8", status);
  response.headers = {{"Content-Security-Policy", kPolicy}, {"Referrer-Policy", "same-origin"}};
  return response;
}

HttpResponse moved_to(const std::string& address) {
  HttpResponse response = html_response(
      render_page({.title = "Moved", .status = "Moved", .main = element("p", link(address, "It is here now"))}), 308);
  response.headers.emplace_back("Location", address);
  return response;
}

}  // namespace paperdex
