// A paper as the document that the index stores: terms, values and data exactly as the table of data/schema.h.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "data/paper.h"
#include "data/text/analyzer.h"

namespace paperdex {

struct BuiltDocument {
  Xapian::Document document;
  std::vector<std::string>
      words;  // of title and abstract, for the lexicon: no stop words, each once, in order of bytes
};

// `json` is paper_to_json(paper). A pure function: the analyzer only lends its stemmer. Requires a valid paper
// (validate()). Throws Xapian::Error only when memory is short. Cost: about 0.2 ms.
BuiltDocument build_document(const Paper& paper, const std::string& json, Analyzer& analyzer);

// The words that build_document() gives, without the document.
std::vector<std::string> lexicon_words(const Paper& paper, Analyzer& analyzer);

// The paper of a document's stored data. Throws IndexError when it is none: the database is damaged.
Paper decode_stored_paper(const std::string& data);

}  // namespace paperdex
