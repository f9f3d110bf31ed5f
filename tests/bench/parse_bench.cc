// How many records a second of arXiv's OAI-PMH pages become validated papers, on one thread. The page has as many
// records as arXiv's, with texts of the lengths that are usual there.
//
//   parse_bench [google benchmark's flags]

#include <benchmark/benchmark.h>

#include <array>
#include <random>
#include <string>
#include <string_view>

#include "indexer/sources/arxiv.h"
#include "indexer/sources/oai_page.h"

namespace paperdex {
namespace {

constexpr int kRecords = 1300;
constexpr std::size_t kAbstractBytes = 1100;
constexpr std::size_t kTitleBytes = 75;

class Page {
 public:
  Page() {
    text_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\n"
        "  <responseDate>2026-10-07T00:49:19Z</responseDate>\n  <request>https://oai.example.org/oai</request>\n"
        "  <ListRecords>\n";
    for (int i = 0; i < kRecords; ++i) append_record(i);
    text_ += "    <resumptionToken expirationDate='2026-10-08T00:00:00Z'>skip%3D1300</resumptionToken>\n";
    text_ += "  </ListRecords>\n</OAI-PMH>\n";
  }

  const std::string& text() const { return text_; }

 private:
  void append_record(int i) {
    const std::string id = "2610." + std::to_string(10'000 + i);
    text_ += "    <record>\n      <header>\n        <identifier>oai:arXiv.org:" + id +
             "</identifier>\n        <datestamp>2026-10-05</datestamp>\n        <setSpec>cs:cs:LG</setSpec>\n"
             "        <setSpec>stat:stat:ML</setSpec>\n      </header>\n      <metadata>\n"
             "        <arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\">\n          <id>" +
             id + "</id>\n          <submitter>Ann Author</submitter>\n";
    append_version("v1", "Thu, 01 Oct 2026 17:59:01 GMT");
    append_version("v2", "Mon, 05 Oct 2026 09:12:44 GMT");
    append("title", sentence(kTitleBytes));
    append("authors", "Ann Author, Ben B. Other, C. van Third, Dora M\xC3\xBCller and \\'Eva Fifth");
    append("categories", "cs.LG cs.CV stat.ML");
    append("comments", "12 pages, 5 figures; accepted at a conference on " + sentence(30));
    append("journal-ref", "J. Test 12 (2026) 34-56");
    append("doi", "10.1000/test.2026." + std::to_string(i));
    append("license", "http://creativecommons.org/licenses/by/4.0/");
    append("abstract", "  " + sentence(kAbstractBytes));
    text_ += "        </arXivRaw>\n      </metadata>\n    </record>\n";
  }

  void append_version(const char* number, const char* date) {
    text_ +=
        std::string("          <version version=\"") + number + "\">\n            <date>" + date +
        "</date>\n            <size>1432kb</size>\n            <source_type>D</source_type>\n          </version>\n";
  }

  void append(const char* name, const std::string& text) {
    text_ += std::string("          <") + name + '>' + text + "</" + name + ">\n";
  }

  std::string sentence(std::size_t bytes) {
    constexpr std::array<std::string_view, 32> kWords = {
        "we",      "show",    "that",       "slots",  "of",          "a",         "memory", "$x_{t} &lt; \\alpha$",
        "learn",   "objects", "from",       "the",    "frames",      "non-local", "LLMs",   "it&#39;s",
        "bounded", "by",      "Erd\\H{o}s", "graphs", "which",       "in",        "turn",   "\\emph{converge}",
        "to",      "optima",  "under",      "weak",   "assumptions", "and",       "at",     "scale"};
    std::string text;
    while (text.size() < bytes) text.append(text.empty() ? "" : " ").append(kWords[random_() % kWords.size()]);
    return text;
  }

  std::mt19937 random_{1};
  std::string text_;
};

void arxiv_raw(benchmark::State& state) {
  const Page page;
  std::int64_t papers = 0;
  for (auto _ : state) {
    const OaiPage read = parse_oai_page(page.text());
    for (const OaiRecord& record : read.records) {
      benchmark::DoNotOptimize(paper_from_arxiv_raw(record, "arxiv"));
      ++papers;
    }
  }
  state.SetItemsProcessed(papers);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(page.text().size()));
}

BENCHMARK(arxiv_raw)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace paperdex

BENCHMARK_MAIN();
