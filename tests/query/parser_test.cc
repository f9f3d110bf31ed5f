#include "query/parser.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "data/error.h"
#include "data/schema.h"

namespace paperdex {
namespace {

// Without parentheses around a single item or around everything: what is grouped matters here, not how that is written.
std::string simplified(const std::string& text) {
  const std::size_t open = text.find('(');
  if (open == std::string::npos) return text;
  std::size_t close = open;
  for (int depth = 0; close < text.size(); ++close) {
    depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
    if (depth == 0) break;
  }
  if (close >= text.size()) return text;
  const std::string inside = simplified(text.substr(open + 1, close - open - 1));
  const bool whole = open == 0 && close + 1 == text.size();
  return text.substr(0, open) + (!whole && inside.find(' ') != std::string::npos ? '(' + inside + ')' : inside) +
         simplified(text.substr(close + 1));
}

std::string understood(std::string_view text, bool typing = false) {
  Analyzer analyzer;
  return simplified(describe(parse_query(text, typing, analyzer)));
}

struct Case {
  const char* text;
  const char* query;  // describe()
};

// Add a row whenever a query surprised its asker.
constexpr Case kCases[] = {
    {"", ""},
    {"   ", ""},
    {"?!., *", ""},
    {"Neural networks", "Neural networks"},
    {"what is attention?", "what is attention"},
    // Compounds are one word.
    {"slot-att", "slot-att"},
    {"SlowFast GPT-4o", "SlowFast GPT-4o"},
    {"C++ word2vec $L_2$", "C++ word2vec L_2"},
    {"Erd\u0151s \\'Erd\\H{o}s", "Erd\u0151s Erd\\H{o}s"},
    {"a/b", "a b"},
    // Negation.
    {"slots -survey", "slots -survey"},
    {"-survey", "-survey"},
    {"slots NOT survey", "slots -survey"},
    {"NOT survey", "-survey"},
    {"-\"slot attention\"", "-\"slot attention\""},
    {"-(a1 b1)", "-(a1 b1)"},
    {"-title:slot", "-title:slot"},
    {"comment:pages Journal:\"slot talk\"", "comment:pages journal:\"slot talk\""},
    {"comment:(code OR data) -journal:x1", "(comment:code OR comment:data) -journal:x1"},
    {"slots -", "slots"},
    {"-", ""},
    {"--", ""},
    {"slots --survey", "slots survey"},
    {"slots - survey", "slots survey"},
    {"slots not survey", "slots not survey"},
    {"NOT", ""},
    {"slots NOT", "slots"},
    {"NOT NOT slots", "-NOT slots"},
    // Operators.
    {"x1 AND y1", "x1 AND y1"},
    {"x1 OR y1", "x1 OR y1"},
    {"x1 OR y1 AND z1", "x1 OR (y1 AND z1)"},
    {"x1 AND y1 OR z1", "(x1 AND y1) OR z1"},
    {"(x1 OR y1) AND z1", "(x1 OR y1) AND z1"},
    {"x1 y1 OR z1", "(x1 y1) OR z1"},
    {"x1 AND -y1", "x1 AND -y1"},
    {"x1 and y1 or z1", "x1 and y1 or z1"},
    {"ANDROID ORACLE NOTE", "ANDROID ORACLE NOTE"},
    {"AND", ""},
    {"OR", ""},
    {"AND AND", ""},
    {"x1 AND AND y1", "x1 AND y1"},
    {"x1 OR OR y1", "x1 OR y1"},
    {"AND x1", "x1"},
    {"x1 OR", "x1"},
    {"OR OR AND OR", ""},
    // Parentheses and quotes, closed or not.
    {"(x1 y1) z1", "(x1 y1) z1"},
    {"((x1))", "x1"},
    {"(x1 OR y1", "x1 OR y1"},
    {"x1) y1", "x1 y1"},
    {")))", ""},
    {"()", ""},
    {"( ) x1", "x1"},
    {"\"slot attention\"", "\"slot attention\""},
    {"\"slot attention", "\"slot attention\""},
    {"\"slot\"", "slot"},
    {"\"slot-attention\"", "\"slot-attention\""},
    {"\"\"", ""},
    {"\"", ""},
    {"slot\"attention is\"x1", "slot \"attention is\" x1"},
    {"\"a OR b1 (c1\"", "\"a OR b1 c1\""},
    // Fields.
    {"title:slot ti:slot", "title:slot title:slot"},
    {"Title:Slot", "title:Slot"},
    {"abstract:slot abs:slot", "abstract:slot abstract:slot"},
    {"author:kipf au:\"thomas kipf\"", "author:kipf author:\"thomas kipf\""},
    {"title:(slot OR object)", "title:slot OR title:object"},
    {"title:\"slot attention\" x1", "title:\"slot attention\" x1"},
    {"cat:cs.LG category:math", "cat:cs.LG cat:math"},
    {"cat:\"computer science\"", "cat:computer science"},
    {"(cat:cs.LG)", "cat:cs.LG"},
    {"source:arxiv", "source:arxiv"},
    {"id:hep-th/9901001 arxiv:2006.15055", "id:hep-th/9901001 id:2006.15055"},
    {"doi:\"10.1000/a b\" (doi:10.1000/1)", "doi:10.1000/a b doi:10.1000/1"},
    {"id:https://arxiv.org/abs/2006.15055v2", "id:https://arxiv.org/abs/2006.15055v2"},
    {"id:oai:zenodo.org:1 id:\"PMID: 1\"", "id:oai:zenodo.org:1 id:PMID: 1"},
    {"-cat:cs.CV x1", "-cat:cs.CV x1"},
    {"colour:red", "colour red"},
    {"title: slot", "title slot"},
    {"title:", "title"},
    {"note:slot http://x.example", "note slot http x example"},
    // Dates; what is none is a word.
    {"date:2024", "date:2024"},
    {"year:2024 published:2024-06-12", "date:2024 date:2024-06-12"},
    {"date:2024-01..2024-06", "date:2024-01..2024-06"},
    {"date:2024.. date:..2024", "date:2024.. date:..2024"},
    {"date:..", ""},
    {"date:yesterday", "yesterday"},
    {"date:2024-13", "2024-13"},
    {"date:2024..x", "2024 x"},
    // Prefixes.
    {"slot*", "slot*"},
    {"slot-att*", "slot-att*"},
    {"title:slo*", "title:slo*"},
    {"slot* *", "slot*"},
    {"sl*t", "sl t"},
};

TEST(Parser, ReadsTextAsTheExpectedQuery) {
  for (const Case& c : kCases) EXPECT_EQ(understood(c.text), c.query) << c.text;
}

TEST(Parser, LeavesAnIdTheParenthesesThatAreItsOwn) {
  constexpr Case kIds[] = {
      {"doi:10.1016/0370-2693(90)90088-6 x1", "doi:10.1016/0370-2693(90)90088-6 x1"},
      {"(doi:10.1000/a(1)) x1", "doi:10.1000/a(1) x1"},
      {"(x1 OR doi:10.1000/(a(1)))", "x1 OR doi:10.1000/(a(1))"},
      {"doi:10.1000/a(1", "doi:10.1000/a(1"},
      {"doi:\"10.1000/a)b\" x1", "doi:10.1000/a)b x1"},
      {"(cat:cs.LG) x1", "cat:cs.LG x1"},
  };
  Analyzer analyzer;
  for (const Case& c : kIds) EXPECT_EQ(describe(parse_query(c.text, false, analyzer)), c.query) << c.text;
}

TEST(Parser, TakesTheLastWordForUnfinishedWhileTyping) {
  constexpr Case kTyping[] = {
      {"slo", "slo*"},
      {"slot-att", "slot-att*"},
      {"object slo", "object slo*"},
      {"slot ", "slot"},
      {"slot?", "slot"},
      {"the", "the*"},
      {"s", "s*"},
      {"title:slo", "title:slo*"},
      {"x1 AND slo", "x1 AND slo*"},
      {"x1 -slo", "x1 -slo*"},
      {"(slo", "slo*"},
      {"(slo)", "slo"},
      {"\"slot atte", "\"slot atte\""},
      {"slot*", "slot*"},
      {"", ""},
      {"cat:cs", "cat:cs"},
      {"slot OR", "slot"},
  };
  for (const Case& c : kTyping) EXPECT_EQ(understood(c.text, true), c.query) << c.text;
}

TEST(Parser, TellsTypedWordsFromWildcards) {
  Analyzer analyzer;
  const Word typed = parse_query("slo", true, analyzer).root.children.front().words.front();
  EXPECT_TRUE(typed.is_prefix && typed.is_typed);
  const Word starred = parse_query("slo*", true, analyzer).root.children.front().words.front();
  EXPECT_TRUE(starred.is_prefix && !starred.is_typed);
}

TEST(Parser, KnowsTheDaysOfADate) {
  struct DateCase {
    const char* text;
    Day from;
    Day until;
  };
  const DateCase kDates[] = {
      {"date:2024", day_from_ymd({2024, 1, 1}), day_from_ymd({2024, 12, 31})},
      {"date:2024-02", day_from_ymd({2024, 2, 1}), day_from_ymd({2024, 2, 29})},
      {"date:2024-02-03", day_from_ymd({2024, 2, 3}), day_from_ymd({2024, 2, 3})},
      {"date:2023..2024-02", day_from_ymd({2023, 1, 1}), day_from_ymd({2024, 2, 29})},
      {"date:2024..", day_from_ymd({2024, 1, 1}), last_day()},
      {"date:..2024", first_day(), day_from_ymd({2024, 12, 31})},
  };
  Analyzer analyzer;
  for (const DateCase& c : kDates) {
    const ParsedQuery query = parse_query(c.text, false, analyzer);
    ASSERT_EQ(query.root.children.size(), 1U) << c.text;
    EXPECT_EQ(query.root.children.front().from, c.from) << c.text;
    EXPECT_EQ(query.root.children.front().until, c.until) << c.text;
  }
}

TEST(Parser, SaysWhetherOperatorsWereTyped) {
  Analyzer analyzer;
  for (const char* text : {"x1 AND y1", "x1 OR y1", "(x1 OR y1) z1"}) {
    EXPECT_TRUE(parse_query(text, false, analyzer).has_operators) << text;
  }
  for (const char* text : {"x1 y1", "x1 and y1", "x1 -y1", "AND x1", "x1 OR", "(x1 y1)", "\"x1 AND y1\""}) {
    EXPECT_FALSE(parse_query(text, false, analyzer).has_operators) << text;
  }
}

// "code", or "" when the query is taken.
std::string refusal(const std::string& text, bool prose = false) {
  Analyzer analyzer;
  try {
    prose ? parse_prose(text, false, analyzer) : parse_query(text, false, analyzer);
    return {};
  } catch (const QueryError& error) {
    EXPECT_EQ(error.param(), "q");
    EXPECT_FALSE(std::string(error.what()).empty());
    return error.code();
  }
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(Parser, KeepsEachLimitAtItsEdge) {
  const auto deep = [](std::size_t depth) { return repeated("(", depth) + "x1" + repeated(")", depth); };
  struct Edge {
    std::string within;
    std::string past;
    const char* code;
  };
  const Edge kEdges[] = {
      {std::string(512, ' '), std::string(513, ' '), "query_too_long"},
      {repeated("x1 ", 32), repeated("x1 ", 33), "too_many_terms"},
      {repeated("x-y ", 32), repeated("x-y ", 33), "too_many_terms"},
      {repeated("a-x1 ", 32), repeated("a-x1 ", 33), "too_many_terms"},
      {repeated("the ", 100), repeated("the ", 100) + repeated("x1 ", 33), "too_many_terms"},
      {'"' + repeated("x1 ", 32), '"' + repeated("x1 ", 33), "too_many_terms"},
      {repeated("\"x1 y1\" ", 8), repeated("\"x1 y1\" ", 9), "too_many_phrases"},
      {repeated("\"x1\" ", 9), repeated("-\"x1 y1\" ", 9), "too_many_phrases"},
      {deep(8), deep(9), "too_deep"},
      {repeated("title:(", 8) + "x1", repeated("title:(", 9) + "x1", "too_deep"},
      {repeated("-(", 8) + "x1", repeated("-(", 9) + "x1", "too_deep"},
      {"abc* abd*", "abc* abd* abe*", "too_many_wildcards"},
      {"abc*", "ab*", "wildcard_too_short"},
      {"x-abc*", "abc-d*", "wildcard_too_short"},
      {"\u00e9\u00e9\u00e9*", "\u00e9\u00e9*", "wildcard_too_short"},
      {"title:abc*", "title:a*", "wildcard_too_short"},
      {"\u00e9", "\xe9", "bad_utf8"},
  };
  for (const Edge& edge : kEdges) {
    EXPECT_EQ(refusal(edge.within), "") << edge.within;
    EXPECT_EQ(refusal(edge.past), edge.code) << edge.past;
  }
  EXPECT_EQ(kMaxQueryBytes, 512U);
  EXPECT_EQ(kMaxQueryTerms, 32U);
  EXPECT_EQ(kMaxQueryPhrases, 8U);
  EXPECT_EQ(kMaxQueryDepth, 8U);
}

TEST(Parser, PointsAtTheFault) {
  Analyzer analyzer;
  try {
    parse_query("slots ab*", false, analyzer);
    FAIL();
  } catch (const QueryError& error) {
    EXPECT_EQ(error.position(), 6);
  }
}

TEST(Parser, ReadsProseWithoutOperators) {
  Analyzer analyzer;
  const auto prose = [&](std::string_view text) { return describe(parse_prose(text, false, analyzer)); };
  EXPECT_EQ(prose("flow AND heat (title:slot) -not \"a phrase\" OR x*"), "flow AND heat title slot not a phrase OR x");
  EXPECT_EQ(prose(""), "");
  EXPECT_EQ(describe(parse_prose("slot atte", true, analyzer)), "slot atte*");
  EXPECT_EQ(refusal(repeated("word ", 4096), true), "");
  EXPECT_EQ(refusal(repeated("word ", 4097), true), "too_many_terms");
  EXPECT_EQ(refusal(std::string(kMaxProseBytes, ' '), true), "");
  EXPECT_EQ(refusal(std::string(kMaxProseBytes + 1, ' '), true), "query_too_long");
  EXPECT_EQ(refusal("\xff", true), "bad_utf8");
}

TEST(Parser, ThrowsNothingButQueryErrorsOnWhateverIsTyped) {
  constexpr const char* kPieces[] = {
      "a",  "slot", "the",    " ",      " ",     "\"",     "(",    ")",  "-",    "*",       ":", "AND",
      "OR", "NOT",  "title:", "cat:",   "date:", "id:",    "2024", "..", "-13",  "\\",      "$", "{",
      "}",  "<b>",  "&amp;",  "\u00e9", "\xff",  "\u4e2d", "'",    "\t", "abc*", "author:", "_", "^"};
  std::mt19937 random(7);
  Analyzer analyzer;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 40; i > 0; --i) text += kPieces[random() % std::size(kPieces)];
    const bool typing = random() % 2 == 0;
    try {
      const std::string query = describe(parse_query(text, typing, analyzer));
      ASSERT_EQ(describe(parse_query(text, typing, analyzer)), query) << text;
      parse_prose(text, typing, analyzer);
    } catch (const QueryError& error) {
      ASSERT_FALSE(error.code().empty()) << text;
    }
  }
}

// Where the parts of the query stand, with their signs.
TEST(Parser, SaysWhereEachPartStands) {
  constexpr std::pair<const char*, std::vector<const char*> (*)()> kCases[] = {
      {" slot  \"a b\" ",
       [] {
         return std::vector<const char*>{"slot", "\"a b\""};
       }},
      {"-slot NOT (a1 b1) title:x2",
       [] {
         return std::vector<const char*>{"-slot", "NOT (a1 b1)", "title:x2"};
       }},
      {"cat:cs.LG x1/y1 z*q",
       [] {
         return std::vector<const char*>{"cat:cs.LG", "x1", "y1", "z", "q"};
       }},
      {"(slot) author:\"a b",
       [] {
         return std::vector<const char*>{"(slot)", "author:\"a b"};
       }},
  };
  Analyzer analyzer;
  for (const auto& [text, expected] : kCases) {
    const ParsedQuery query = parse_query(text, false, analyzer);
    std::vector<std::string> parts;
    for (const Clause& clause : query.root.children) {
      parts.push_back(std::string(text).substr(clause.begin, clause.end - clause.begin));
    }
    const std::vector<const char*> wanted = expected();
    EXPECT_EQ(parts, std::vector<std::string>(wanted.begin(), wanted.end())) << text;
  }
}

}  // namespace
}  // namespace paperdex
