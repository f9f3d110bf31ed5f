// Answers of OAI-PMH servers, their records read as arXiv's and as Dublin Core.
#include "data/error.h"
#include "indexer/sources/arxiv.h"
#include "indexer/sources/oai.h"
#include "indexer/sources/oai_page.h"
#include "tests/fuzz/papers.h"

namespace paperdex {

void fuzz(std::string_view input) {
  try {
    const OaiPage page = parse_oai_page(input);
    if (!page.errors.empty()) require_reason(describe(page.errors));
    for (const OaiRecord& record : page.records) {
      read_record([&] { return paper_from_arxiv_raw(record, "arxiv"); });
      read_record([&] { return paper_from_oai_dc(record, "somewhere"); });
    }
  } catch (const FetchError&) {
  }
  try {
    parse_oai_identity(input);
  } catch (const FetchError&) {
  }
}

}  // namespace paperdex
