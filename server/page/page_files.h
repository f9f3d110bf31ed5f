// The files of the page and the description of the API, embedded in the program when it is built (embed.cmake).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paperdex {

struct PageFile {
  std::string_view name;  // "style.css"
  std::string content_type;
  std::string_view bytes;
};

inline constexpr std::string_view kPageTemplate = "index.html";  // never served as it is

const std::vector<PageFile>& page_files();
const std::vector<PageFile>& api_files();  // openapi.json, served by api/openapi.h

}  // namespace paperdex
