// A small world of sources on loopback that knows which papers it has: arXiv's OAI-PMH, Hugging Face's Daily Papers and
// an institute's OAI-PMH repository. A hook says what goes wrong with which answer.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "data/date.h"
#include "tests/source_server.h"

namespace paperdex {

// The sources, as papers and the ledger name them.
inline constexpr char kArxivSource[] = "arxiv";
inline constexpr char kDailySource[] = "hf-daily";
inline constexpr char kInstituteSource[] = "institute";

struct SimulatedRecord {
  enum class State { kPaper, kWithdrawn, kDeleted, kWithoutTitle };

  std::string source;
  std::string id;     // of the paper
  Day day = 0;        // on which the source lists it
  std::string set{};  // of OAI-PMH
  std::string title{};
  State state = State::kPaper;
  int upvotes = 0;  // of Daily Papers

  bool is_paper() const { return state == State::kPaper || state == State::kWithdrawn; }
};

// `count` papers of a source on one day, numbered from `first` on. Their titles are unlike those of other sources and
// numbers; of arXiv and Daily Papers the same number is the same paper.
std::vector<SimulatedRecord> simulated_papers(const std::string& source, Day day, int first, int count,
                                              const std::string& set = "");

// The id of a simulated paper.
std::string simulated_id(const std::string& source, int number);

// Thread-safe.
class SimulatedSources {
 public:
  // What a request asks for.
  struct Ask {
    std::string source;
    bool identify = false;  // OAI-PMH's Identify, else a page of a list
    Day day = 0;            // the first one of the list
    std::string set{};
    std::size_t page = 0;
    int before = 0;  // how often the same was asked before
  };
  // Makes of a right answer the one that is sent.
  using Hook = std::function<SourceServer::Reply(const Ask&, SourceServer::Reply)>;

  static constexpr std::size_t kPageSize = 7;

  explicit SimulatedSources(std::vector<SimulatedRecord> records, std::size_t page_size = kPageSize);

  void set_records(std::vector<SimulatedRecord> records);
  // From the next request on; an empty one leaves answers right.
  void set_hook(Hook hook);
  // What the sources' clocks say, in responseDate and Date; nothing is the present.
  void set_clock(std::optional<Date> clock);

  // For `base_url` and --base-url.
  std::string base_url(const std::string& source) const;

  // Of the papers that the sources have, of one of them or all, sorted, each once.
  std::vector<std::string> ids(const std::string& source = "") const;
  std::vector<SimulatedRecord> records() const;

  // All that was asked since the last call.
  std::vector<Ask> take_asks();

 private:
  SourceServer::Reply answer(const SourceServer::Request& request);
  SourceServer::Reply oai_answer(const SourceServer::Request& request, Ask& ask) const;
  SourceServer::Reply daily_answer(const SourceServer::Request& request, Ask& ask) const;
  std::string document(const std::string& content) const;
  SourceServer::Reply error(const std::string& code) const;

  mutable std::mutex mutex_;
  std::vector<SimulatedRecord> records_;
  std::size_t page_size_;
  Hook hook_;
  std::optional<Date> clock_;
  std::vector<Ask> asks_;
  std::map<std::string, int> asked_;  // targets
  SourceServer server_;               // the last to come and the first to go: it calls answer()
};

}  // namespace paperdex
