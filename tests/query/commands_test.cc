#include "query/commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "data/error.h"
#include "data/json.h"
#include "query/export.h"
#include "query/response_json.h"
#include "query/trec_run.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

std::vector<Paper> papers() {
  Paper slot = make_paper("slot", "Slot attention", "We attend to a <slot> & more.", "2020-06-26T01:02:03Z");
  slot.authors = {"A. One", "B. Two", "C. Three", "D. Four", "E. Five", "F. Six"};
  slot.categories = {"cs.LG", "cs.CV"};
  slot.venue = "NeurIPS";
  slot.source = "arxiv";
  slot.doi = "10.1/slot";
  Paper video = make_paper("video", "Attention in video", "", "2019");
  video.withdrawn = true;
  return {slot, video, make_paper("plain", "Slots of time")};
}

// Two records of one paper, and two papers that share a DOI.
std::vector<Paper> united() {
  Paper arxiv = make_paper("2006.15055", "Merging", "", "2020-06-26");
  arxiv.versions = {*Date::parse("2020-06-26"), *Date::parse("2020-10-14T10:00:00Z")};
  arxiv.doi = "10.1/merged";
  arxiv.url = "https://arxiv.org/abs/2006.15055";
  arxiv.source = "arxiv";
  Paper acl = make_paper("2020.acl-main.1", "Merging");
  acl.doi = "10.1/merged";
  acl.url = "https://aclanthology.org/2020.acl-main.1/";
  acl.source = "acl";
  acl.upvotes = 3;
  acl.comments = 2;
  acl.shown = Date::parse("2020-07-01");
  acl.repository = "https://code.example/r";
  Paper one = make_paper("2001.00001", "One", "", "2020");
  Paper two = make_paper("2001.00002", "Two", "", "2020");
  one.doi = two.doi = "10.1/shared";
  return {arxiv, acl, one, two};
}

struct Outcome {
  int status = 0;
  std::string out;
  std::string errors;
};

class CommandsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { index_ = new TestIndex(papers()); }
  static void TearDownTestSuite() { delete index_; }

  static Outcome run(const std::string& name, const std::vector<std::string>& words,
                     const std::function<void(QueryCommand&)>& change = {}, const std::string& in = "") {
    QueryCommand command;
    command.name = name;
    command.words = words;
    command.index = index_->dir().path().string();
    if (change) change(command);
    std::istringstream input(in);
    std::ostringstream out, errors;
    Outcome outcome;
    outcome.status = run_query_command(command, input, out, errors);
    outcome.out = out.str();
    outcome.errors = errors.str();
    return outcome;
  }
  static std::function<void(QueryCommand&)> as(const char* format) {
    return [format](QueryCommand& command) { command.format = format; };
  }

  static TestIndex* index_;
};

TestIndex* CommandsTest::index_ = nullptr;

TEST_F(CommandsTest, PrintsWhatASearchFindsForPeople) {
  const Outcome outcome = run("search", {"attention", "slot"}, [](auto& command) { command.sort = "relevance"; });
  EXPECT_EQ(outcome.status, kExitDone);
  EXPECT_THAT(outcome.out,
              StartsWith("1. Slot attention\n"
                         "   2020-06-26 | A. One, B. Two, C. Three, D. Four and 2 more | NeurIPS | cs.LG cs.CV | slot\n"
                         "   We attend to a <slot> & more.\n"));
  EXPECT_THAT(outcome.out, HasSubstr(". Attention in video [withdrawn]\n   2019 | video\n"));
  EXPECT_THAT(outcome.out, HasSubstr(". Slots of time\n   plain\n"));
  EXPECT_THAT(outcome.out, testing::EndsWith("3 papers of 3\n"));
  EXPECT_EQ(outcome.errors, "");
}

TEST_F(CommandsTest, PrintsFacetsReasonsAndDidYouMean) {
  const Outcome outcome = run("search", {"atention"}, [](auto& command) { command.facets = command.explain = true; });
  EXPECT_THAT(outcome.out, HasSubstr("year: 2020=1 2019=1\n"));
  EXPECT_THAT(outcome.out, HasSubstr("category: cs.CV=1 cs.LG=1\n"));
  EXPECT_THAT(outcome.out, HasSubstr("source: arxiv=1\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Did you mean: attention\n"));
  EXPECT_THAT(outcome.out, HasSubstr("why: atention (title) relevance "));
}

TEST_F(CommandsTest, PrintsIds) {
  const auto newest = [](QueryCommand& command) { command.format = "ids", command.sort = "newest"; };
  EXPECT_EQ(run("search", {"slot"}, newest).out, "slot\nplain\n");
  EXPECT_EQ(run("search", {""}, newest).out, "slot\nvideo\nplain\n");
  EXPECT_EQ(run("search", {""},
                [&](QueryCommand& command) {
                  newest(command);
                  command.offset = 1;
                  command.limit = 1;
                })
                .out,
            "video\n");
}

TEST_F(CommandsTest, PrintsJsonThatIsJson) {
  const Outcome whole = run("search", {"slot"}, as("json"));
  EXPECT_EQ(whole.status, kExitDone);
  const JsonDocument answer = parse_json(whole.out);
  EXPECT_EQ(json_integer(answer, "total"), 2);
  EXPECT_EQ(json_member(answer, "results")->Size(), 2U);

  std::istringstream lines(run("search", {"slot"}, as("jsonl")).out);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_NE(json_string(parse_json(line), "id"), "");
  EXPECT_EQ(count, 2);
}

TEST_F(CommandsTest, EndsWithOneWhenNothingIsFound) {
  for (const char* format : {"text", "json", "jsonl", "ids"}) {
    EXPECT_EQ(run("search", {"zzzzzzzz"}, as(format)).status, kExitPartly) << format;
  }
  EXPECT_EQ(run("search", {"zzzzzzzz"}).out, "0 papers of 3\n");
  EXPECT_EQ(run("related", {"absent"}).status, kExitPartly);
  EXPECT_EQ(run("related", {"absent"}).errors, "error: no paper has the id absent\n");
  EXPECT_EQ(run("show", {"absent"}).status, kExitPartly);
  EXPECT_EQ(run("suggest", {"zzz"}).status, kExitPartly);
}

TEST_F(CommandsTest, SaysWhatWasAskedWrongly) {
  const auto code = [&](const std::function<void(QueryCommand&)>& change) -> std::string {
    try {
      run("search", {"slot"}, change);
      return "";
    } catch (const QueryError& error) {
      return error.code();
    }
  };
  EXPECT_EQ(code([](auto& command) { command.format = "xml"; }), "bad_format");
  EXPECT_EQ(code([](auto& command) { command.sort = "best"; }), "bad_sort");
  EXPECT_EQ(code([](auto& command) { command.from = "June"; }), "bad_date");
  EXPECT_EQ(code([](auto& command) { command.until = "2024-13"; }), "bad_date");
  EXPECT_EQ(code([](auto& command) { command.limit = 1001; }), "too_many_results");
  EXPECT_EQ(code([](auto& command) { command.half_life = 0; }), "bad_half_life");
  EXPECT_EQ(code([](auto& command) { command.categories = {""}; }), "bad_value");
  EXPECT_THROW(run("search", {"slot"}, [](auto& command) { command.index = "/nonexistent"; }), IndexError);
}

TEST_F(CommandsTest, PassesEveryFilterOn) {
  const auto found = [&](const std::function<void(QueryCommand&)>& change) {
    return run("search", {""},
               [&](QueryCommand& command) {
                 command.format = "ids";
                 change(command);
               })
        .out;
  };
  EXPECT_EQ(found([](auto& command) { command.from = "2020"; }), "slot\n");
  EXPECT_EQ(found([](auto& command) { command.until = "2019"; }), "video\n");
  EXPECT_EQ(found([](auto& command) { command.categories = {"cs"}; }), "slot\n");
  EXPECT_EQ(found([](auto& command) { command.sources = {"arxiv"}; }), "slot\n");
  EXPECT_EQ(found([](auto& command) { command.authors = {"Two"}; }), "slot\n");
  EXPECT_EQ(found([](auto& command) { command.words = {"atten"}, command.typing = true, command.sort = "oldest"; }),
            "video\nslot\n");
}

TEST_F(CommandsTest, ShowsAPaper) {
  EXPECT_EQ(
      run("show", {"slot"}).out,
      "Slot attention\nid: slot\nauthors: A. One, B. Two, C. Three, D. Four, E. Five, F. Six\n"
      "published: 2020-06-26T01:02:03Z\ncategories: cs.LG cs.CV\nvenue: NeurIPS\ndoi: 10.1/slot\nsource: arxiv\n\n"
      "We attend to a <slot> & more.\n");
  EXPECT_EQ(run("show", {"video"}).out, "Attention in video [withdrawn]\nid: video\npublished: 2019\n");
  EXPECT_EQ(run("show", {"10.1/SLOT"}, as("ids")).out, "slot\n");
  JsonWriter json(0);
  write_paper(json, papers()[0]);
  EXPECT_EQ(run("show", {"slot"}, as("json")).out, json.take()) << "the same as from the server";
}

TEST_F(CommandsTest, WritesPapersInTheFormatsOfOthers) {
  const std::vector<Paper> all = papers();
  for (const char* name : {"jsonl", "csv", "bibtex", "ris", "csl-json"}) {
    SCOPED_TRACE(name);
    const ExportFormat format = *export_format_from_name(name);
    const auto newest = [&](QueryCommand& command) { command.format = name, command.sort = "newest"; };
    EXPECT_EQ(run("search", {"slot"}, newest).out, export_papers(format, {&all[0], &all[2]}));
    EXPECT_EQ(run("search", {"slot"}, newest).status, kExitDone);
    EXPECT_EQ(run("related", {"video"}, as(name)).out, export_papers(format, {&all[0]}));
    EXPECT_EQ(run("show", {"video"}, as(name)).out, export_papers(format, {&all[1]}));
    EXPECT_EQ(run("search", {"zzzzzzzz"}, as(name)).out, export_papers(format, {}));
    EXPECT_EQ(run("search", {"zzzzzzzz"}, as(name)).status, kExitPartly);
  }
}

TEST_F(CommandsTest, NamesTheFormatsWhenItKnowsNone) {
  for (const char* name : {"search", "related", "show"}) {
    try {
      run(name, {"slot"}, as("xml"));
      ADD_FAILURE() << name;
    } catch (const QueryError& error) {
      EXPECT_STREQ(error.what(), "--format is none of text, json, ids, jsonl, csv, bibtex, ris, csl-json");
      EXPECT_EQ(error.param(), "format");
    }
  }
}

TEST_F(CommandsTest, ShowsWhatTheSourcesOfAPaperTellTogether) {
  const TestIndex index(united());
  const auto there = [&](QueryCommand& command) { command.index = index.dir().path().string(); };
  for (const char* id : {"2006.15055", "https://arxiv.org/abs/2006.15055v2", "10.1/merged", "2020.acl-main.1"}) {
    EXPECT_EQ(run("show", {id}, there).out,
              "Merging\nid: 2006.15055\npublished: 2020-06-26\nversions: 2020-06-26 2020-10-14T10:00:00Z\n"
              "doi: 10.1/merged\nids: 2006.15055 10.1/merged 2020.acl-main.1\n"
              "url: https://arxiv.org/abs/2006.15055\nurls: https://aclanthology.org/2020.acl-main.1/\n"
              "repository: https://code.example/r\nsource: arxiv\nsources: acl arxiv\nupvotes: 3\ncomments: 2\n"
              "shown: 2020-07-01\n"
              "provenance: comments=acl doi=acl published=arxiv repository=acl shown=acl title=arxiv upvotes=acl "
              "url=arxiv versions=arxiv\n")
        << id;
  }
  EXPECT_THAT(run("show", {"2001.00001"}, there).out, HasSubstr("linked: 2001.00002\n"));
}

TEST_F(CommandsTest, PrintsRelatedPapersAndSuggestions) {
  EXPECT_EQ(run("related", {"video"}, as("ids")).out, "slot\n");
  EXPECT_EQ(run("related", {"video"}, as("ids")).status, kExitDone);
  const std::string json = run("related", {"video"}, as("json")).out;
  const JsonDocument answer = parse_json(json);
  EXPECT_EQ(json_string(answer, "id"), "video");
  EXPECT_EQ(json_member(answer, "results")->Size(), 1U);
  EXPECT_EQ(run("suggest", {"new", "attenti"}).out, "new attention\t2\n");
  EXPECT_EQ(run("suggest", {"new", "attenti"}).status, kExitDone);
}

// The lines without their scores, which are no promise.
std::string without_scores(const std::string& text) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_THAT(line, MatchesRegex("[^ ]+ Q0 [^ ]+ [0-9]+ [0-9.e+-]+ paperdex"));
    std::istringstream words(line);
    std::string topic, q0, id, rank;
    words >> topic >> q0 >> id >> rank;
    out += topic + ' ' + id + ' ' + rank + '\n';
  }
  return out;
}

TEST(Commands, LookForDamageWhenTheyAreTold) {
  const TestIndex index({make_paper("1", "Slot")});
  std::fstream(index.dir().generation(1) / "words") << "p";  // plot
  QueryCommand command;
  command.name = "show";
  command.index = index.dir().path();
  command.words = {"1"};
  std::istringstream in;
  std::ostringstream out;
  EXPECT_EQ(run_query_command(command, in, out, out), kExitDone);
  command.verify = true;
  EXPECT_THROW(run_query_command(command, in, out, out), LastingError);
}

TEST_F(CommandsTest, WritesATrecRunAndSaysWhatItSkipped) {
  const std::string topics = "t1\tslot AND (attention)\r\n\nno tab here\nt2\tzzzzzzzz\nt3\tvideo\nt4\t\xff\n";
  const Outcome outcome = run("run", {"-"}, {}, topics);
  EXPECT_EQ(outcome.status, kExitPartly);
  EXPECT_THAT(without_scores(outcome.out), StartsWith("t1 slot 1\n"));
  EXPECT_THAT(without_scores(outcome.out), HasSubstr("t3 video 1\n"));
  EXPECT_EQ(outcome.out.find("t2 "), std::string::npos);
  EXPECT_EQ(outcome.errors,
            "skipped line=3 code=no_tab reason=\"there is no tab between id and text\"\n"
            "skipped line=6 code=bad_utf8 reason=\"the query is not valid UTF-8\"\n");
}

TEST_F(CommandsTest, RunsTopicsFromAFileWithItsOptions) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "topics.tsv").string();
  std::ofstream(file) << "t1\tslot\nt2\tatt";
  const Outcome outcome = run("run", {file}, [](auto& command) { command.typing = true, command.limit = 1; });
  EXPECT_EQ(outcome.status, kExitDone);
  EXPECT_THAT(without_scores(outcome.out), MatchesRegex("t1 [a-z]+ 1\nt2 [a-z]+ 1\n"));
  EXPECT_THROW(run("run", {file + ".absent"}), InputError);
}

TEST_F(CommandsTest, RunsTopicsThatAreIdsOfPapers) {
  const Outcome outcome = run(
      "run", {"-"}, [](auto& command) { command.related = true; }, "q\tvideo\nr\tabsent\n");
  EXPECT_EQ(without_scores(outcome.out), "q slot 1\n");
  EXPECT_EQ(outcome.errors, "skipped line=2 code=unknown_id reason=\"no paper has the id absent\"\n");
  EXPECT_EQ(outcome.status, kExitPartly);
}

}  // namespace
}  // namespace paperdex
