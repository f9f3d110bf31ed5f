#include "query/fair_queue.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <sstream>

namespace paperdex {
namespace {

// Plays "a1 a2 B3 -a1": a question of client a enters, named a1; another; a costly one of client b; a1 leaves. Returns
// the questions in the order in which they got a worker.
std::string played(std::size_t workers, const std::string& steps) {
  FairQueue queue(workers);
  std::map<std::string, FairQueue::Ticket> tickets;
  std::map<FairQueue::Ticket, std::string> names;
  std::string order;
  std::istringstream in(steps);
  for (std::string step; in >> step;) {
    if (step[0] == '-') {
      queue.leave(tickets.at(step.substr(1)));
    } else {
      const bool is_costly = step[0] >= 'A' && step[0] <= 'Z';
      const FairQueue::Ticket ticket = queue.enter(std::string(1, static_cast<char>(step[0] | 0x20)), is_costly);
      tickets[step] = ticket;
      names[ticket] = step;
    }
    while (const auto ticket = queue.next()) order += (order.empty() ? "" : " ") + names.at(*ticket);
  }
  return order;
}

struct Case {
  const char* what;
  std::size_t workers;
  const char* steps;
  const char* order;
};

constexpr Case kCases[] = {
    {"whoever comes gets a free worker", 4, "a1 b1 c1 d1", "a1 b1 c1 d1"},
    {"no more than there are", 4, "a1 b1 c1 d1 e1", "a1 b1 c1 d1"},
    {"who waits gets the one that comes back", 4, "a1 b1 c1 d1 e1 f1 -b1 -a1", "a1 b1 c1 d1 e1 f1"},
    {"a client has half at most, though others are free", 4, "a1 a2 a3 b1", "a1 a2 b1"},
    {"its next goes when one of its own comes back", 4, "a1 a2 a3 a4 -a2 -a1", "a1 a2 a3 a4"},
    {"clients take turns, whoever of them sent more", 2, "a1 b1 c1 c2 c3 d1 -a1 -b1 -c1 -c2", "a1 b1 c1 d1 c2 c3"},
    {"a client's own keep their order", 2, "a1 b1 c1 c2 c3 -a1 -c1 -c2", "a1 b1 c1 c2 c3"},
    {"costly ones have half at most", 4, "A1 B1 C1 d1", "A1 B1 d1"},
    {"a costly one waits for a costly one", 4, "A1 B1 C1 d1 -d1 -A1", "A1 B1 d1 C1"},
    {"a client's cheap one passes its costly one that may not go", 4, "A1 B1 C1 c2", "A1 B1 c2"},
    {"costly ones wait in turn, too", 4, "A1 B1 C1 C2 D1 -A1 -B1 -C1", "A1 B1 C1 D1 C2"},
    {"one that waits no longer has no turn", 2, "a1 b1 c1 c2 d1 -c1 -a1 -b1", "a1 b1 c2 d1"},
    {"the last of a client that waits no longer ends its turn", 2, "a1 b1 c1 d1 -c1 -a1", "a1 b1 d1"},
    {"a single worker serves all", 1, "A1 a2 b1 -A1 -a2", "A1 a2 b1"},
    {"an odd number of workers: the lesser half", 3, "a1 a2 B1 C1 d1", "a1 B1 d1"},
};

TEST(FairQueue, GivesWorkersInTurn) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.what);
    EXPECT_EQ(played(c.workers, c.steps), c.order);
  }
}

// Whatever comes and goes: no limit is passed, no worker is idle that somebody may have, and all are served in the end.
TEST(FairQueue, KeepsItsPromisesAtRandom) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    const std::size_t workers = 1 + random() % 8;
    FairQueue queue(workers);
    struct Asked {
      std::string client;
      bool is_costly;
    };
    std::map<FairQueue::Ticket, Asked> waiting, running;
    const auto count = [&](const auto& of) {
      std::size_t number = 0;
      for (const auto& [ticket, asked] : running) number += of(asked) ? 1 : 0;
      return number;
    };
    const auto may_run = [&](const Asked& asked) {
      return running.size() < workers &&
             count([&](const Asked& a) { return a.client == asked.client; }) < queue.half() &&
             (!asked.is_costly || count([](const Asked& a) { return a.is_costly; }) < queue.half());
    };
    const auto call = [&] {
      while (const auto ticket = queue.next()) {
        ASSERT_TRUE(waiting.contains(*ticket));
        ASSERT_TRUE(may_run(waiting.at(*ticket)));
        running.insert(waiting.extract(*ticket));
      }
      for (const auto& [ticket, asked] : waiting) ASSERT_FALSE(may_run(asked)) << "a worker is idle";
    };
    const auto leave = [&](auto& from) {
      const auto one = std::next(from.begin(), static_cast<std::ptrdiff_t>(random() % from.size()));
      queue.leave(one->first);
      from.erase(one);
    };
    for (int step = 0; step < 100; ++step) {
      const unsigned kind = random() % 4;
      if (kind < 2) {
        const Asked asked{std::string(1, static_cast<char>('a' + random() % 5)), random() % 2 == 0};
        waiting.emplace(queue.enter(asked.client, asked.is_costly), asked);
      } else if (kind == 2 && !running.empty()) {
        leave(running);
      } else if (!waiting.empty()) {
        leave(waiting);
      }
      call();
    }
    while (!running.empty()) {
      leave(running);
      call();
    }
    EXPECT_TRUE(waiting.empty());
  }
}

// However many one client sends, another waits for one question of each other client at most.
TEST(FairQueue, LetsNobodyWaitBehindOneWhoSendsMuch) {
  FairQueue queue(2);
  for (int i = 0; i < 100; ++i) queue.enter("much", false);
  const FairQueue::Ticket first = *queue.next();
  const FairQueue::Ticket other = queue.enter("other", false);
  EXPECT_EQ(queue.next(), other);
  const FairQueue::Ticket third = queue.enter("third", true);
  queue.leave(first);
  const std::optional<FairQueue::Ticket> next = queue.next();
  ASSERT_TRUE(next);
  if (*next != third) {  // one of the first client's before it
    queue.leave(*next);
    EXPECT_EQ(queue.next(), third);
  }
}

}  // namespace
}  // namespace paperdex
