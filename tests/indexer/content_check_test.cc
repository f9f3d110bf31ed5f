#include "indexer/content_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "data/schema.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Paper> papers() {
  Paper dated = make_paper("1", "Slots and attention", "Slots learn. Words learn.", "2024-06-12");
  dated.authors = {"Ann Lee"};
  dated.categories = {"cs.LG"};
  dated.source = "arxiv";
  dated.upvotes = 3;
  return {dated, make_paper("2", "Graphs", "", "2023"), make_paper("3", "?")};
}

std::vector<std::string> faults_of(const std::filesystem::path& path, TermLists term_lists, std::size_t most = 20) {
  return content_faults(Xapian::Database(path.string()), term_lists, most);
}

TEST(ContentCheck, FindsNothingInWhatWasWritten) {
  const TestIndex index(papers());
  EXPECT_THAT(faults_of(index.dir().staging(), TermLists::kThere), IsEmpty());
  EXPECT_THAT(faults_of(index.dir().generation(1) / "db", TermLists::kNone), IsEmpty());
}

TEST(ContentCheck, NamesThePaperWhoseContentIsNotItsRecords) {
  using Change = std::function<void(Xapian::WritableDatabase&, Xapian::docid)>;
  const auto change_document = [](const std::function<void(Xapian::Document&)>& change) -> Change {
    return [change](Xapian::WritableDatabase& database, Xapian::docid docid) {
      Xapian::Document document = database.get_document(docid);
      change(document);
      database.replace_document(docid, document);
    };
  };
  const struct {
    const char* what;
    Change change;
    const char* fault;
  } kCases[] = {
      {"a letter of the record", change_document([](Xapian::Document& d) {
         std::string data = d.get_data();
         data[data.find("Slots")] = 's';
         d.set_data(data);
       }),
       "checksum"},
      {"a word more", change_document([](Xapian::Document& d) { d.add_posting("more", 3, 0); }), "posting lists"},
      {"a word less", change_document([](Xapian::Document& d) { d.remove_term("learn"); }), "posting lists"},
      {"a frequency", change_document([](Xapian::Document& d) { d.add_term("slot", 1); }), "length"},
      {"a position", change_document([](Xapian::Document& d) { d.add_posting("slot", 99, 0); }), "posting lists"},
      {"a value", change_document([](Xapian::Document& d) { d.add_value(kSlotUpvotes, "x"); }), "value 3"},
      {"a value less", change_document([](Xapian::Document& d) { d.remove_value(kSlotDay); }), "value 0"},
      {"a docid never handed out",
       [](Xapian::WritableDatabase& database, Xapian::docid docid) {
         database.set_metadata(kMetaBlockPrefix + std::to_string(docid), "0");
       },
       "never handed out"},
      {"another day",
       [](Xapian::WritableDatabase& database, Xapian::docid docid) {
         const auto document = Xapian::Document::unserialise(database.get_document(docid).serialise());
         const Docid other = first_docid(*day_of_docid(docid) + 1);
         database.delete_document(docid);
         database.replace_document(other, document);
         database.set_metadata(kMetaBlockPrefix + std::to_string(other), "1");
       },
       "another day"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.what);
    const TestIndex index(papers());
    const Docid docid = first_docid(day_from_ymd({2024, 6, 12}));
    {
      Xapian::WritableDatabase database(index.dir().staging().string(), Xapian::DB_OPEN);
      c.change(database, docid);
      database.commit();
    }
    const std::vector<std::string> faults = faults_of(index.dir().staging(), TermLists::kThere);
    EXPECT_THAT(faults, Contains(testing::AllOf(HasSubstr(c.fault), HasSubstr("(1)"))));
    EXPECT_LE(faults_of(index.dir().staging(), TermLists::kThere, 1).size(), 1U);
  }
}

TEST(ContentCheck, SaysWhatCannotBeRead) {
  std::vector<Paper> many;  // so that a table has more than its first block, which stays in memory
  for (int i = 0; i < 300; ++i) many.push_back(make_paper("id" + std::to_string(i), std::string(200, 'a') + " slots"));
  const TestIndex index(many);
  const Xapian::Database database(index.dir().staging().string());
  std::filesystem::resize_file(index.dir().staging() / "termlist.glass", 8192);
  EXPECT_THAT(content_faults(database, TermLists::kThere, 20), Contains(HasSubstr("cannot be read")));
}

}  // namespace
}  // namespace paperdex
