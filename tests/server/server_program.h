// paperdex-server in a process of its own, its stderr read here.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace paperdex {

class ServerProgram {
 public:
  // `environment`: variables beside the test's own.
  explicit ServerProgram(std::vector<std::string> arguments,
                         const std::vector<std::pair<std::string, std::string>>& environment = {}) {
    arguments.insert(arguments.begin(), PAPERDEX_BINARY_DIR "/paperdex-server");
    int pipe[2];
    if (::pipe(pipe) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(pipe[1], STDERR_FILENO);
      ::close(pipe[0]);
      ::close(pipe[1]);
      for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
      std::vector<char*> argv;
      for (std::string& argument : arguments) argv.push_back(argument.data());
      argv.push_back(nullptr);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(pipe[1]);
    errors_ = pipe[0];
  }
  ~ServerProgram() {
    if (child_ > 0) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
    ::close(errors_);
  }
  ServerProgram(const ServerProgram&) = delete;
  ServerProgram& operator=(const ServerProgram&) = delete;

  // The next line of stderr, or what is left at its end.
  std::string line() {
    std::string text;
    char c = 0;
    while (::read(errors_, &c, 1) == 1 && c != '\n') text += c;
    return text;
  }
  int port() {
    const std::string text = line();
    const std::size_t found = text.find("127.0.0.1:");
    return found == std::string::npos ? 0 : std::atoi(text.c_str() + found + 10);
  }
  pid_t id() const { return child_; }
  // Whether it still runs.
  bool lives() const { return ::waitpid(child_, nullptr, WNOHANG) == 0; }
  void signal(int number) const { ::kill(child_, number); }
  int wait() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t child_ = -1;
  int errors_ = -1;
};

}  // namespace paperdex
