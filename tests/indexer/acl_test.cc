#include "indexer/sources/acl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/indexer/text_bytes.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr Day kToday = 20'000;

HarvestTask task_of(std::vector<std::string> paths) {
  HarvestTask task;
  task.config.kind = SourceKind::kAcl;
  task.config.name = "acl";
  task.config.paths = std::move(paths);
  task.days = {kToday};
  return task;
}

SourceContent read_paths(std::vector<std::string> paths) {
  const auto source = acl_source(task_of(std::move(paths)));
  SourceContent content = read_source(*source);
  EXPECT_TRUE(std::holds_alternative<Done>(source->next()));
  EXPECT_THAT(content.covered, SizeIs(1));
  EXPECT_EQ(content.covered.at(0).day, kToday);
  EXPECT_TRUE(content.covered.at(0).closed);
  return content;
}

class Folder {
 public:
  std::string write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = folder_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string path() const { return folder_.path().string(); }

 private:
  TemporaryFolder folder_;
};

SourceContent read_text(const std::string& text) {
  const Folder folder;
  return read_paths({folder.write("one.xml", text)});
}

// The only paper of a collection.
Paper read_one(const std::string& paper, const std::string& meta = "<booktitle>B</booktitle><year>2022</year>") {
  const SourceContent content = read_text("<collection id='2022.slots'><volume id='1'><meta>" + meta +
                                          "</meta><paper id='1'>" + paper + "</paper></volume></collection>");
  EXPECT_THAT(content.rejected, IsEmpty());
  EXPECT_THAT(content.papers, SizeIs(1));
  return content.papers.empty() ? Paper() : content.papers[0];
}

constexpr char kCollection[] = R"(<?xml version='1.0' encoding='UTF-8'?>
<collection id="2022.slots">
  <volume id="long" ingest-date="2022-05-01" type="proceedings">
    <meta>
      <booktitle>Proceedings of the <fixed-case>S</fixed-case>lot Meeting</booktitle>
      <editor><first>Ed</first><last>Editor</last></editor>
      <month>May 22-27</month>
      <year>2022</year>
      <doi>10.1000/slots</doi>
    </meta>
    <frontmatter>
      <url hash="0">2022.slots-long.0</url>
    </frontmatter>
    <paper id="1">
      <title><fixed-case>S</fixed-case>lots of <i>many</i> <b>kinds</b> &amp; <tex-math>\beta^2</tex-math></title>
      <author id="ann-one"><first>Ann</first><last>One</last><affiliation>Slot Institute</affiliation>
        <variant script="latn"><first>Anna</first><last>One</last></variant></author>
      <author><last>Two</last></author>
      <author><first>Cy</first><last>Three</last><suffix>Jr.</suffix></author>
      <editor><first>Not</first><last>Author</last></editor>
      <pages>1-2</pages>
      <abstract>We use
        slots, see <url>https://example.org</url>.</abstract>
      <url hash="1">2022.slots-long.1</url>
      <erratum id="1" hash="2" date="2022-06-01">2022.slots-long.1e1</erratum>
      <revision id="1" href="2022.slots-long.1v1" hash="3"/>
      <revision id="2" href="2022.slots-long.1v2" hash="4" date="2022-07-08">A table was mended.</revision>
      <doi>10.1000/SLOTS.1</doi>
    </paper>
  </volume>
  <volume id="2"><meta><booktitle>B</booktitle><year>2022</year></meta>
    <paper id="7"><title>Seven</title></paper>
  </volume>
  <event id="slots-2022"><colocated><volume-id>2022.slots-2</volume-id></colocated></event>
</collection>)";

TEST(Acl, MapsEveryField) {
  Paper expected;
  expected.id = "2022.slots-long.1";
  expected.title = "Slots of many kinds & $\\beta^2$";
  expected.abstract = "We use slots, see https://example.org.";
  expected.authors = {"Ann One", "Two", "Cy Three Jr."};
  expected.published = Date::parse("2022-05");
  expected.venue = "Proceedings of the Slot Meeting";
  expected.doi = "10.1000/slots.1";
  expected.url = "https://aclanthology.org/2022.slots-long.1";
  expected.source = "acl";
  expected.revised = Date::parse("2022-07-08");
  const SourceContent content = read_text(kCollection);
  EXPECT_THAT(content.rejected, IsEmpty());
  ASSERT_THAT(content.papers, SizeIs(2));
  EXPECT_EQ(content.papers[0], expected);
  EXPECT_EQ(content.papers[1].id, "2022.slots-2.7");
  EXPECT_EQ(content.covered[0].announced, 2U);
}

TEST(Acl, OldCollectionsHaveIdsOfEightCharacters) {
  const struct {
    const char* collection;
    const char* volume;
    const char* paper;
    const char* id;  // "" when it is rejected
  } kCases[] = {
      {"J89", "1", "1", "J89-1001"},
      {"P18", "2", "104", "P18-2104"},
      {"W19", "50", "1", "W19-5001"},
      {"W05", "1", "12", "W05-0112"},
      {"C69", "7", "1", "C69-0701"},
      {"C18", "1", "1", "C18-1001"},
      {"D19", "1", "600", "D19-1600"},
      {"D19", "4", "1", "D19-4001"},
      {"D19", "50", "1", "D19-5001"},
      {"D18", "5", "1", "D18-5001"},
      {"2022.acl", "long", "1", "2022.acl-long.1"},
      {"J89", "one", "1", ""},
      {"J89", "1", "x1", ""},
      {"J89", "", "1", ""},
      {"J89", "1", "", ""},
      {"", "1", "1", ""},
      {"J89", "-1", "1", ""},
      {"J89", "99999999999", "1", ""},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(std::string(c.collection) + ' ' + c.volume + ' ' + c.paper);
    const SourceContent content =
        read_text(std::string("<collection id='") + c.collection + "'><volume id='" + c.volume + "'><paper id='" +
                  c.paper + "'><title>T</title></paper></volume></collection>");
    EXPECT_EQ(content.papers.empty() ? "" : content.papers[0].id, c.id);
    EXPECT_EQ(content.rejected.size(), *c.id == '\0' ? 1U : 0U);
    for (const Rejected& rejected : content.rejected) EXPECT_EQ(rejected.field, "id");
    EXPECT_EQ(content.covered[0].announced, 1U);
  }
}

TEST(Acl, ReadsDatesAndVenues) {
  const struct {
    const char* meta;
    const char* paper;
    const char* published;
    const char* venue;
  } kCases[] = {
      {"<booktitle>B</booktitle><year>2022</year>", "", "2022", "B"},
      {"<year>2022</year><month>June-July</month>", "", "2022-06", ""},
      {"<year>2022</year><month>22-27 May</month>", "", "2022-05", ""},
      {"<year>2022</year><month>Spring</month>", "", "2022", ""},
      {"<booktitle>J, Number 1, March 1989</booktitle><year>1989</year>", "", "1989-03", "J, Number 1, March 1989"},
      {"<booktitle>J, Number 1, March 1989</booktitle><year>1990</year>", "", "1990", "J, Number 1, March 1989"},
      {"<booktitle>The March of 1989</booktitle><year>1989</year>", "", "1989", "The March of 1989"},
      {"<year>soon</year><month>May</month>", "", "", ""},
      {"<month>May</month>", "", "", ""},
      {"<year>2022</year><month>May</month>", "<year>2021</year><month>June</month>", "2021-06", ""},
      {"<booktitle>B</booktitle>", "<booktitle>Own</booktitle>", "", "Own"},
      {"<journal-title>J</journal-title><journal-volume>3</journal-volume><journal-issue>1</journal-issue>", "", "",
       "J, Volume 3, Issue 1"},
      {"<journal-title>J</journal-title>", "", "", "J"},
      {"<booktitle>B</booktitle><journal-title>J</journal-title>", "", "", "B"},
      {"", "", "", ""},
  };
  for (const auto& c : kCases) {
    const Paper paper = read_one(std::string("<title>T</title>") + c.paper, c.meta);
    EXPECT_EQ(paper.published ? paper.published->to_string() : "", c.published) << c.meta;
    EXPECT_EQ(paper.venue, c.venue) << c.meta;
  }
}

TEST(Acl, SaysWhatWasRetractedOrRemoved) {
  const struct {
    const char* notice;
    const char* comment;
  } kCases[] = {
      {"<retracted date='2022-08-09'>A proof <b>fails</b>.</retracted>", "Retracted on 2022-08-09: A proof fails."},
      {"<removed date='2022-08-09'>As asked.</removed>", "Removed on 2022-08-09: As asked."},
      {"<retracted date='2022-08-09'/>", "Retracted on 2022-08-09"},
      {"<retracted>A proof fails.</retracted>", "Retracted: A proof fails."},
  };
  for (const auto& c : kCases) {
    const Paper paper = read_one(std::string("<title>T</title>") + c.notice);
    EXPECT_TRUE(paper.withdrawn);
    EXPECT_EQ(paper.comment, c.comment);
  }
  EXPECT_EQ(read_one("<title>T</title><removed date='2022-08-09'/>").revised, Date::parse("2022-08-09"));
  EXPECT_FALSE(read_one("<title>T</title>").withdrawn);
}

TEST(Acl, RejectsABadPaperByItsNumberAndGoesOn) {
  const SourceContent content = read_text(
      "<collection id='2022.slots'><volume id='1'><paper id='1'><title>One</title></paper><paper id='2'/></volume>"
      "<volume id='2'><paper id='1'><title>\xFF</title></paper><paper id='2'><title>Four</title></paper></volume>"
      "</collection>");
  ASSERT_THAT(content.rejected, SizeIs(2));
  EXPECT_THAT(content.rejected[0].source, EndsWith("/one.xml"));
  EXPECT_EQ(content.rejected[0].line, 2U);
  EXPECT_EQ(content.rejected[0].field, "title");
  EXPECT_EQ(content.rejected[0].reason, "is missing");
  EXPECT_EQ(content.rejected[1].line, 3U);
  ASSERT_THAT(content.papers, SizeIs(2));
  EXPECT_EQ(content.papers[1].title, "Four");
  EXPECT_EQ(content.covered[0].announced, 4U);
}

TEST(Acl, QuotesWhatAFileSaysInUtf8) {
  const struct {
    const char* text;
    const char* reason;
  } kCases[] = {
      {"<collection id='J\xFF'><volume id='x'><paper id='1'/></volume></collection>",
       "is no number in the old collection 'J\uFFFD'"},
      {"<\xFF/>", "is no collection of the Anthology: its root is '\uFFFD'"},
  };
  for (const auto& c : kCases) {
    const SourceContent content = read_text(c.text);
    ASSERT_THAT(content.rejected, SizeIs(1)) << c.text;
    EXPECT_EQ(content.rejected[0].reason, c.reason);
  }
}

TEST(Acl, ReadsAFolderOrACheckoutInTheOrderOfNames) {
  const auto collection = [](const std::string& id) {
    return "<collection id='" + id + "'><volume id='1'><paper id='1'><title>T</title></paper></volume></collection>";
  };
  const Folder folder;
  folder.write("2022.b.xml", collection("2022.bb"));
  folder.write("2021.a.xml", collection("2021.aa"));
  folder.write("README.md", "no XML");
  const auto ids_of = [](const SourceContent& content) {
    std::vector<std::string> ids;
    for (const Paper& paper : content.papers) ids.push_back(paper.id);
    return ids;
  };
  EXPECT_THAT(ids_of(read_paths({folder.path()})), ElementsAre("2021.aa-1.1", "2022.bb-1.1"));
  const std::string file = folder.write("data/xml/2020.c.xml", collection("2020.cc"));
  EXPECT_THAT(ids_of(read_paths({folder.path()})), ElementsAre("2020.cc-1.1"));
  EXPECT_THAT(ids_of(read_paths({folder.path() + "/2022.b.xml", file})), ElementsAre("2022.bb-1.1", "2020.cc-1.1"));
}

TEST(Acl, APathThatIsNotThereIsAnError) {
  const Folder folder;
  EXPECT_THROW(acl_source(task_of({folder.path() + "/absent"})), InputError);
  EXPECT_THROW(acl_source(task_of({folder.path()})), InputError);  // no XML
}

// Wherever a file is cut, nothing of it is taken, the others are, and the day is short.
TEST(Acl, TakesNothingFromAFileThatIsNotWhole) {
  const Folder folder;
  const std::string whole = kCollection;
  const std::string second = folder.write("2.xml", whole);
  for (std::size_t bytes = 0; bytes < whole.size(); bytes += 7) {
    const std::string first = folder.write("1.xml", whole.substr(0, bytes));
    const SourceContent content = read_paths({first, second});
    ASSERT_THAT(content.papers, SizeIs(2)) << bytes;
    ASSERT_THAT(content.rejected, SizeIs(1)) << bytes;
    EXPECT_EQ(content.rejected[0].source, first);
    EXPECT_THAT(content.rejected[0].reason, HasSubstr("at byte "));
    EXPECT_EQ(content.covered[0].announced, 4U);
  }
}

TEST(Acl, RejectsFilesThatAreSomethingElse) {
  for (const char* text : {"<html><body>Not found</body></html>", "<volume id='J89'><paper id='1001'/></volume>", "{}",
                           "<collection><volume></collection></volume>"}) {
    const SourceContent content = read_text(text);
    EXPECT_THAT(content.papers, IsEmpty()) << text;
    ASSERT_THAT(content.rejected, SizeIs(1)) << text;
    EXPECT_THAT(content.rejected[0].reason, StartsWith("is n")) << text;
    EXPECT_EQ(content.covered[0].announced, 2U);
  }
}

std::string padded_collection(std::size_t bytes) {
  const std::string begin =
      "<collection id='2022.slots'><volume id='1'><paper id='1'><title>T</title></paper></volume>";
  const std::string end = "</collection>";
  return begin + std::string(bytes - begin.size() - end.size(), ' ') + end;
}

TEST(Acl, RejectsAFileThatIsTooLong) {
  EXPECT_THAT(read_text(padded_collection(kMaxAclFileBytes)).papers, SizeIs(1));
  const SourceContent content = read_text(padded_collection(kMaxAclFileBytes + 1));
  EXPECT_THAT(content.papers, IsEmpty());
  ASSERT_THAT(content.rejected, SizeIs(1));
  EXPECT_EQ(content.rejected[0].reason, "is longer than 67108864 bytes");
}

std::string nested_title(int depth) {
  std::string title = "<title>";
  for (int i = 0; i < depth; ++i) title += "<b>";
  title += 'T';
  for (int i = 0; i < depth; ++i) title += "</b>";
  return title + "</title>";
}

TEST(Acl, RejectsMarkupThatIsNestedTooDeep) {
  EXPECT_EQ(read_one(nested_title(kMaxAclMarkupDepth)).title, "T");
  for (const int depth : {kMaxAclMarkupDepth + 1, 100'000}) {
    const SourceContent content = read_text("<collection id='2022.slots'><volume id='1'><paper id='1'>" +
                                            nested_title(depth) + "</paper></volume></collection>");
    ASSERT_THAT(content.rejected, SizeIs(1));
    EXPECT_EQ(content.rejected[0].reason, "is nested deeper than 64");
  }
}

}  // namespace
}  // namespace paperdex
