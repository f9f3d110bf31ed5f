// Real papers of a few days, when they lie beside the checkout.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/end_to_end/http_client.h"
#include "tests/end_to_end/json_value.h"
#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const std::string kDailyPapers = PAPERDEX_SOURCE_DIR "/../shared/corpora/daily-papers.jsonl";

class DailyPapers : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kDailyPapers)) GTEST_SKIP() << "the collection is not there: " << kDailyPapers;
    const Outcome outcome = place_.indexer({"add", kDailyPapers});
    ASSERT_THAT(outcome, EndsWithStatus(0));
    ASSERT_EQ(value_of(outcome.out, "added"), "29");
  }

  Workplace place_;
};

TEST_F(DailyPapers, ThreeLettersFindAllOfThem) {
  const Outcome outcome = place_.query({"search", "slo", "--typing", "--limit", "100", "--format", "ids"});
  EXPECT_THAT(lines_of(outcome.out), SizeIs(29));
  Server server(place_.index());
  const HttpReply reply = HttpClient(server.url()).get("/api/v1/search?q=slo&typing=1&limit=100");
  EXPECT_EQ(result_ids(json_of(reply.body)), lines_of(outcome.out));
}

TEST_F(DailyPapers, SlotAttentionPutsTheTwoPapersAboutItFirst) {
  const Outcome outcome = place_.query({"search", "slot attention", "--limit", "2", "--format", "json"});
  const rapidjson::Document answer = json_of(outcome.out);
  ASSERT_THAT(result_ids(answer), SizeIs(2));
  EXPECT_THAT((std::vector<std::string>{text_member(answer["results"][0], "title"),
                                        text_member(answer["results"][1], "title")}),
              UnorderedElementsAre(HasSubstr("Shepherding Slots to Objects"), HasSubstr("Slot-MLLM")));
}

}  // namespace
}  // namespace paperdex
