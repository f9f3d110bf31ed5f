// The three programs as a user starts them, in a folder of their own, and what the tests look at in their answers.
#pragma once

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "data/paper.h"
#include "data/paper_json.h"

extern char** environ;

namespace paperdex {

using Arguments = std::vector<std::string>;
using Environment = std::vector<std::string>;  // NAME=value

inline constexpr unsigned kProgramSeconds = 120;  // then the kernel ends it, and its status is 128 + SIGALRM
inline constexpr std::chrono::seconds kPatience{20};

inline const std::string kSample = PAPERDEX_SOURCE_DIR "/data/sample/papers.jsonl";
inline constexpr std::size_t kSamplePapers = 86;

struct Outcome {
  int status = 0;  // 128 + N when signal N ended it
  std::string out;
  std::string err;
};

inline std::ostream& operator<<(std::ostream& stream, const Outcome& outcome) {
  return stream << "status " << outcome.status << "\nout: " << outcome.out << "\nerr: " << outcome.err;
}

// A child process. Its stdin is a pipe; what it writes goes to files without a name, so that it never waits for a
// reader.
class Process {
 public:
  // The first argument is one of the three programs, or a path. The environment is this process's, without an index.
  explicit Process(Arguments arguments, const Environment& environment = {}) {
    int input[2];
    if (out_ == nullptr || err_ == nullptr || pipe2(input, O_CLOEXEC) != 0) throw std::runtime_error("no files");
    if (arguments.front().front() != '/') arguments.front().insert(0, PAPERDEX_BINARY_DIR "/");
    Environment variables = clean_environment();
    variables.insert(variables.end(), environment.begin(), environment.end());
    const std::vector<char*> argv = pointers(arguments);
    const std::vector<char*> envp = pointers(variables);
    child_ = fork();
    if (child_ == 0) {
      dup2(input[0], STDIN_FILENO);
      dup2(fileno(out_.get()), STDOUT_FILENO);
      dup2(fileno(err_.get()), STDERR_FILENO);
      alarm(kProgramSeconds);
      execve(argv.front(), argv.data(), envp.data());
      _exit(127);
    }
    close(input[0]);
    input_ = input[1];
    if (child_ < 0) throw std::runtime_error("cannot fork");
  }
  ~Process() {
    close_input();
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t id() const { return child_; }
  // Nothing when it has ended: there is no process to mean then.
  void signal(int number) const {
    if (child_ > 0) kill(child_, number);
  }

  // What a program that has ended, or does not care, leaves unread is lost.
  void write_input(const std::string& text) const {
    struct sigaction ignore {};
    struct sigaction before {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, &before);
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t bytes = write(input_, text.data() + at, text.size() - at);
      if (bytes <= 0) break;
      at += static_cast<std::size_t>(bytes);
    }
    sigaction(SIGPIPE, &before, nullptr);
  }
  void close_input() {
    if (input_ >= 0) close(input_);
    input_ = -1;
  }

  bool has_ended() {
    int status = 0;
    if (child_ > 0 && waitpid(child_, &status, WNOHANG) == child_) set_ended(status);
    return child_ <= 0;
  }
  // Waits for its end.
  Outcome wait() {
    int status = 0;
    while (child_ > 0) {
      if (waitpid(child_, &status, 0) == child_) set_ended(status);
    }
    return {status_, text_of(out_.get()), text_of(err_.get())};
  }
  // What it has written to stderr so far.
  std::string err() const { return text_of(err_.get()); }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;

  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
  }
  static Environment clean_environment() {
    Environment variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
      const std::string text = *variable;
      if (!text.starts_with("PAPERDEX_INDEX=") && !text.starts_with("XDG_DATA_HOME=") && !text.starts_with("HOME=")) {
        variables.push_back(text);
      }
    }
    return variables;
  }
  static std::string text_of(std::FILE* file) {
    std::string text;
    char block[4096];
    for (ssize_t bytes = 1; bytes > 0;) {
      bytes = pread(fileno(file), block, sizeof block, static_cast<off_t>(text.size()));
      if (bytes > 0) text.append(block, static_cast<std::size_t>(bytes));
    }
    return text;
  }
  void set_ended(int status) {
    child_ = -1;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  File out_{std::tmpfile()};
  File err_{std::tmpfile()};
  pid_t child_ = -1;
  int input_ = -1;
  int status_ = 0;
};

inline Outcome run(const Arguments& arguments, const std::string& input = "", const Environment& environment = {}) {
  Process process(arguments, environment);
  process.write_input(input);
  process.close_input();
  return process.wait();
}

// Whether `holds` came true within kPatience.
inline bool comes_true(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

// A paperdex-server on a port of the kernel's choice, answering.
class Server {
 public:
  explicit Server(const std::string& index, const Environment& environment = {})
      : Server(index.empty() ? Arguments{} : Arguments{"--index", index}, environment) {}
  explicit Server(Arguments arguments, const Environment& environment = {})
      : process_(with_port(std::move(arguments)), environment) {
    const std::string start = "listening url=";
    const bool listens = comes_true([&] { return process_.err().find('\n') != std::string::npos; });
    const std::string line = process_.err();
    if (!listens || !line.starts_with(start)) throw std::runtime_error("the server does not listen: " + line);
    url_ = line.substr(start.size(), line.find(' ', start.size()) - start.size());
  }

  const std::string& url() const { return url_; }
  std::string port() const { return url_.substr(url_.rfind(':') + 1); }
  Process& process() { return process_; }

 private:
  static Arguments with_port(Arguments arguments) {
    arguments.insert(arguments.begin(), "paperdex-server");
    arguments.insert(arguments.end(), {"--port", "0"});
    return arguments;
  }

  Process process_;
  std::string url_;
};

// A folder that goes with the object, with an index in it.
class Workplace {
 public:
  Workplace() {
    std::string name = (std::filesystem::temp_directory_path() / "paperdex-e2e-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
    folder_ = name;
  }
  ~Workplace() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::string index() const { return folder_ / "index"; }

  // Writes a file and returns its path.
  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }
  // Runs a program on the index.
  Outcome indexer(Arguments arguments, const std::string& input = "") const {
    arguments.insert(arguments.begin(), {"paperdex-index", "--index", index()});
    return run(arguments, input);
  }
  Outcome query(Arguments arguments, const std::string& input = "") const {
    arguments.insert(arguments.begin(), {"paperdex-query", "--index", index()});
    return run(arguments, input);
  }

 private:
  std::filesystem::path folder_;
};

inline std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

inline std::vector<Paper> sample_papers() {
  std::vector<Paper> papers;
  for (const std::string& line : lines_of(content_of(kSample))) papers.push_back(paper_from_json(line));
  return papers;
}

// What a failing disk does.
inline void flip_a_byte(const std::string& file) {
  namespace fs = std::filesystem;
  fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
  stream.seekg(middle);
  const int byte = stream.get();
  stream.seekp(middle);
  stream.put(static_cast<char>(byte ^ 1));
  if (!stream.flush()) throw std::runtime_error("cannot damage " + file);
}

// The value of `name=value` in a line of them; "" when it is not there.
inline std::string value_of(const std::string& line, const std::string& name) {
  const std::string padded = " " + line;
  const std::size_t found = padded.find(" " + name + "=");
  if (found == std::string::npos) return {};
  const std::size_t start = found + name.size() + 2;
  return padded.substr(start, padded.find_first_of(" \n", start) - start);
}

MATCHER(IsOneLine, "is one line") { return arg.find('\n') + 1 == arg.size() && arg.size() > 1; }
MATCHER_P(EndsWithStatus, status, "ended with status " + std::to_string(status)) { return arg.status == status; }

}  // namespace paperdex
