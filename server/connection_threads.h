// The threads that serve connections, one each. Included by http.cc alone, for httplib.h is heavy.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <new>
#include <thread>
#include <utility>
#include <vector>

#include "server/http.h"

namespace paperdex {

// Starts a thread when none is free, kMaxConnections at most. A connection past that is served on the thread that
// accepts, with turning_away() true: it must be answered without waiting for anything. So is one that there is no
// memory for.
class ConnectionThreads : public httplib::TaskQueue {
  using Accepted = decltype(std::declval<httplib::TaskQueue&>().enqueue({}));  // void in 0.11, bool in 0.18

 public:
  ConnectionThreads() { threads_.reserve(kMaxConnections); }

  static bool& turning_away() {
    thread_local bool value = false;
    return value;
  }

  Accepted enqueue(std::function<void()> serve) override {
    if (!hand_over(serve)) {
      turning_away() = true;
      serve();
      turning_away() = false;
    }
    return static_cast<Accepted>(true);
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  bool hand_over(std::function<void()>& serve) {
    const std::lock_guard lock(mutex_);
    if (idle_ <= waiting_.size()) {
      if (threads_.size() == kMaxConnections) return false;
      try {
        threads_.emplace_back([this] { work(); });
      } catch (const std::exception&) {
        return false;
      }
      ++idle_;
    }
    try {
      waiting_.push_back(std::move(serve));  // which it leaves as it is when it fails
    } catch (const std::bad_alloc&) {
      return false;
    }
    changed_.notify_one();
    return true;
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const std::function<void()> serve = std::move(waiting_.front());
      waiting_.pop_front();
      --idle_;
      lock.unlock();
      serve();
      lock.lock();
      ++idle_;
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;  // threads that wait, or will when they have started
  bool stopping_ = false;
};

}  // namespace paperdex
