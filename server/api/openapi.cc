#include "server/api/openapi.h"

#include "data/json.h"
#include "server/answers.h"
#include "server/page/page_files.h"
#include "server/route.h"

namespace paperdex {
namespace {

// What stands for the server's address in the file.
constexpr std::string_view kPlace = "\"http://localhost:8080\"";

HttpResponse describe(const Services&, const Asked& asked) {
  return answer_of(openapi_document(asked.base), "application/json");
}

}  // namespace

std::string openapi_document(std::string_view base) {
  std::string document(api_files().front().bytes);
  const std::size_t place = document.find(kPlace);
  if (place == std::string::npos) return document;
  std::string address;
  append_json_string(address, base);
  return document.replace(place, kPlace.size(), address);
}

const Routes& openapi_routes() {
  static const Routes routes = {{"/openapi.json", describe}};
  return routes;
}

}  // namespace paperdex
