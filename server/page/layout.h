// What every page has around what it says: the head, the search box, the foot; and how a page is sent.
//
// Thread-safe.
#pragma once

#include <string>

#include "server/http.h"
#include "server/route.h"

namespace paperdex {

// A page that is not a list of results. All but `title` is HTML, escaped already.
struct PageParts {
  std::string title;   // of the window, as text
  std::string status;  // one line above, read out when it changes
  std::string main;
};
std::string render_page(const PageParts& parts);

// With the policy that lets a page load nothing but its own files.
HttpResponse html_response(std::string body, int status = 200);

// An error as a page; what the asker typed stays in the search box. An ErrorWriter.
HttpResponse page_error(const HttpError& error, const Asked& asked);

}  // namespace paperdex
