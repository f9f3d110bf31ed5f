// Addresses of searches, answered from a small index.
#include "data/error.h"
#include "data/json.h"
#include "query/response_json.h"
#include "query/searcher.h"
#include "server/daily_params.h"
#include "server/search_params.h"
#include "tests/fuzz/fuzz.h"
#include "tests/test_index.h"

namespace paperdex {
namespace {

Searcher& searcher() {
  static TestIndex index([] {
    std::vector<Paper> papers;
    papers.push_back(make_paper("2006.15055", "Object-Centric Learning with Slot Attention",
                                "Slots bind to any object, and the U-Net $x_1$ does not. To be or not to be.",
                                "2020-06-26"));
    papers.push_back(make_paper("1706.03762", "Attention Is All You Need", "A network of attention alone.", "2017-06"));
    papers.push_back(make_paper("hep-th/9901001", "Strings & <branes>", "On Erd\u0151s and C++.", "1999"));
    papers.push_back(make_paper("10.1000/xyz", "\u5b66\u4e60 of slots", "", ""));
    for (Paper& paper : papers) {
      paper.authors = {"Ada Lovelace", "Paul Erd\u0151s"};
      paper.categories = {"cs.LG", "stat.ML"};
      paper.source = "arxiv";
      paper.venue = "Journal of Slots";
      paper.comment = "12 pages";
    }
    papers[1].shown = Date::parse("2024-03-05");
    papers[1].upvotes = 12;
    return papers;
  }());
  static Searcher searcher(Snapshot::open(index.dir()));
  return searcher;
}

// Every <mark> is closed, and nothing else is an element.
void require_marked(const std::string& html) {
  bool open = false;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::string_view mark = open ? "</mark>" : "<mark>";
    require(std::string_view(html).substr(at).starts_with(mark), "a highlight is text and marks", html);
    open = !open;
  }
  require(!open, "a mark is closed", html);
}

void require_answer(const SearchRequest& request, const SearchResponse& response) {
  require(response.hits.size() <= request.limit, "there are no more hits than asked for");
  require(response.hits.size() <= response.total, "there are no more hits than there are");
  for (const Hit& hit : response.hits) {
    require_marked(hit.highlights.title);
    require_marked(hit.highlights.abstract);
  }
  JsonWriter json(1024);
  write_search(json, request, response, 1, "");
  parse_json(json.take());
}

void search(const QueryString& params) {
  SearchRequest request = read_search_request(params);
  request.blame = true;
  require_answer(request, searcher().search(request));
  request.exact = true;
  require_answer(request, searcher().search(request));
}

}  // namespace

void fuzz(std::string_view input) {
  try {
    search(QueryString(input));
  } catch (const QueryError&) {
  } catch (const HttpError&) {
  }
  try {
    const QueryString params(input);
    searcher().suggest(params.text("q").value_or(""), 10);
    searcher().daily(read_daily_request(params, 50));
  } catch (const QueryError&) {
  } catch (const HttpError&) {
  }
}

}  // namespace paperdex
