// What every page has around what it says: the head, the search box, the foot; and how a page is sent.
//
// Thread-safe.
#pragma once

#include <string>

#include "query/search_response.h"
#include "server/http.h"
#include "server/route.h"

namespace paperdex {

// All but `title` and `query` is HTML, escaped already.
struct PageParts {
  std::string title = {};   // of the window, as text; "" on the first page
  std::string status = {};  // the heading above `main`; "" where `main` brings its own
  std::string main = {};
  std::string head = {};   // more of the document's head
  std::string query = {};  // what stands in the search box, as text
  std::string tab = {};    // the address of the site's section that this page belongs to: "/daily"
  std::string foot = {};   // which index answered
};
std::string render_page(const PageParts& parts);

// For PageParts::foot.
std::string index_html(const IndexInfo& index);

// With the policy that lets a page load nothing but its own files.
HttpResponse html_response(std::string body, int status = 200);

// To another address of this site, for good.
HttpResponse moved_to(const std::string& address);

// An error as a page; what the asker typed stays in the search box. An ErrorWriter.
HttpResponse page_error(const HttpError& error, const Asked& asked);

}  // namespace paperdex
