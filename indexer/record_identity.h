// Which record of an index a record is.
//
// A source's record is known by its source and id. Entries of files (Paper::entry) are known by source, entry and id,
// and the id, by which a paper is named and found, may be another when the entry was corrected: see takes_place_of().
#pragma once

#include <string>
#include <tuple>

#include "data/paper.h"

namespace paperdex {

// Source, entry and id.
std::tuple<std::string, std::string, std::string> names_of(const Paper& record);

bool is_same_record(const Paper& a, const Paper& b);

// Whether `record`, which comes now, is what `stored` has become: the same record, or the entry that was stored by
// source and id when entries had no names yet, or an entry of the same name that is the same paper. It is when the two
// share an id or the title's words, or when one of them has no id but of its title and the titles do not contradict
// each other. Else a file was written anew, perhaps, with another paper under an old key, and both stay.
bool takes_place_of(const Paper& record, const Paper& stored);

// The term under which the document of a record is found (schema.h, kRecordPrefix).
std::string record_term(const Paper& record);

}  // namespace paperdex
