// arXiv's API and RSS over more papers than they give.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "query/search_request.h"
#include "tests/server/running_server.h"

namespace paperdex {
namespace {

using testing::HasSubstr;

// More papers than pages reach, all of one day.
TEST(ArxivApiDeep, PagesEndWithAnError) {
  // Xapian 1.4.22 cannot walk the long list of a word that every paper has ("Unexpected end of posting list").
  std::vector<Paper> papers = {make_paper("other", "Another")};
  for (std::size_t i = 0; i < kMaxDeepResults + 50; ++i) {
    papers.push_back(make_paper("d/" + std::to_string(i), "Deep", "", "2020-01-01"));
    papers.back().categories = {"cs.DS"};
  }
  const RunningSite site(papers);
  const auto page = [&](const std::string& query, int status) {
    const RawResponse response = site.get("/api/query?search_query=deep&" + query);
    EXPECT_EQ(response.status, status) << query;
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(response.body.c_str()));
    const auto entries = document.child("feed").children("entry");
    return std::pair(std::distance(entries.begin(), entries.end()),
                     std::string(document.child("feed").child("entry").child("summary").text().get()));
  };
  EXPECT_EQ(page("start=9990&max_results=2000", 200).first, 10);
  EXPECT_EQ(page("start=9999&max_results=1", 200).first, 1);
  EXPECT_THAT(page("start=10000&max_results=1", 400).second, HasSubstr("10000"));
  EXPECT_THAT(page("sortOrder=ascending", 400).second, HasSubstr("10000"));
  EXPECT_EQ(page("start=20000", 200).first, 0);
  pugi::xml_document rss;
  ASSERT_TRUE(rss.load_string(site.get("/rss/cs").body.c_str()));
  const auto items = rss.child("rss").child("channel").children("item");
  EXPECT_EQ(std::distance(items.begin(), items.end()), 2000);
  EXPECT_THAT(rss.child("rss").child("channel").child("description").text().get(), HasSubstr("first 2000"));
}

}  // namespace
}  // namespace paperdex
