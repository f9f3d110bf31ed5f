// A site whose papers try to break its pages, for the tests of the pages.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/server/site_test.h"

namespace paperdex {

// With what plain_text() leaves: elements that it does not know or that do not end.
inline Paper hostile_paper() {
  Paper paper = make_paper("x/1\"><script>", "Widgets <script>alert(\"1\") & 'quotes' \xE2\x80\xA8 {q",
                           "A widget abstract with <svg onload=alert(1)> inside.", "2024-06-12");
  paper.authors = {"<b>Mallory", "\"Eve\""};
  paper.categories = {"cs.<i>{{q}}"};
  paper.venue = "<u>Venue";
  paper.comment = "<i>Comment";
  paper.journal_ref = "<i>Journal";
  paper.ids = {"y/2\"><script>"};
  paper.url = "https://example.org/\"onmouseover=\"x";
  return paper;
}

inline std::vector<Paper> some_papers() {
  std::vector<Paper> papers = {hostile_paper()};
  for (int i = 10; i < 35; ++i) {
    Paper paper = make_paper("p" + std::to_string(i), "Gadget number " + std::to_string(i), "On gadgets.",
                             "2023-01-" + std::to_string(i % 18 + 10));
    for (int author = 0; author < i; ++author) paper.authors.push_back("Author" + std::to_string(author));
    paper.categories = {"cs.LG"};
    papers.push_back(paper);
  }
  return papers;
}

using PageTest = SiteTest<some_papers>;

}  // namespace paperdex
