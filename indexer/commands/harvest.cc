// The commands that ask sources: harvest and nightly.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "data/error.h"
#include "indexer/commands/commands.h"
#include "indexer/commands/progress.h"
#include "indexer/commands/stop_signal.h"
#include "indexer/curl_fetcher.h"
#include "indexer/harvest_plan.h"
#include "indexer/harvester.h"
#include "indexer/nightly.h"
#include "indexer/source_factory.h"

namespace paperdex {
namespace {

std::string day_text(Day day) { return Date::from_day(day).to_string(); }

std::string name_of_set(const SourceConfig& config, const std::string& set) {
  return "source=" + config.name + (set.empty() ? "" : " set=" + event_value(set));
}

// A staging database being filled from sources.
class Session {
 public:
  Session(const IndexDir& dir, const std::string& contact)
      : dir_(dir), lock_((remember_stop_signals(), dir)), open_(open_for_change(lock_)), progress_(0) {
    FetcherOptions options;
    options.contact = contact;
    options.stop = [] { return stop_signal() != 0; };
    options.on_wait = [this](const std::string& host, std::chrono::seconds duration, const std::string& reason) {
      progress_.clear();
      std::cerr << "waiting host=" << event_value(host) << " seconds=" << duration.count()
                << " reason=" << event_value(reason) << '\n';
    };
    fetcher_ = std::make_unique<CurlFetcher>(std::move(options));
  }

  Staging& staging() { return *open_.staging; }
  bool has_lost() const { return open_.has_lost; }

  // Throws Stopped.
  HarvestCounts run(const HarvestTask& task, LedgerSet& set, bool by_hand) {
    Harvester harvester(
        staging(), [this](const HarvestTask& part) { return make_source(*fetcher_, part); },
        [this](const Rejected& rejected) {
          progress_.clear();
          print_rejected("source", rejected);
        },
        [this] {
          progress_.update(++items_, 0);
          if (stop_signal() != 0) throw Stopped{};
        },
        Date::now());
    HarvestCounts counts = harvester.run(task, set, by_hand);
    progress_.clear();
    print(task, set, counts);
    return counts;
  }

  // Publishes what is new, and says so.
  void finish(std::chrono::steady_clock::time_point start) {
    const auto fetched = std::chrono::steady_clock::now();
    staging().commit();
    progress_.announce("publishing");
    publish_if_new(lock_, staging());
    progress_.clear();
    std::cout << "documents=" << staging().documents() << " generation=" << dir_.current().value_or(0)
              << " publishing_seconds=" << seconds_since(fetched) << " seconds=" << seconds_since(start) << '\n';
  }

  int stopped() {
    progress_.clear();
    return say_stopped(staging());
  }

 private:
  static void print(const HarvestTask& task, const LedgerSet& set, const HarvestCounts& counts) {
    std::cout << name_of_set(task.config, task.set) << " days=" << counts.days << " announced=" << counts.announced
              << " received=" << counts.received << " rejected=" << counts.rejected << " added=" << counts.added
              << " updated=" << counts.updated << " unchanged=" << counts.unchanged << " removed=" << counts.removed;
    if (const auto through = status_of(set, Date::now()).through; through && set.start) {
      std::cout << " through=" << day_text(*through);
    }
    std::cout << std::endl;  // a night is long, and its log is read meanwhile
  }

  IndexDir dir_;
  IndexLock lock_;
  OpenStaging open_;
  Progress progress_;
  std::unique_ptr<CurlFetcher> fetcher_;
  std::uint64_t items_ = 0;
};

void say_partly(const HarvestTask& task, const std::string& fault, std::optional<Day> missing) {
  std::cerr << "partly " << name_of_set(task.config, task.set) << " fault=" << event_value(fault);
  if (missing) std::cerr << " goes_on_from=" << day_text(*missing);
  std::cerr << '\n';
}

// Searches come first. Measured beside a server that is kept at its limit: at 19, the lowest priority, publishing 5,000
// papers takes 138 s, at 10 it takes 68 s, at 7 it takes 49 s, and searches are as fast beside all of them.
void step_back() {
  constexpr int kNice = 7;
  if (setpriority(PRIO_PROCESS, 0, kNice) != 0) errno = 0;  // then at the priority that it has
}

std::vector<LedgerSet> ledger_without_lock(const IndexDir& dir) {
  return std::filesystem::exists(dir.staging()) || dir.current() ? read_ledger_of(dir) : std::vector<LedgerSet>();
}

int show_plan(const Config& config, const IndexDir& dir) {
  const std::vector<LedgerSet> ledger = ledger_without_lock(dir);
  for (const SourceConfig& source : in_order_of_night(config.sources)) {
    for (const std::string& set : sets_of(source)) {
      std::vector<Day> days;
      std::cout << name_of_set(source, set);
      try {
        days = plan_set(source, set, ledger, Date::now()).task.days;
      } catch (const InputError& error) {
        std::cout << " fault=" << event_value(error.what());
      }
      std::cout << " days=" << days.size();
      if (!days.empty() && has_days(source.kind)) {
        std::cout << " from=" << day_text(days.front()) << " until=" << day_text(days.back());
      }
      std::cout << '\n';
    }
  }
  return kExitDone;
}

// One set's night; false when part of it is left for the next one.
bool run_set(Session& session, const SourceConfig& source, const std::string& set) {
  const Date now = Date::now();
  const std::vector<LedgerSet> ledger = session.staging().ledger();
  NightTask night;
  try {
    night = plan_set(source, set, ledger, now);
  } catch (const InputError& error) {
    night = {{source, set, {}}, find_set(ledger, source.name, set)};
    night.set.nightly = true;
    night.set.fault = error.what();
    night.set.attempted = now;
    session.staging().set_ledger({ledger_entry(night.set)});
    say_partly(night.task, night.set.fault, std::nullopt);
    return false;
  }
  const HarvestCounts counts = session.run(night.task, night.set, false);
  const std::optional<Day> missing = first_day_missing(night.set, now.first_day());
  if (counts.fault.empty() && !missing) return true;
  say_partly(night.task, counts.fault.empty() ? "the day is not over by the source's clock" : counts.fault, missing);
  return false;
}

}  // namespace

int nightly(const Config& config, const IndexDir& dir, bool dry_run) {
  if (dry_run) return show_plan(config, dir);
  const auto start = std::chrono::steady_clock::now();
  step_back();
  Session session(dir, config.contact);
  bool all_done = true;
  try {
    for (const LedgerSet& set : retired_sets(config, session.staging().ledger())) {
      session.staging().set_ledger({ledger_entry(set)});
    }
    for (const SourceConfig& source : in_order_of_night(config.sources)) {
      for (const std::string& set : sets_of(source)) all_done = run_set(session, source, set) && all_done;
    }
  } catch (const Stopped&) {
    return session.stopped();
  }
  session.finish(start);
  return all_done && !session.has_lost() ? kExitDone : kExitPartly;
}

int harvest(const SourceConfig& source, std::optional<Day> until, const IndexDir& dir) {
  const auto start = std::chrono::steady_clock::now();
  const Day last = until.value_or(today());
  const Day first = has_days(source.kind) ? source.from.value_or(today() - kFirstNightDays) : last;
  if (first > last) {
    throw SourceFault("from", "the first day, " + day_text(first) + ", is after the last one, " + day_text(last));
  }
  HarvestTask task{source, "", {}};
  for (Day day = first; day <= last; ++day) task.days.push_back(day);
  Session session(dir, "");
  bool is_down = false;
  bool is_unreadable = false;
  std::uint64_t received = 0;
  std::uint64_t rejected = 0;
  try {
    for (const std::string& set : sets_of(source)) {
      task.set = set;
      LedgerSet entry = find_set(session.staging().ledger(), source.name, set);
      const HarvestCounts counts = session.run(task, entry, true);
      received += counts.received;
      rejected += counts.rejected;
      if (counts.fault.empty()) continue;
      (counts.is_unreadable ? is_unreadable : is_down) = true;
      say_partly(task, counts.fault, std::nullopt);
    }
  } catch (const Stopped&) {
    return session.stopped();
  }
  if (is_unreadable && received == 0) return kExitFailed;
  session.finish(start);
  if (is_down) return kExitTryLater;
  return rejected == 0 && !is_unreadable && !session.has_lost() ? kExitDone : kExitPartly;
}

}  // namespace paperdex
