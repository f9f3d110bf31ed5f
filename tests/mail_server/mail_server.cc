#include "tests/mail_server/mail_server.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "data/json.h"

namespace paperdex {
namespace {

namespace fs = std::filesystem;

constexpr char kPython[] = "/usr/bin/python3";
constexpr char kScript[] = PAPERDEX_SOURCE_DIR "/tests/mail_server/smtp_server.py";

std::string text_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string from_base64(const std::string& text) {
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t value = kLetters.find(c);
    if (value == std::string_view::npos) break;
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs_of(const JsonValue& array) {
  Pairs pairs;
  for (const auto& pair : array.GetArray()) pairs.emplace_back(as_view(pair[0]), as_view(pair[1]));
  return pairs;
}

ReceivedMail mail_of(const fs::path& file) {
  const JsonDocument json = parse_json(text_of_file(file));
  ReceivedMail mail;
  mail.from = json_string(json, "from");
  for (const auto& to : json["to"].GetArray()) mail.to.emplace_back(as_view(to));
  mail.helo = json_string(json, "helo");
  mail.tls = json["tls"].GetBool();
  mail.user = json_string(json, "user");
  mail.peer = json_string(json, "peer");
  mail.content = from_base64(json_string(json, "content"));
  mail.headers = pairs_of(json["headers"]);
  mail.defects = static_cast<std::size_t>(json["defects"].Size() + json_integer(json, "header_defects").value_or(0));
  mail.parts = pairs_of(json["parts"]);
  for (auto& [type, bytes] : mail.parts) bytes = from_base64(bytes);
  mail.longest_line = static_cast<std::size_t>(json_integer(json, "longest_line").value_or(0));
  return mail;
}

std::string value_in(const Pairs& pairs, const std::string& name) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == name; });
  return found == pairs.end() ? "" : found->second;
}

}  // namespace

std::string ReceivedMail::header(const std::string& name) const { return value_in(headers, name); }

std::string ReceivedMail::part(const std::string& type) const { return value_in(parts, type); }

MailServer::MailServer(const std::vector<std::string>& arguments) {
  std::string name = (fs::temp_directory_path() / "paperdex-mail-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
  folder_ = name;
  start(arguments);
}

MailServer::~MailServer() {
  close(input_);
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void MailServer::start(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {kPython, kScript, folder_.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int input[2];
  int output[2];
  if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error("no pipes");
  child_ = fork();
  if (child_ == 0) {
    dup2(input[0], STDIN_FILENO);
    dup2(output[1], STDOUT_FILENO);
    // It tells there of each client that breaks off.
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
    execv(kPython, argv.data());
    _exit(127);
  }
  close(input[0]);
  close(output[1]);
  input_ = input[1];
  std::string line;
  for (char c = 0; c != '\n' && read(output[0], &c, 1) == 1;) line += c;
  close(output[0]);
  if (!line.starts_with("port=")) {
    throw std::runtime_error("the mail server does not start: is python3-aiosmtpd installed?");
  }
  port_ = std::stoi(line.substr(5));
}

std::vector<fs::path> MailServer::files() const {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<ReceivedMail> MailServer::mails() const {
  std::vector<ReceivedMail> mails;
  for (const fs::path& file : files()) mails.push_back(mail_of(file));
  return mails;
}

std::size_t MailServer::count() const { return files().size(); }

std::vector<std::string> MailServer::recipients() const {
  const std::string before = "\"to\": [\"";
  std::vector<std::string> recipients;
  for (const fs::path& file : files()) {
    const std::string text = text_of_file(file);
    const std::size_t at = text.find(before) + before.size();
    recipients.push_back(text.substr(at, text.find('"', at) - at));
  }
  return recipients;
}

void MailServer::forget() {
  for (const fs::path& file : files()) fs::remove(file);
}

Certificate::Certificate(const fs::path& folder) : certificate(folder / "mail.pem"), key(folder / "mail.key") {
  const std::string command =
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext "
      "subjectAltName=IP:127.0.0.1,DNS:localhost -keyout '" +
      key.string() + "' -out '" + certificate.string() + "' 2>/dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl makes no certificate");
}

}  // namespace paperdex
