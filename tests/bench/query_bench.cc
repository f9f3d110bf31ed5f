// Latency of the query side over many topics, one thread, warm: the median and the 99th percentile of single requests.
// Beside each other in one run, so that ratios hold on a noisy machine: raw Xapian on the same words, and Paperdex.
//
//   query_bench INDEX TOPICS [google benchmark's flags]     TOPICS: one query a line

#include <benchmark/benchmark.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "query/ranking.h"
#include "query/searcher.h"

namespace paperdex {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> topics;
std::unique_ptr<Searcher> searcher;

// Runs `work(topic)` once for every topic and reports the spread of its times in microseconds.
template <typename Work>
void measure(benchmark::State& state, Work work) {
  std::vector<double> times;
  for (auto _ : state) {
    for (const std::string& topic : topics) {
      const auto start = Clock::now();
      work(topic);
      times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    }
  }
  state.SetLabel(
      "slowest: " +
      topics[static_cast<std::size_t>(std::max_element(times.begin(), times.end()) - times.begin()) % topics.size()]);
  std::sort(times.begin(), times.end());
  state.counters["p50_us"] = times[times.size() / 2];
  state.counters["p99_us"] = times[times.size() * 99 / 100];
  state.counters["max_us"] = times.back();
}

void raw_xapian(benchmark::State& state) {
  const Xapian::Database db(searcher->snapshot().database().string());
  Analyzer analyzer;
  measure(state, [&](const std::string& topic) {
    std::vector<Xapian::Query> words;
    for (const Token& token : analyzer.analyze(topic)) {
      if (!token.stop) words.emplace_back(token.term);
    }
    Xapian::Enquire enquire(db);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end()));
    const Xapian::MSet found = enquire.get_mset(0, 10);
    for (auto it = found.begin(); it != found.end(); ++it) benchmark::DoNotOptimize(it.get_document().get_data());
  });
}

void search(benchmark::State& state, Sort sort, bool facets = false) {
  measure(state, [&](const std::string& topic) {
    SearchRequest request;
    request.text = topic;
    request.sort = sort;
    request.facets = facets;
    benchmark::DoNotOptimize(searcher->search(request).hits.size());
  });
}

void date_filter(benchmark::State& state) {
  measure(state, [&](const std::string& topic) {
    SearchRequest request;
    request.text = topic;
    request.from = Date::parse("2022-03");
    request.until = Date::parse("2022-09");
    benchmark::DoNotOptimize(searcher->search(request).hits.size());
  });
}

// Every topic as it is typed: its first `letters` letters, with the last of them as the end of an unfinished word.
void typing(benchmark::State& state) {
  const auto letters = static_cast<std::size_t>(state.range(0));
  measure(state, [&](const std::string& topic) {
    SearchRequest request;
    request.text = topic.substr(0, letters);
    request.typing = true;
    benchmark::DoNotOptimize(searcher->search(request).hits.size());
  });
}

void suggest(benchmark::State& state) {
  measure(state, [&](const std::string& topic) {
    benchmark::DoNotOptimize(searcher->suggest(topic.substr(0, 3), 10).size());
  });
}

void related(benchmark::State& state) {
  // The seeds: the first paper of each topic.
  std::vector<std::string> seeds;
  for (const std::string& topic : topics) {
    SearchRequest request;
    request.text = topic;
    request.limit = 1;
    const SearchResponse response = searcher->search(request);
    if (!response.hits.empty()) seeds.push_back(response.hits.front().paper.id);
  }
  std::swap(seeds, topics);
  measure(state, [&](const std::string& id) { benchmark::DoNotOptimize(searcher->related(id, 10)); });
  std::swap(seeds, topics);
}

BENCHMARK(raw_xapian)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, relevance, Sort::kRelevance)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, blend, Sort::kBlend)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, newest, Sort::kNewest)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, blend_with_facets, Sort::kBlend, true)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(date_filter)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(typing)->DenseRange(1, 5)->Arg(8)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(suggest)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(related)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace paperdex

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 3) {
    std::cerr << "usage: query_bench INDEX TOPICS\n";
    return 2;
  }
  try {
    std::ifstream in(argv[2]);
    for (std::string topic; std::getline(in, topic);) paperdex::topics.push_back(topic);
    if (paperdex::topics.empty()) throw std::runtime_error(std::string("no topics in ") + argv[2]);
    paperdex::searcher = std::make_unique<paperdex::Searcher>(paperdex::Snapshot::open(paperdex::IndexDir(argv[1])));
    // Warm: every topic once.
    for (const std::string& topic : paperdex::topics) {
      paperdex::SearchRequest request;
      request.text = topic;
      paperdex::searcher->search(request);
    }
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 3;
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
