// The files of the page, embedded in the program when it is built (embed.cmake).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paperdex {

struct PageFile {
  std::string_view name;  // "style.css", "katex/fonts/KaTeX_Main-Regular.woff2"
  std::string content_type;
  std::string_view bytes;
};

inline constexpr std::string_view kPageTemplate = "layout.html";  // never served as it is

// All of them. Thread-safe.
const std::vector<PageFile>& page_files();

// Those of this folder, and KaTeX's below "katex/", of which there are none without PAPERDEX_MATH.
const std::vector<PageFile>& own_files();
const std::vector<PageFile>& math_files();

}  // namespace paperdex
