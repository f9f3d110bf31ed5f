#include "query/fair_queue.h"

#include <algorithm>

namespace paperdex {

FairQueue::FairQueue(std::size_t workers) : workers_(workers), half_(std::max<std::size_t>(workers / 2, 1)) {}

FairQueue::Ticket FairQueue::enter(const std::string& client, bool is_costly) {
  const Ticket ticket = ++last_;
  questions_.emplace(ticket, Question{client, is_costly});
  std::deque<Ticket>& waiting = clients_[client].waiting;
  if (waiting.empty()) turns_.push_back(client);
  waiting.push_back(ticket);
  return ticket;
}

std::optional<FairQueue::Ticket> FairQueue::next() {
  if (running_ == workers_) return std::nullopt;
  for (auto turn = turns_.begin(); turn != turns_.end(); ++turn) {
    Client& client = clients_[*turn];
    const std::optional<Ticket> taken = take_from(client);
    if (!taken) continue;
    if (!client.waiting.empty()) turns_.push_back(*turn);  // a deque's references outlive this, its iterators do not
    turns_.erase(std::find(turns_.begin(), turns_.end(), questions_[*taken].client));
    return taken;
  }
  return std::nullopt;
}

std::optional<FairQueue::Ticket> FairQueue::take_from(Client& client) {
  if (client.running >= half_) return std::nullopt;
  const auto may_run = [this](Ticket ticket) { return !questions_[ticket].is_costly || running_costly_ < half_; };
  const auto found = std::find_if(client.waiting.begin(), client.waiting.end(), may_run);
  if (found == client.waiting.end()) return std::nullopt;
  const Ticket ticket = *found;
  client.waiting.erase(found);
  Question& question = questions_[ticket];
  question.runs = true;
  ++client.running;
  ++running_;
  if (question.is_costly) ++running_costly_;
  return ticket;
}

void FairQueue::leave(Ticket ticket) {
  const auto found = questions_.find(ticket);
  const Question question = found->second;
  questions_.erase(found);
  Client& client = clients_[question.client];
  if (question.runs) {
    --client.running;
    --running_;
    if (question.is_costly) --running_costly_;
  } else {
    client.waiting.erase(std::find(client.waiting.begin(), client.waiting.end(), ticket));
    if (client.waiting.empty()) turns_.erase(std::find(turns_.begin(), turns_.end(), question.client));
  }
  if (client.waiting.empty() && client.running == 0) clients_.erase(question.client);
}

}  // namespace paperdex
