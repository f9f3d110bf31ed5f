// arXiv's query language and its lists of ids: what is asked in ours is what was asked in theirs.
#include <algorithm>

#include "data/error.h"
#include "query/parser.h"
#include "server/api/arxiv_ids.h"
#include "server/api/arxiv_parser.h"
#include "server/api/arxiv_query.h"
#include "server/http_error.h"
#include "tests/fuzz/fuzz.h"

namespace paperdex {
namespace {

using Texts = std::vector<std::string>;

// The values after cat: and id: in each language.
void collect(const ArxivNode& node, Texts& values) {
  if (node.text.starts_with("cat:") || node.text.starts_with("id:")) values.push_back(node.text);
  for (const ArxivNode& child : node.children) collect(child, values);
}

void collect(const Clause& clause, Texts& values) {
  if (clause.kind == Clause::Kind::kCategory) values.push_back("cat:" + clause.value);
  if (clause.kind == Clause::Kind::kId) values.push_back("id:" + clause.value);
  for (const Clause& child : clause.children) collect(child, values);
}

std::string lines_of(Texts texts) {
  std::sort(texts.begin(), texts.end());
  std::string lines;
  for (const std::string& text : texts) lines += text + '\n';
  return lines;
}

void read_query(std::string_view input) {
  Texts theirs;
  if (const auto root = parse_arxiv_query(input)) collect(*root, theirs);
  const ArxivQuery query = read_arxiv_query(input);
  Texts ours;
  for (const std::string& category : query.categories) ours.push_back("cat:" + category);
  Analyzer analyzer;
  collect(parse_query(query.text, false, analyzer).root, ours);
  require(lines_of(theirs) == lines_of(ours), "categories and ids are asked for as they were written",
          query.text + '\n' + lines_of(theirs) + "---\n" + lines_of(ours));
}

}  // namespace

void fuzz(std::string_view input) {
  try {
    read_query(input);
  } catch (const HttpError&) {
  } catch (const QueryError&) {
  }
  try {
    for (const AskedId& id : read_id_list(input)) has_id_form(id.text);
  } catch (const HttpError&) {
  }
}

}  // namespace paperdex
