#include "server/query_string.h"

#include <gtest/gtest.h>

#include <string>

#include "server/http_error.h"

namespace paperdex {
namespace {

TEST(QueryString, ReadsValuesAsTheyWereMeant) {
  struct Case {
    const char* raw;
    const char* q;
  };
  const Case cases[] = {
      {"q=slot+attention", "slot attention"},
      {"q=slot%20attention&x=1", "slot attention"},
      {"q=a=b", "a=b"},
      {"q=a%26b", "a&b"},
      {"q=C%2B%2B", "C++"},
      {"q=%C3%A9t%C3%A9", "\u00e9t\u00e9"},
      {"q=\xC3\xA9", "\u00e9"},
      {"%71=x", "x"},
      {"&&q=x&", "x"},
      {"q=&q=x", "x"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.raw);
    EXPECT_EQ(QueryString(c.raw).text("q"), c.q);
  }
  EXPECT_EQ(QueryString("").text("q"), std::nullopt);
  EXPECT_EQ(QueryString("q").text("q"), std::nullopt);
  EXPECT_EQ(QueryString("category=cs.LG&category=cs.CV").texts("category"),
            (std::vector<std::string>{"cs.LG", "cs.CV"}));
}

void read_everything(const std::string& raw) {
  const QueryString params(raw);
  params.text("q");
  params.integer("limit", 1, 1000);
  params.number("half_life");
  params.flag("facets");
  params.date("from");
}

TEST(QueryString, NamesTheParameterThatIsWrong) {
  struct Case {
    std::string raw;
    const char* code;
    const char* param;
  };
  const Case cases[] = {
      {"q=%", "bad_encoding", "q"},
      {"q=%4", "bad_encoding", "q"},
      {"q=%zz", "bad_encoding", "q"},
      {"q=\xFF", "bad_encoding", "q"},
      {"q=%FF", "bad_encoding", "q"},
      {"q=%C0%AF", "bad_encoding", "q"},
      {"q=%ED%A0%80", "bad_encoding", "q"},
      {"q=a%00b", "bad_character", "q"},
      {"q=a%0Ab", "bad_character", "q"},
      {"q=%7F", "bad_character", "q"},
      {"%00=1", "bad_character", ""},
      {"q=a&q=b", "duplicate_parameter", "q"},
      {"limit=0", "bad_integer", "limit"},
      {"limit=1001", "bad_integer", "limit"},
      {"limit=-1", "bad_integer", "limit"},
      {"limit=%2B1", "bad_integer", "limit"},
      {"limit=1.0", "bad_integer", "limit"},
      {"limit=1e2", "bad_integer", "limit"},
      {"limit=0x10", "bad_integer", "limit"},
      {"limit=%2010", "bad_integer", "limit"},
      {"limit=99999999999999999999", "bad_integer", "limit"},
      {"half_life=nan", "bad_number", "half_life"},
      {"half_life=inf", "bad_number", "half_life"},
      {"half_life=1e3", "bad_number", "half_life"},
      {"facets=yes", "bad_flag", "facets"},
      {"from=yesterday", "bad_date", "from"},
      {"from=2024-13", "bad_date", "from"},
      {"from=2024-02-30", "bad_date", "from"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.raw);
    try {
      read_everything(c.raw);
      ADD_FAILURE() << "was accepted";
    } catch (const HttpError& error) {
      EXPECT_EQ(error.status(), 400);
      EXPECT_EQ(error.code(), c.code);
      EXPECT_EQ(error.param(), c.param);
    }
  }
  read_everything("q=a&limit=1000&half_life=0.5&facets=1&from=2024-02-29&unknown=1");
}

TEST(QueryString, IsWrittenAsItIsRead) {
  QueryString params("q=a%26b+c&category=x&category=y");
  EXPECT_EQ(params.encoded(), "q=a%26b+c&category=x&category=y");
  params.remove("category", "x");
  params.set("offset", "10");
  params.set("q", "\u00e9+");
  EXPECT_EQ(params.encoded(), "category=y&offset=10&q=%C3%A9%2B");
  params.set("q", "");
  EXPECT_EQ(params.encoded(), "category=y&offset=10");
}

}  // namespace
}  // namespace paperdex
