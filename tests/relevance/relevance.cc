// The quality of the ranking on the collections that are there, against floors. Prints a table; exits 1 under a floor
// and says which collections it did not find.
//
//   relevance CORPORA WORK [PART...]   CORPORA: folder of the collections; WORK: where the indexes are built and kept;
//                                      PART: cranfield, cacm, related, daily, known, recency; all of them by default

#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <set>
#include <string>

#include "data/error.h"
#include "query/searcher.h"
#include "tests/relevance/known_item.h"
#include "tests/relevance/metrics.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeed = 2026;
constexpr std::size_t kKnownItems = 1000;

class Report {
 public:
  // `floor` 0: only shown.
  void row(const std::string& what, double value, double floor = 0) {
    const bool missed = value < floor;
    missed_ |= missed;
    std::printf("%-58s %8.3f", what.c_str(), value);
    if (floor > 0) std::printf("   floor %8.3f %s", floor, missed ? "MISSED" : "ok");
    std::printf("\n");
    std::fflush(stdout);
  }
  void absent(const std::string& what) { std::printf("%-58s not there, not measured\n", what.c_str()); }
  bool missed() const { return missed_; }

 private:
  bool missed_ = false;
};

class Bench {
 public:
  Bench(fs::path corpora, fs::path work) : corpora_(std::move(corpora)), work_(std::move(work)) {}

  bool has(const std::string& name) const { return fs::exists(corpora_ / name); }
  std::string file(const std::string& name) const { return (corpora_ / name).string(); }

  // A Searcher over the papers of a file, indexed by the very program; .xz is unpacked on the way.
  std::unique_ptr<Searcher> index(const std::string& name, const std::string& papers) const {
    const IndexDir dir(work_ / name);
    const std::string reader = papers.ends_with(".xz") ? "xz -dc '" : "cat '";
    const std::string command = reader + file(papers) + "' | '" PAPERDEX_BINARY_DIR "/paperdex-index' add --index '" +
                                dir.path().string() + "' - >&2";
    // cranfield holds two papers without a title, which are rejected: exit status 1.
    const int status = std::system(command.c_str());
    if (!WIFEXITED(status) || WEXITSTATUS(status) > kExitPartly) throw IndexError("cannot index " + file(papers));
    return std::make_unique<Searcher>(Snapshot::open(dir));
  }

 private:
  fs::path corpora_;
  fs::path work_;
};

SearchRequest request_of(const std::string& text, Sort sort, std::size_t limit, bool typing = false) {
  SearchRequest request;
  request.text = text;
  request.sort = sort;
  request.limit = limit;
  request.typing = typing;
  request.prose = true;
  request.highlights = false;
  return request;
}

struct Quality {
  double ndcg10 = 0;
  double map = 0;
};

Quality judged_search(Searcher& searcher, const std::string& topics, const Judgements& judgements, Sort sort) {
  Quality mean;
  for (const auto& [topic, text] : read_topics(topics)) {
    const auto judged = judgements.find(topic);
    if (judged == judgements.end()) continue;
    std::vector<int> gains, grades;
    std::vector<bool> relevant_at;
    std::size_t relevant = 0;
    for (const auto& [paper, grade] : judged->second) {
      grades.push_back(grade);
      relevant += grade > 0 ? 1 : 0;
    }
    const SearchResponse response = searcher.search(request_of(text, sort, kMaxResults));
    for (const Hit& hit : response.hits) {
      const auto found = judged->second.find(hit.paper.id);
      gains.push_back(found == judged->second.end() ? 0 : found->second);
      relevant_at.push_back(gains.back() > 0);
    }
    mean.ndcg10 += ndcg(gains, grades, 10);
    mean.map += average_precision(relevant_at, relevant);
  }
  const auto topics_count = static_cast<double>(judgements.size());
  return {mean.ndcg10 / topics_count, mean.map / topics_count};
}

void classic(const Bench& bench, Report& report, const std::string& name, double floor) {
  if (!bench.has(name)) return report.absent(name);
  const auto searcher = bench.index(name, name + "/papers.jsonl");
  const Judgements judgements = read_judgements(bench.file(name + "/qrels.txt"));
  for (const Sort sort : {Sort::kRelevance, Sort::kBlend}) {
    const Quality quality = judged_search(*searcher, bench.file(name + "/queries.tsv"), judgements, sort);
    report.row(name + ", " + sort_name(sort) + ", nDCG@10", quality.ndcg10, floor);
    report.row(name + ", " + sort_name(sort) + ", MAP", quality.map);
  }
}

// CSFCube: the judged pool of each seed in the order of our ranking, what we did not return at its end; relevant from
// grade 2.
void related(const Bench& bench, Report& report) {
  const std::string name = "csfcube-dev";
  if (!bench.has(name)) return report.absent(name);
  const auto searcher = bench.index(name, name + "/papers.jsonl");
  const Judgements judgements = read_judgements(bench.file(name + "/qrels.txt"));
  double map = 0;
  double ndcg20 = 0;
  const auto seeds = read_topics(bench.file(name + "/seeds.tsv"));
  for (const auto& [topic, seed] : seeds) {
    std::map<std::string, int> pool = judgements.at(topic);
    std::vector<int> gains, grades;
    std::size_t relevant = 0;
    for (const auto& [paper, grade] : pool) {
      grades.push_back(grade);
      relevant += grade >= 2 ? 1 : 0;
    }
    const std::size_t depth = pool.size() / 5;
    const std::optional<Related> near = searcher->related(seed, kMaxResults, false);
    if (!near) throw IndexError("the seed " + seed + " is not among the papers");
    for (const Hit& hit : near->hits) {
      const auto found = pool.find(hit.paper.id);
      if (found == pool.end()) continue;
      gains.push_back(found->second);
      pool.erase(found);
    }
    for (const auto& [paper, grade] : pool) gains.push_back(grade);
    std::vector<bool> relevant_at;
    for (const int gain : gains) relevant_at.push_back(gain >= 2);
    map += 100 * average_precision(relevant_at, relevant) / static_cast<double>(seeds.size());
    ndcg20 += 100 * ndcg(gains, grades, depth) / static_cast<double>(seeds.size());
  }
  report.row("csfcube-dev, related, MAP", map, 29.5);
  report.row("csfcube-dev, related, NDCG%20", ndcg20, 52.4);
}

void known_items(const Bench& bench, Report& report) {
  if (!bench.has("conference.jsonl.xz") || !bench.has("queries-title.tsv")) return report.absent("conference.jsonl.xz");
  const auto searcher = bench.index("conference", "conference.jsonl.xz");
  struct Row {
    const char* what;
    Memory memory;
    double floor;
  };
  constexpr Row kRows[] = {
      {"whole title", Memory::kWholeTitle, 99},
      {"last word cut to 3 letters, typing", Memory::kCutTitle, 97},
      {"one typo", Memory::kTypo, 97},
      {"3 title words", Memory::kTitleWords, 80},
      {"4 words of the abstract", Memory::kAbstractWords, 53},
  };
  const auto items = read_topics(bench.file("queries-title.tsv"));
  for (const Row& row : kRows) {
    for (const Sort sort : {Sort::kRelevance, Sort::kBlend}) {
      Random random(kSeed);
      double first = 0, in_ten = 0, asked = 0, corrected = 0;
      for (std::size_t i = 0; i < items.size() && asked < kKnownItems; ++i) {
        const std::optional<Paper> paper = searcher->find(items[i].first);
        const std::string text = paper ? recall(*paper, row.memory, random) : "";
        if (text.empty()) continue;
        ++asked;
        const SearchResponse response = searcher->search(request_of(text, sort, 10, row.memory == Memory::kCutTitle));
        const std::vector<Hit>& hits = response.hits;
        if (!response.corrected.empty()) ++corrected;
        const auto found =
            std::find_if(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.paper.id == paper->id; });
        if (found == hits.begin() && !hits.empty()) ++first;
        if (found != hits.end()) ++in_ten;
      }
      const std::string what = std::string("known item, ") + row.what + ", " + sort_name(sort);
      report.row(what + ", success@1", 100 * first / asked, sort == Sort::kRelevance ? row.floor : 0);
      report.row(what + ", success@10", 100 * in_ten / asked);
      if (sort == Sort::kBlend) report.row(what + ", spelling touched, %", 100 * corrected / asked);
    }
  }
}

void daily_papers(const Bench& bench, Report& report) {
  if (!bench.has("daily-papers.jsonl")) return report.absent("daily-papers.jsonl");
  const auto searcher = bench.index("daily", "daily-papers.jsonl");
  const auto all = searcher->search(request_of("slo", Sort::kBlend, 100, true)).hits;
  report.row("daily papers, `slo` while typing, papers of 29", static_cast<double>(all.size()), 29);
  const auto hits = searcher->search(request_of("slot attention", Sort::kBlend, 2)).hits;
  double right = 0;
  for (const Hit& hit : hits) {
    right +=
        hit.paper.title.starts_with("Shepherding Slots to Objects") || hit.paper.title.starts_with("Slot-MLLM") ? 1 : 0;
  }
  report.row("daily papers, \"slot attention\", right ones of the first 2", right, 2);
}

// What recency changes: the age of the first ten by topic, and how many of them stay.
void recency(const Bench& bench, Report& report) {
  if (!bench.has("conference.jsonl.xz") || !bench.has("queries-topic.txt")) return;
  const auto searcher = bench.index("conference", "conference.jsonl.xz");
  const Day reference = searcher->snapshot().reference_day();
  double age[2] = {0, 0};
  double papers[2] = {0, 0};
  double kept = 0;
  double topics = 0;
  std::ifstream in(bench.file("queries-topic.txt"));
  for (std::string topic; topics < 1000 && std::getline(in, topic);) {
    ++topics;
    std::set<std::string> ids;
    for (int which = 0; which < 2; ++which) {
      const auto response = searcher->search(request_of(topic, which == 0 ? Sort::kRelevance : Sort::kBlend, 10));
      for (const Hit& hit : response.hits) {
        if (!hit.paper.published) continue;
        age[which] += (reference - hit.paper.published->first_day()) / 365.25;
        ++papers[which];
        if (which == 0) ids.insert(hit.paper.id);
        if (which == 1) kept += static_cast<double>(ids.count(hit.paper.id));
      }
    }
  }
  report.row("topics, relevance, mean age of the first 10, years", age[0] / papers[0]);
  report.row("topics, blend, mean age of the first 10, years", age[1] / papers[1]);
  report.row("topics, first 10 by relevance that the blend keeps, %", 100 * kept / papers[0]);
}

int run(const fs::path& corpora, const fs::path& work, const std::set<std::string>& parts) {
  const Bench bench(corpora, work);
  Report report;
  const auto wanted = [&](const char* part) { return parts.empty() || parts.count(part) > 0; };
  if (wanted("cranfield")) classic(bench, report, "cranfield", .395);
  if (wanted("cacm")) classic(bench, report, "cacm", .52);
  if (wanted("related")) related(bench, report);
  if (wanted("daily")) daily_papers(bench, report);
  if (wanted("known")) known_items(bench, report);
  if (wanted("recency")) recency(bench, report);
  return report.missed() ? 1 : 0;
}

}  // namespace
}  // namespace paperdex

int main(int argc, char** argv) {
  constexpr int kSkipped = 77;  // as ctest is told
  if (argc < 3) {
    std::cerr << "usage: relevance CORPORA WORK [PART...]\n";
    return paperdex::kExitUsage;
  }
  if (!std::filesystem::exists(argv[1])) {
    std::cout << "skipped: the collections are not there, no folder " << argv[1] << '\n';
    return kSkipped;
  }
  try {
    return paperdex::run(argv[1], argv[2], {argv + 3, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return paperdex::kExitFailed;
  }
}
