// Ctrl-C and SIGTERM as a question that a loop asks, so that it ends where nothing is lost.
#pragma once

namespace paperdex {

// From now on the first SIGINT or SIGTERM is only remembered; the second one ends the program at once.
void remember_stop_signals();

// The signal that came, or 0.
int stop_signal();

// The exit status that shells give to programs ended by a signal: 130 for SIGINT, 143 for SIGTERM.
inline int status_of_signal(int signal) { return 128 + signal; }

}  // namespace paperdex
