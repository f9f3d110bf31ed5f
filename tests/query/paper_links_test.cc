#include "query/paper_links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paperdex {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(PaperLinks, LeadToWhereAnIdIsKnown) {
  const struct {
    const char* id;
    const char* name;
    const char* address;
  } kCases[] = {
      {"2006.15055", "arxiv", "https://arxiv.org/abs/2006.15055"},
      {"hep-th/9901001", "arxiv", "https://arxiv.org/abs/hep-th/9901001"},
      {"10.1000/x(1);2", "doi", "https://doi.org/10.1000/x(1);2"},
      {"10.1000/a<b>#c?d%e", "doi", "https://doi.org/10.1000/a%3Cb%3E%23c%3Fd%25e"},
      {"10.1000/\u00e9", "doi", "https://doi.org/10.1000/%C3%A9"},
      {"2022.acl-long.1", "acl", "https://aclanthology.org/2022.acl-long.1"},
      {"pmid:12", "pubmed", "https://pubmed.ncbi.nlm.nih.gov/12"},
      {"PMC12", "pmc", "https://pmc.ncbi.nlm.nih.gov/articles/PMC12"},
      {"openalex:W12", "openalex", "https://openalex.org/W12"},
  };
  for (const auto& c : kCases) {
    Paper paper;
    paper.id = c.id;
    EXPECT_THAT(links_of(paper), ElementsAre(Pair(c.name, c.address))) << c.id;
    paper.id = "of-a-file";
    paper.ids = {c.id};
    EXPECT_THAT(links_of(paper), ElementsAre(Pair(c.name, c.address))) << c.id;
  }
  Paper paper;
  paper.id = "oai:repository.example:7";
  EXPECT_THAT(links_of(paper), IsEmpty());
}

TEST(PaperLinks, AreOneOfAName) {
  Paper paper;
  paper.id = "2006.15055";
  paper.doi = "10.1000/b";
  paper.ids = {"10.1000/a", "2006.15056", "pmid:1", "pmid:2"};
  paper.repository = "https://code.example/r";
  paper.project_page = "https://project.example/";
  EXPECT_THAT(
      links_of(paper),
      ElementsAre(Pair("arxiv", "https://arxiv.org/abs/2006.15055"), Pair("doi", "https://doi.org/10.1000/b"),
                  Pair("pubmed", "https://pubmed.ncbi.nlm.nih.gov/1"), Pair("repository", "https://code.example/r"),
                  Pair("project_page", "https://project.example/")));
}

TEST(PaperLinks, KnowEachIdOnce) {
  Paper paper;
  paper.id = paper.doi = "10.1000/b";
  paper.ids = {"pmid:1"};
  EXPECT_THAT(all_ids(paper), ElementsAre("10.1000/b", "pmid:1"));
  paper.id = "x";
  EXPECT_THAT(all_ids(paper), ElementsAre("x", "10.1000/b", "pmid:1"));
  paper.doi = "";
  EXPECT_THAT(all_ids(paper), ElementsAre("x", "pmid:1"));
}

}  // namespace
}  // namespace paperdex
