// paperdex-index as a user runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/end_to_end/json_value.h"
#include "tests/end_to_end/programs.h"

namespace paperdex {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

constexpr char kPaper[] = R"({"id":"new.1","title":"Lanterns over the harbour"})"
                          "\n";

std::string title_of(const Workplace& place, const std::string& id) {
  return text_member(json_of(place.query({"show", id, "--format", "json"}).out), "title");
}

TEST(Indexer, AddsTheSampleOnceAndFindsItUnchangedTheNextTime) {
  const Workplace place;
  const Outcome first = place.indexer({"add", kSample});
  EXPECT_THAT(first, EndsWithStatus(0));
  EXPECT_THAT(first.out, MatchesRegex("added=86 updated=0 unchanged=0 rejected=0 documents=86 generation=1 "
                                      "seconds=[0-9]+\\.[0-9]+\n"));
  EXPECT_EQ(first.err, "");

  const Outcome second = place.indexer({"add", kSample});
  EXPECT_THAT(second, EndsWithStatus(0));
  EXPECT_THAT(second.out, StartsWith("added=0 updated=0 unchanged=86 rejected=0 documents=86 generation=1 seconds="));
}

TEST(Indexer, UpdatesAndRemovesOnePaperAndRollsBack) {
  const Workplace place;
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
  const std::string changed =
      place.file("changed.jsonl", R"({"id":"1706.03762","title":"A title that was changed","source":"sample"})");
  const Outcome update = place.indexer({"add", changed});
  EXPECT_THAT(update, EndsWithStatus(0));
  EXPECT_THAT(update.out, StartsWith("added=0 updated=1 unchanged=0 rejected=0 documents=86 generation=2 "));
  EXPECT_EQ(title_of(place, "1706.03762"), "A title that was changed");

  const Outcome removal = place.indexer({"remove", "1412.6980"});
  EXPECT_THAT(removal, EndsWithStatus(0));
  EXPECT_THAT(removal.out, StartsWith("removed=1 unknown=0 documents=85 generation=3 "));
  EXPECT_THAT(place.query({"show", "1412.6980"}), EndsWithStatus(1));

  const Outcome rollback = place.indexer({"rollback"});
  EXPECT_THAT(rollback, EndsWithStatus(0));
  EXPECT_EQ(rollback.out, "documents=86 generation=2\n");
  EXPECT_EQ(title_of(place, "1412.6980"), "Adam: A Method for Stochastic Optimization");
  EXPECT_THAT(lines_of(place.indexer({"generations"}).out),
              ElementsAre(AllOf(StartsWith("generation=2 "), HasSubstr(" documents=86 "), HasSubstr(" current=yes")),
                          AllOf(StartsWith("generation=3 "), HasSubstr(" documents=85 "), HasSubstr(" current=no"))));

  const Outcome publication = place.indexer({"publish"});
  EXPECT_THAT(publication, EndsWithStatus(0));
  EXPECT_THAT(publication.out, StartsWith("documents=85 generation=4 "));
}

TEST(Indexer, NamesFileLineFieldAndReasonOfABadLineAndGoesOn) {
  const Workplace place;
  const std::string file = place.file("bad.jsonl", R"({"id":"good.1","title":"The first good one"})"
                                                   "\n"
                                                   R"({"id":"bad.1"})"
                                                   "\n"
                                                   "this is not JSON\n"
                                                   R"({"id":"bad.2","title":"No such day","published":"2024-02-30"})"
                                                   "\n"
                                                   R"({"id":"good.2","title":"The second good one"})"
                                                   "\n");
  const Outcome outcome = place.indexer({"add", file});
  EXPECT_THAT(outcome, EndsWithStatus(1));
  EXPECT_THAT(outcome.out, StartsWith("added=2 updated=0 unchanged=0 rejected=3 documents=2 generation=1 "));
  const std::string start = "rejected file=" + file + " line=";
  EXPECT_THAT(lines_of(outcome.err),
              ElementsAre(AllOf(StartsWith(start + "2 field=title reason=\""), HasSubstr("missing")),
                          AllOf(StartsWith(start + "3 reason=\""), HasSubstr("not JSON")),
                          AllOf(StartsWith(start + "4 field=published reason=\""), HasSubstr("date"))));
  EXPECT_EQ(title_of(place, "good.2"), "The second good one");
}

TEST(Indexer, ReadsGzip) {
  const Workplace place;
  const std::string file = place.folder() / "papers.jsonl.gz";
  ASSERT_THAT(run({"/bin/sh", "-c", "gzip -c '" + kSample + "' >'" + file + "'"}), EndsWithStatus(0));
  const Outcome outcome = place.indexer({"add", file});
  EXPECT_THAT(outcome, EndsWithStatus(0));
  EXPECT_EQ(value_of(outcome.out, "added"), "86");

  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  const Outcome cut = place.indexer({"add", file});
  EXPECT_THAT(cut, EndsWithStatus(1));
  EXPECT_EQ(value_of(cut.out, "rejected"), "1");
  EXPECT_THAT(cut.err, AllOf(IsOneLine(), StartsWith("rejected file=" + file + " "), HasSubstr(" reason=\"")));
}

TEST(Indexer, ReadsZstd) {
  if (run({"/bin/sh", "-c", "command -v zstd"}).status != 0) GTEST_SKIP() << "the program zstd is not there";
  const Workplace place;
  const std::string file = place.folder() / "papers.jsonl.zst";
  ASSERT_THAT(run({"/bin/sh", "-c", "zstd -q -c '" + kSample + "' >'" + file + "'"}), EndsWithStatus(0));
  const Outcome outcome = place.indexer({"add", file});
  EXPECT_THAT(outcome, EndsWithStatus(0));
  EXPECT_EQ(value_of(outcome.out, "added"), "86");
}

TEST(Indexer, ReadsStandardInput) {
  const Workplace place;
  const Outcome outcome = place.indexer({"add", "-"}, content_of(kSample) + kPaper);
  EXPECT_THAT(outcome, EndsWithStatus(0));
  EXPECT_EQ(value_of(outcome.out, "added"), "87");
}

TEST(Indexer, SaysWhatIsPublished) {
  const Workplace place;
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
  const Outcome text = place.indexer({"stats"});
  EXPECT_THAT(text, EndsWithStatus(0));
  EXPECT_THAT(lines_of(text.out), testing::IsSupersetOf({"generation=1", "documents=86", "all_published=true",
                                                         "source=sample documents=86"}));
  const Outcome json = place.indexer({"stats", "--format", "json"});
  EXPECT_THAT(json, EndsWithStatus(0));
  const rapidjson::Document stats = json_of(json.out);
  ASSERT_TRUE(has_members(stats, {"index", "generation", "documents", "newest", "words", "bytes", "sources"}));
  EXPECT_EQ(stats["documents"].GetInt(), 86);
}

TEST(Indexer, TheSecondOneAtOnceIsToldWhoHoldsTheIndex) {
  const Workplace place;
  Process holder({"paperdex-index", "--index", place.index(), "add", "-"});
  ASSERT_TRUE(comes_true([&] { return content_of(place.index() + "/lock").starts_with("process "); }));

  const Outcome second = place.indexer({"add", kSample});
  EXPECT_THAT(second, EndsWithStatus(75));
  EXPECT_THAT(second.err, AllOf(IsOneLine(), HasSubstr("process " + std::to_string(holder.id()) + " since ")));
  EXPECT_EQ(second.out, "");

  holder.write_input(kPaper);
  holder.close_input();
  const Outcome first = holder.wait();
  EXPECT_THAT(first, EndsWithStatus(0));
  EXPECT_EQ(value_of(first.out, "added"), "1");
  EXPECT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
}

TEST(Indexer, StopsAtASignalAndGoesOnLater) {
  const Workplace place;
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
  std::filesystem::remove(place.index() + "/lock");
  for (const int signal : {SIGINT, SIGTERM}) {
    Process process({"paperdex-index", "--index", place.index(), "add", "-"});
    ASSERT_TRUE(comes_true(
        [&] { return content_of(place.index() + "/lock").starts_with("process " + std::to_string(process.id())); }));
    process.signal(signal);
    const Outcome outcome = process.wait();
    EXPECT_THAT(outcome, EndsWithStatus(128 + signal));
    EXPECT_THAT(outcome.err, AllOf(IsOneLine(), StartsWith("stopped "), HasSubstr("paperdex-index publish")));
  }
  EXPECT_EQ(value_of(place.indexer({"add", "-"}, kPaper).out, "documents"), "87");
}

TEST(Indexer, FindsTheIndexByFlagThenVariableThenDataHomeThenHome) {
  const Workplace place;
  const std::string folder = place.folder();
  const Environment all = {"HOME=" + folder + "/home", "XDG_DATA_HOME=" + folder + "/data",
                           "PAPERDEX_INDEX=" + folder + "/variable"};
  struct Case {
    std::size_t variables;  // how many of them are set
    std::string flag;
    std::string index;
  };
  const std::vector<Case> cases = {{1, "", folder + "/home/.local/share/paperdex"},
                                   {2, "", folder + "/data/paperdex"},
                                   {3, "", folder + "/variable"},
                                   {3, folder + "/flag", folder + "/flag"}};
  for (const Case& test : cases) {
    SCOPED_TRACE(test.index);
    const Environment environment(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(test.variables));
    Arguments add = {"paperdex-index", "add", "-"};
    Arguments show = {"paperdex-query", "show", "new.1"};
    if (!test.flag.empty()) {
      for (Arguments* arguments : {&add, &show}) arguments->insert(arguments->end(), {"--index", test.flag});
    }
    EXPECT_THAT(run(show, "", environment), EndsWithStatus(3)) << "before";
    EXPECT_THAT(run(add, kPaper, environment), EndsWithStatus(0));
    EXPECT_TRUE(std::filesystem::exists(test.index + "/current"));
    EXPECT_THAT(run(show, "", environment), EndsWithStatus(0)) << "after";
  }
}

TEST(Indexer, CheckNamesTheDamagedFileAndPublishRepairs) {
  const Workplace place;
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));
  EXPECT_THAT(place.indexer({"check"}).out, StartsWith("ok generation=1 documents=86 "));
  const std::string file = place.index() + "/generations/1/db/postlist.glass";
  flip_a_byte(file);
  const Outcome outcome = place.indexer({"check"});
  EXPECT_THAT(outcome, EndsWithStatus(3));
  EXPECT_THAT(outcome.err, AllOf(IsOneLine(), HasSubstr(file), HasSubstr("damaged"), HasSubstr("publish")));
  EXPECT_EQ(outcome.out, "");

  EXPECT_THAT(place.indexer({"publish"}), EndsWithStatus(0));
  EXPECT_THAT(place.indexer({"check"}), EndsWithStatus(0));
}

TEST(Indexer, ItsStatusSaysWhatHappened) {
  const Workplace place;
  const std::string none = place.folder() / "none";
  const Outcome no_index = place.indexer({"stats"});
  EXPECT_THAT(no_index, EndsWithStatus(3));
  EXPECT_THAT(no_index.err, AllOf(IsOneLine(), StartsWith("error: "), HasSubstr("paperdex-index add")));
  ASSERT_THAT(place.indexer({"add", kSample}), EndsWithStatus(0));

  struct Case {
    Arguments arguments;
    int status;
    std::string err;  // a part of it
  };
  const std::vector<Case> cases = {
      {{"remove", "no.such.paper"}, 1, "unknown id=no.such.paper"},
      {{"add", kSample, none}, 1, "rejected file=" + none + " reason="},
      {{"frobnicate"}, 2, ""},
      {{}, 2, ""},
      {{"add"}, 2, "FILE"},
      {{"add", "--colour", kSample}, 2, "--colour"},
      {{"add", "--format", "word", kSample}, 2, "--format"},
      {{"rollback", "first"}, 2, "first"},
      {{"rollback"}, 3, "no generation before 1"},
      {{"rollback", "7"}, 3, "generations/7"},
      {{"add", none}, 3, "none of the files could be read"},
  };
  for (const Case& test : cases) {
    SCOPED_TRACE(testing::PrintToString(test.arguments));
    const Outcome outcome = place.indexer(test.arguments);
    EXPECT_THAT(outcome, EndsWithStatus(test.status));
    EXPECT_THAT(outcome.err, HasSubstr(test.err));
    if (test.status != 1) {
      EXPECT_EQ(outcome.out, "");
    }
    EXPECT_LE(lines_of(outcome.err).size(), 2U) << outcome.err;
  }
}

TEST(Indexer, HelpAndVersionGoToStandardOutput) {
  for (const char* program : {"paperdex-index", "paperdex-query", "paperdex-server"}) {
    SCOPED_TRACE(program);
    const Outcome help = run({program, "--help"});
    EXPECT_THAT(help, EndsWithStatus(0));
    EXPECT_THAT(help.out, HasSubstr("--index"));
    EXPECT_THAT(help.err, IsEmpty());
    const Outcome version = run({program, "--version"});
    EXPECT_THAT(version, EndsWithStatus(0));
    EXPECT_THAT(version.out, AllOf(IsOneLine(), HasSubstr(".")));
  }
}

}  // namespace
}  // namespace paperdex
