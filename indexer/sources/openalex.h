// Works of OpenAlex (GET /works).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "data/json_types.h"
#include "data/paper.h"
#include "indexer/fetcher.h"
#include "indexer/paper_source.h"
#include "indexer/source_config.h"

namespace paperdex {

// Reads one work. Throws Rejection.
//   id          "openalex:W..."; the others (DOI, pmid, pmcid, "mag:N", an arXiv id that its locations name) are in ids
//   abstract    put together from abstract_inverted_index; places without a word are left out
//   authors     as the profile writes them, or else as the paper does; a list holds 100 at most
//   published   publication_date, or else publication_year
//   venue, url  of the primary location
//   withdrawn   is_retracted
//   revised     updated_date
// Topics and concepts are guesses of a classifier and no categories. Works of a type that is no paper are rejected
// with the field "type": dataset, software, paratext, peer-review, reference-entry, erratum, retraction (the notice,
// not the paper), grant, libguides and supplementary-materials.
Paper paper_from_openalex(std::string_view record);
Paper paper_from_openalex(const JsonValue& work);

// The works published on each day of the task that the configuration's query finds. A query with a ':' is an expression
// for the API's filter ("primary_topic.id:T10181,type:article|preprint"), any other one words to search for; empty
// finds all. The configuration's api_key is sent along; the server wants one (free of charge) for more than a few
// requests.
//
// Days are days of publication, because to ask by the day of change (from_updated_date) takes a paid key. So what
// OpenAlex learns of late is only found while its day is still asked for again, and a paper that it gives 1 January,
// since it knows the year only, is found on that day.
//
// next() throws as json_api.h says; the key stands in no message. `fetcher` must outlive the source.
std::unique_ptr<PaperSource> openalex_source(Fetcher& fetcher, HarvestTask task);

inline constexpr std::size_t kOpenAlexPageSize = 100;      // the most that the server gives
inline constexpr std::size_t kMaxOpenAlexPages = 2000;     // of one day
inline constexpr std::int64_t kMaxAbstractWords = 65'536;  // of an inverted index: words, and places for them

}  // namespace paperdex
