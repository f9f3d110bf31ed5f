#include "indexer/commands/stop_signal.h"

#include <unistd.h>

#include <csignal>

namespace paperdex {
namespace {

volatile std::sig_atomic_t received = 0;

// A signal between the last look at stop_signal() and a read that waits would be forgotten there: an alarm a second
// later interrupts the read as well.
void remember(int signal) {
  if (signal != SIGALRM) received = signal;
  alarm(1);
}

}  // namespace

void remember_stop_signals() {
  struct sigaction action {};
  action.sa_handler = remember;
  // Without SA_RESTART, so that waiting for standard input ends.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_flags = 0;
  sigaction(SIGALRM, &action, nullptr);
}

int stop_signal() { return received; }

}  // namespace paperdex
