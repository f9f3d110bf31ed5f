// The parts of addresses behind '?', read and written again, and what the interfaces make of them.
#include "data/error.h"
#include "data/text/unicode.h"
#include "query/search_request.h"
#include "server/api/semantic_scholar_params.h"
#include "server/daily_params.h"
#include "server/http_error.h"
#include "server/query_string.h"
#include "server/search_params.h"
#include "tests/fuzz/fuzz.h"

namespace paperdex {
namespace {

template <typename Read>
void read(const Read& read_it) {
  try {
    read_it();
  } catch (const HttpError& error) {
    require(error.status() == 400 && is_valid_utf8(error.what()), "a refusal is 400, in UTF-8", error.what());
  } catch (const QueryError& error) {
    require(is_valid_utf8(error.what()), "a refusal is UTF-8", error.what());
  }
}

}  // namespace

void fuzz(std::string_view input) {
  read([&] {
    const QueryString params(input);
    require(QueryString(params.encoded()).items() == params.items(), "what was read is written so that it reads back",
            params.encoded());
    read([&] { check_request(read_search_request(params)); });
    read([&] { check_request(read_scholar_search(params)); });
    read([&] { read_daily_request(params, 50); });
  });
  read([&] { check_scholar_params(input, {"query", "year"}); });
  for (const bool plus : {false, true}) {
    read([&] {
      const std::string text = percent_decode(input, "text", plus);
      require(percent_decode(percent_encode(text, plus), "text", plus) == text, "what is encoded decodes as it was",
              text);
    });
  }
}

}  // namespace paperdex
