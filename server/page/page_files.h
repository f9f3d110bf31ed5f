// The files of the page, embedded in the program when it is built (embed.cmake).
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

inline constexpr std::string_view kPageTemplate = "layout.html";  // never served as it is

const std::vector<PageFile>& page_files();

}  // namespace paperdex
