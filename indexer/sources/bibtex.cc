#include "indexer/sources/bibtex.h"

namespace paperdex {

BibtexSource::BibtexSource(std::string, ByteSource&) {}

SourceItem BibtexSource::next() { return Done{}; }

}  // namespace paperdex
