// The addresses of people's pages.

#include "server/page/layout.h"
#include "server/page/views.h"

namespace paperdex {

const Routes& page_routes() {
  static const Routes routes = {
      {"/", search_page, Route::Keep::kGeneration, Route::kGet, page_error},
      {"/daily", daily_page, Route::Keep::kGeneration, Route::kGet, page_error},
      {"/trending", trending_page, Route::Keep::kGeneration, Route::kGet, page_error},
      {"/papers/{id}", paper_page, Route::Keep::kGeneration, Route::kGet, page_error},
      {"/list", list_page, Route::Keep::kGeneration, Route::kGet, page_error},
  };
  return routes;
}

}  // namespace paperdex
