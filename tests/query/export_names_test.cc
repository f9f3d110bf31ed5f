#include <gtest/gtest.h>

#include "query/export/bibtex_key.h"
#include "query/export/export_text.h"
#include "query/export/name_parts.h"
#include "query/export/publication.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

struct NameCase {
  const char* name;
  const char* parts;  // given | particle | family | suffix, or the literal alone
};

constexpr NameCase kNames[] = {
    {"Thomas Kipf", "Thomas||Kipf|"},
    {"Frank P. J. van der Hulst", "Frank P. J.|van der|Hulst|"},
    {"Oskar von Stryk", "Oskar|von|Stryk|"},
    {"Luc Van Gool", "Luc||Van Gool|"},
    {"Ana De la Torre", "Ana||De la Torre|"},
    {"Maria de la Cruz Garcia", "Maria|de la|Cruz Garcia|"},
    {"John Smith Jr.", "John||Smith|Jr."},
    {"Hans van Dyk III", "Hans|van|Dyk|III"},
    {"Jason M. O'Kane", "Jason M.||O'Kane|"},
    {"Jean-Pierre Dupont-Durand", "Jean-Pierre||Dupont-Durand|"},
    {"Paul Erdős", "Paul||Erdős|"},
    {"Юрий Нестеров", "Юрий||Нестеров|"},
    {"משה ורדי", "משה||ורדי|"},
    {"bell hooks", "bell||hooks|"},
    {"Ludwig van", "Ludwig||van|"},
    {"Plato", "Plato"},
    {"", ""},
    {"de Finetti", "de Finetti"},
    {"Smith Jr.", "Smith Jr."},
    {"Morales A.", "Morales A."},
    {"Kipf T", "Kipf T"},
    {"王 小明", "王 小明"},
    {"김 민준", "김 민준"},
    {"ATLAS Collaboration", "ATLAS Collaboration"},
    {"The Slot Team", "The Slot Team"},
    {"Simon and Schuster", "Simon and Schuster"},
    {"John Smith, Jr.", "John Smith, Jr."},
    {"Ada {Lovelace}", "Ada {Lovelace}"},
    {"Agent 47", "Agent 47"},
    {"Bobby = Tables", "Bobby = Tables"},
    {"others", "others"},
    {"A  \n B", "A B"},
};

TEST(NameParts, TakesApartWhatIsSafe) {
  for (const NameCase& c : kNames) {
    SCOPED_TRACE(c.name);
    const NameParts parts = name_parts(c.name);
    const std::string all = parts.given + '|' + parts.particle + '|' + parts.family + '|' + parts.suffix;
    EXPECT_EQ(all == "|||" ? parts.literal : all, c.parts);
    EXPECT_TRUE(all == "|||" || parts.literal.empty());
  }
}

struct KeyCase {
  const char* author;
  const char* published;
  const char* title;
  const char* key;
};

constexpr KeyCase kKeys[] = {
    {"Thomas Kipf", "2020-06", "The Slot Attention", "kipf2020slot"},
    {"Frank van der Hulst", "2020", "$k$-means and more", "vanderhulst2020means"},
    {"Paul Erdős", "1959", "On Größe", "erdos1959grosse"},
    {"ATLAS Collaboration", "", "3D", "atlas3d"},
    {"", "2020", "Slots", "slots2020"},
    {"", "2020", "3D slots", "p3d2020"},
    {"王 小明", "2020", "学习", "paper:hep-th-9901001"},
    {"王 小明", "2020", "学习 BERT", "bert2020"},
    {"", "", "a", "a"},
    {"X\\input{y}", "", "\"},@misc{evil", "xinputymiscevil"},
};

TEST(BibtexKey, IsReadableAndPlain) {
  for (const KeyCase& c : kKeys) {
    SCOPED_TRACE(c.key);
    Paper paper = make_paper("hep-th/9901001", c.title, "", c.published);
    if (*c.author != '\0') paper.authors = {c.author};
    EXPECT_EQ(bibtex_key(paper), c.key);
  }
  Paper paper = make_paper("x", std::string(500, 'w'));
  paper.authors = {"A " + std::string(500, 'b')};
  EXPECT_EQ(bibtex_key(paper), std::string(kMaxKeyPartBytes, 'b') + std::string(kMaxKeyPartBytes, 'w'));
}

TEST(BibtexKey, IsUniqueInAList) {
  BibtexKeys keys;
  const Paper slot = make_paper("x", "Slot");
  const Paper slota = make_paper("x", "Slota");
  EXPECT_EQ(keys.key_of(slot), "slot");
  EXPECT_EQ(keys.key_of(slota), "slota");
  EXPECT_EQ(keys.key_of(slot), "slotb") << "slota is taken";
  std::string last;
  for (int i = 0; i < 25; ++i) last = keys.key_of(slot);
  EXPECT_EQ(last, "slotaa");
  EXPECT_EQ(keys.key_of(slota), "slotaa" == last ? "slotab" : "");
}

struct VenueCase {
  const char* venue;
  const char* journal_ref;
  Publication::Kind kind;
  const char* container;
};

using Kind = Publication::Kind;
constexpr VenueCase kVenues[] = {
    {"", "", Kind::kPreprint, ""},
    {"NeurIPS 2020", "", Kind::kConference, "NeurIPS 2020"},
    {"ALT 2024", "", Kind::kConference, "ALT 2024"},
    {"3DV 2025", "", Kind::kConference, "3DV 2025"},
    {"JMLR 2018", "", Kind::kJournal, "JMLR 2018"},
    {"Nature 2020", "", Kind::kJournal, "Nature 2020"},
    {"Proceedings of the 3rd Workshop on Slots", "", Kind::kConference, "Proceedings of the 3rd Workshop on Slots"},
    {"Proceedings of Slots", "", Kind::kConference, "Proceedings of Slots"},
    {"Proceedings of the IEEE", "", Kind::kJournal, "Proceedings of the IEEE"},
    {"Proceedings of the IEEE Conference on Slots", "", Kind::kConference,
     "Proceedings of the IEEE Conference on Slots"},
    {"Proceedings of the National Academy of Sciences", "", Kind::kJournal,
     "Proceedings of the National Academy of Sciences"},
    {"Journal of Slots, Volume 3", "", Kind::kJournal, "Journal of Slots, Volume 3"},
    {"Journal of Slots", "Phys. Rev. D 76", Kind::kJournal, "Journal of Slots"},
    {"", "Phys. Rev. D 76, 013009 (2007)", Kind::kJournal, "Phys. Rev. D 76, 013009 (2007)"},
    {"", "Proc. 5th Int. Conf. on Slots, 2001", Kind::kConference, "Proc. 5th Int. Conf. on Slots, 2001"},
    {"arXiv preprint arXiv:2006.15055", "", Kind::kPreprint, "arXiv preprint arXiv:2006.15055"},
    {"CoRR", "", Kind::kPreprint, "CoRR"},
    {"bioRxiv", "Nature 5", Kind::kJournal, "Nature 5"},
};

TEST(Publication, IsOfTheKindThatItsVenueNames) {
  for (const VenueCase& c : kVenues) {
    SCOPED_TRACE(std::string(c.venue) + '|' + c.journal_ref);
    Paper paper = make_paper("x", "X");
    paper.venue = c.venue;
    paper.journal_ref = c.journal_ref;
    const Publication publication = publication_of(paper);
    EXPECT_EQ(publication.kind, c.kind);
    EXPECT_EQ(publication.container, c.container);
  }
}

TEST(Publication, KnowsTheIdsAndAnAddress) {
  Paper paper = make_paper("10.1/x", "X");
  paper.doi = "10.1/x";
  paper.ids = {"2006.15055", "PMC12", "pmid:34"};
  paper.categories = {"nips", "cs", "cs.LG"};
  Publication publication = publication_of(paper);
  EXPECT_EQ(publication.arxiv_id, "2006.15055");
  EXPECT_EQ(publication.primary_class, "cs");
  EXPECT_EQ(publication.pubmed_id, "34");
  EXPECT_EQ(publication.pmc_id, "PMC12");
  EXPECT_EQ(publication.address, "https://arxiv.org/abs/2006.15055");
  paper.ids.clear();
  paper.url = "https://x.example/a b?q=\"{<%20";
  publication = publication_of(paper);
  EXPECT_EQ(publication.primary_class, "") << "categories of arXiv are those of its papers";
  EXPECT_EQ(publication.address, "https://x.example/a%20b?q=%22%7B%3C%20");
}

TEST(ExportText, MakesOneLine) {
  EXPECT_EQ(one_line(" a\r\nb\tc\x01\u2028\u0085 d "), "a b c d");
  EXPECT_EQ(one_line("a\xff\xfe"), "a\uFFFD\uFFFD");
  EXPECT_EQ(plain_doi("10.1/(a<b>){\\ c"), "10.1/(a<b>)%7B%5C%20c");
}

}  // namespace
}  // namespace paperdex
