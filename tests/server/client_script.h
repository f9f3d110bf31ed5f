// Runs a script of tests/server/clients against a server: what another program's client does, by Debian's Python alone.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace paperdex {

inline constexpr char kPython[] = "/usr/bin/python3";

inline void expect_client_succeeds(const std::string& script, int port) {
  if (::access(kPython, X_OK) != 0) GTEST_SKIP() << "needs " << kPython << " (Debian's package python3)";
  const std::string command = std::string(kPython) + " " + PAPERDEX_SOURCE_DIR "/tests/server/clients/" + script +
                              " http://127.0.0.1:" + std::to_string(port) + " 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string output;
  char block[4096];
  for (std::size_t bytes = 1; bytes > 0;) {
    bytes = std::fread(block, 1, sizeof block, pipe);
    output.append(block, bytes);
  }
  const int status = ::pclose(pipe);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << output;
}

}  // namespace paperdex
