// One stored record that is damaged must not take the others with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "data/schema.h"
#include "query/searcher.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

// A published index of papers 1 to 3 whose second one's record has a letter changed since it was written. What
// publishes would refuse it, so the generation is made by hand.
class DamageTest : public testing::Test {
 protected:
  DamageTest() : index_({paper("1"), paper("2"), paper("3")}) {
    const IndexDir dir = index_.dir();
    {
      Xapian::WritableDatabase staging(dir.staging().string(), Xapian::DB_OPEN);
      const Xapian::docid docid = *staging.postlist_begin(id_term("2"));
      Xapian::Document document = staging.get_document(docid);
      std::string data = document.get_data();
      data[data.find("Slots")] = 's';
      document.set_data(data);
      staging.replace_document(docid, document);
      staging.commit();
    }
    Manifest manifest = read_manifest(dir.generation(1));
    fs::remove_all(dir.generation(1) / "db");
    Xapian::Database(dir.staging().string())
        .compact((dir.generation(1) / "db").string(), Xapian::DBCOMPACT_NO_RENUMBER);
    manifest.files = hash_files(dir.generation(1));
    std::ofstream(dir.generation(1) / "manifest.json") << manifest_to_json(manifest);
    searcher_ = std::make_unique<Searcher>(Snapshot::open(dir, std::nullopt, Snapshot::Verify::kHashes));
  }

  static Paper paper(const std::string& id) {
    Paper paper = make_paper(id, "Slots " + id, "attention", "2024-06-12");
    paper.upvotes = 1;
    return paper;
  }
  static std::vector<std::string> ids(const std::vector<Hit>& hits) {
    std::vector<std::string> ids;
    for (const Hit& hit : hits) ids.push_back(hit.paper.id);
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  TestIndex index_;
  std::unique_ptr<Searcher> searcher_;
};

TEST_F(DamageTest, ASearchLeavesItOutAndNamesIt) {
  SearchRequest request;
  request.text = "slots";
  for (const Sort sort : {Sort::kBlend, Sort::kNewest}) {
    request.sort = sort;
    const SearchResponse response = searcher_->search(request);
    EXPECT_THAT(ids(response.hits), ElementsAre("1", "3"));
    EXPECT_THAT(response.warnings, ElementsAre(HasSubstr("the stored record of 2 is damaged")));
  }
  request.text = "\"slots 1\"";
  EXPECT_TRUE(searcher_->search(request).warnings.empty()) << "those of the search before";
}

TEST_F(DamageTest, ListsLeaveItOut) {
  EXPECT_THAT(ids(searcher_->daily({}).hits), ElementsAre("1", "3"));
  EXPECT_THAT(ids(searcher_->trending(10).papers), ElementsAre("1", "3"));
  EXPECT_THAT(ids(searcher_->related("1", 10)->hits), ElementsAre("3"));
}

TEST_F(DamageTest, WhoAsksForItIsTold) {
  try {
    searcher_->find("2");
    FAIL() << "was read";
  } catch (const DamageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("the stored record of 2 is damaged"));
  }
}

}  // namespace
}  // namespace paperdex
