#include "data/paper_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paperdex {
namespace {

struct Case {
  const char* written;
  const char* canonical;
  IdScheme scheme;
};

// Add a row whenever an id was not taken for the paper it names.
constexpr Case kCases[] = {
    {"2006.15055", "2006.15055", IdScheme::kArxiv},
    {"0704.0001", "0704.0001", IdScheme::kArxiv},
    {" arXiv:2006.15055v2 ", "2006.15055", IdScheme::kArxiv},
    {"arXiv:2006.15055 [cs.LG]", "2006.15055", IdScheme::kArxiv},
    {"http://arxiv.org/abs/2006.15055v12", "2006.15055", IdScheme::kArxiv},
    {"https://www.arxiv.org/pdf/2006.15055v1.pdf", "2006.15055", IdScheme::kArxiv},
    {"https://arxiv.org/pdf/2006.15055?download=1", "2006.15055", IdScheme::kArxiv},
    {"arxiv.org/abs/2006.15055", "2006.15055", IdScheme::kArxiv},
    {"oai:arXiv.org:math/0601001", "math/0601001", IdScheme::kArxiv},
    {"math.AG/9901001v3", "math/9901001", IdScheme::kArxiv},
    {"hep-th/9901001", "hep-th/9901001", IdScheme::kArxiv},
    {"cond-mat.str-el/9901001", "cond-mat.str-el/9901001", IdScheme::kOther},
    {"10.48550/arXiv.2006.15055", "2006.15055", IdScheme::kArxiv},
    {"https://doi.org/10.48550/ARXIV.HEP-TH/9901001", "hep-th/9901001", IdScheme::kArxiv},
    {"2006.1505", "2006.1505", IdScheme::kArxiv},
    {"2013.15055", "2013.15055", IdScheme::kOther},  // there is no month 13
    {"10.1000/XYZ", "10.1000/xyz", IdScheme::kDoi},
    {"doi: 10.1000/xyz", "10.1000/xyz", IdScheme::kDoi},
    {"https://dx.doi.org/10.1002/(SICI)1097%3C1%3E", "10.1002/(sici)1097<1>", IdScheme::kDoi},
    {"10.1000/x%2541", "10.1000/xa", IdScheme::kDoi},
    {"info:doi/10.1000/xyz", "10.1000/xyz", IdScheme::kDoi},
    {"10.1000", "10.1000", IdScheme::kOther},
    {"10.1000/", "10.1000/", IdScheme::kOther},
    {"10.x/y", "10.x/y", IdScheme::kOther},
    {"https://aclanthology.org/2022.acl-long.1/", "2022.acl-long.1", IdScheme::kAcl},
    {"https://aclanthology.org/J89-1001.pdf", "J89-1001", IdScheme::kAcl},
    {"2022.acl-long.1", "2022.acl-long.1", IdScheme::kAcl},
    {"PMID: 123", "pmid:123", IdScheme::kPubmed},
    {"https://pubmed.ncbi.nlm.nih.gov/123/", "pmid:123", IdScheme::kPubmed},
    {"123", "123", IdScheme::kOther},
    {"pmc123", "PMC123", IdScheme::kPmc},
    {"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/", "PMC123", IdScheme::kPmc},
    {"https://openalex.org/W123", "openalex:W123", IdScheme::kOpenAlex},
    {"nips1987/9e9dea5fe4", "nips1987/9e9dea5fe4", IdScheme::kOther},
    {"oai:zenodo.org:123", "oai:zenodo.org:123", IdScheme::kOther},
    {"", "", IdScheme::kOther},
};

TEST(PaperId, IsWrittenInOneWay) {
  for (const Case& c : kCases) EXPECT_EQ(read_paper_id(c.written), (PaperId{c.scheme, c.canonical})) << c.written;
}

TEST(PaperId, CanonicalFormsReadAsThemselves) {
  for (const Case& c : kCases) EXPECT_EQ(read_paper_id(c.canonical), (PaperId{c.scheme, c.canonical})) << c.canonical;
}

TEST(PaperId, AFieldMayHoldSeveralDois) {
  EXPECT_THAT(read_dois("10.1000/one 10.1000/TWO, doi:10.1000/one; n/a 10.48550/arXiv.2006.15055."),
              testing::ElementsAre(PaperId{IdScheme::kDoi, "10.1000/one"}, PaperId{IdScheme::kDoi, "10.1000/two"},
                                   PaperId{IdScheme::kArxiv, "2006.15055"}));
  EXPECT_THAT(read_dois("10.1002/(SICI)1097-0258(19980815)17:15/16<1661::AID-SIM968>3.0.CO;2-2; 10.1000/b;10.1000/c;"),
              testing::ElementsAre(
                  PaperId{IdScheme::kDoi, "10.1002/(sici)1097-0258(19980815)17:15/16<1661::aid-sim968>3.0.co;2-2"},
                  PaperId{IdScheme::kDoi, "10.1000/b"}, PaperId{IdScheme::kDoi, "10.1000/c"}));
}

}  // namespace
}  // namespace paperdex
