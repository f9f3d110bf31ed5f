// What paperdex-query ends with when it cannot give what was asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

class QueryStatus : public testing::Test {
 protected:
  void SetUp() override { ASSERT_THAT(place_.indexer({"add", kSample}), EndsWithStatus(0)); }

  Workplace place_;
};

TEST_F(QueryStatus, ItsStatusSaysWhatHappened) {
  struct Case {
    Arguments arguments;
    int status;
    std::string err;  // a part of it
  };
  const std::string none = place_.folder() / "none";
  const std::vector<Case> cases = {
      {{"search", "slot"}, 0, ""},
      {{"search"}, 0, ""},
      {{"search", "xyzzyplugh"}, 1, ""},
      {{"search", "attention", "--category", "no.such"}, 1, ""},
      {{"show", "no.such.paper"}, 1, "no paper has the id no.such.paper"},
      {{"related", "no.such.paper"}, 1, "no paper has the id no.such.paper"},
      {{"suggest", "xyzzyplugh"}, 1, ""},
      {{"search", "--colour", "slot"}, 2, "--colour"},
      {{"search", "slot", "--limit", "many"}, 2, "--limit"},
      {{"search", "slot", "--limit", "1001"}, 2, "1000"},
      {{"search", "slot", "--sort", "best"}, 2, "sort"},
      {{"search", "slot", "--format", "xml"}, 2, "--format"},
      {{"search", "slot", "--from", "yesterday"}, 2, "--from"},
      {{"search", std::string(513, 'x')}, 2, "512"},
      {{"show"}, 2, "ID"},
      {{"frobnicate"}, 2, ""},
      {{}, 2, ""},
      {{"run", none}, 3, none},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(testing::PrintToString(test.arguments));
    const Outcome outcome = place_.query(test.arguments);
    EXPECT_THAT(outcome, EndsWithStatus(test.status));
    EXPECT_THAT(outcome.err, HasSubstr(test.err));
    if (test.status >= 2) {
      EXPECT_EQ(outcome.out, "");
    }
    if (test.status < 2 && test.err.empty()) {
      EXPECT_EQ(outcome.err, "");
    }
    EXPECT_LE(lines_of(outcome.err).size(), 2U) << outcome.err;
  }
}

TEST_F(QueryStatus, AnAnswerThatCannotBeWrittenIsAFailure) {
  const std::string program = PAPERDEX_BINARY_DIR "/paperdex-query --index '" + place_.index() + "' ";
  for (const char* command : {"search slot", "show 1706.03762", "suggest slot"}) {
    SCOPED_TRACE(command);
    const Outcome outcome = run({"/bin/sh", "-c", program + command + " >/dev/full"});
    EXPECT_THAT(outcome, EndsWithStatus(3));
    EXPECT_THAT(outcome.err, AllOf(IsOneLine(), StartsWith("error: ")));
  }
}

TEST_F(QueryStatus, TakesWhateverIsTyped) {
  for (const char* text :
       {"(",  "\"", "AND",      "a OR",    "title:",    "date:", "date:x..y", "-",    "*",     "((((((((((",
        "\\", "%s", "\xff\xfe", "NOT NOT", "author:\"", "id:",   "<script>",  "🦊", "$x^2$", "a AND OR b )"}) {
    SCOPED_TRACE(text);
    const Outcome outcome = place_.query({"search", "--format", "ids", "--", text});
    EXPECT_THAT(outcome, AnyOf(EndsWithStatus(0), EndsWithStatus(1), EndsWithStatus(2)));
    if (outcome.status == 2) {
      EXPECT_THAT(outcome.err, AllOf(IsOneLine(), StartsWith("error: ")));
    }
  }
}

TEST(QueryWithoutIndex, AdvisesToMakeOne) {
  const Workplace place;
  for (const Arguments& arguments : {Arguments{"search", "slot"}, {"show", "1"}, {"suggest", "s"}, {"run", "-"}}) {
    const Outcome outcome = place.query(arguments);
    EXPECT_THAT(outcome, EndsWithStatus(3));
    EXPECT_THAT(outcome.err,
                AllOf(IsOneLine(), StartsWith("error: "), HasSubstr(place.index()), HasSubstr("paperdex-index add")));
  }
}

}  // namespace
}  // namespace paperdex
