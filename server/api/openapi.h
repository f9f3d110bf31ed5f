// The description of everything that programs can ask here, openapi.json: OpenAPI 3.1, written by hand and embedded in
// the program, with this server's own address in it. tests/openapi checks it against the server's answers.
#pragma once

#include <string>
#include <string_view>

namespace paperdex {

// The description, for a server that is reached at `base`.
std::string openapi_document(std::string_view base);

}  // namespace paperdex
