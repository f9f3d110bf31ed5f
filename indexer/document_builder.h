// A paper as the document that the index stores: terms, values and data exactly as the table of data/schema.h.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "data/text/analyzer.h"
#include "indexer/stored_paper.h"

namespace paperdex {

struct BuiltDocument {
  Xapian::Document document;
  std::vector<std::string>
      words;  // of title and abstract, for the lexicon: no stop words, each once, in order of bytes
};

// `data` is encode_stored(stored). A pure function: the analyzer only lends its stemmer. Requires valid records
// (validate()). Throws Xapian::Error only when memory is short. Cost: about 0.2 ms.
BuiltDocument build_document(const StoredPaper& stored, const std::string& data, Analyzer& analyzer);

// The words that build_document() gives, without the document.
std::vector<std::string> lexicon_words(const Paper& paper, Analyzer& analyzer);

}  // namespace paperdex
