// Stands in for arXiv's OAI-PMH server on loopback: made-up arXivRaw records, as many on a page as arXiv's has.
//
//   oai_server RECORDS [DAYS]
//
// Spreads RECORDS over the DAYS (1) days before today. Prints its address when it is ready, then a line for each answer
// with the time at which it was given, and ends when it is told to.

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "data/date.h"
#include "tests/source_server.h"

namespace paperdex {
namespace {

constexpr int kPageRecords = 1300;
constexpr std::size_t kAbstractBytes = 1100;
constexpr std::size_t kTitleBytes = 75;
constexpr std::size_t kVocabulary = 30'000;

// Words by frequency as in a language (Zipf): the usual ones of abstracts first, then ones made of syllables. A few in
// a hundred are new to any index.
class Writer {
 public:
  Writer() {
    constexpr std::array<std::string_view, 64> kUsual = {
        "the",     "of",       "and",      "a",           "to",         "in",       "we",        "for",
        "is",      "that",     "with",     "on",          "model",      "by",       "as",        "learning",
        "this",    "data",     "are",      "an",          "from",       "method",   "results",   "neural",
        "network", "training", "which",    "performance", "approach",   "show",     "attention", "language",
        "graph",   "image",    "tasks",    "using",       "propose",    "networks", "deep",      "methods",
        "our",     "can",      "state",    "algorithm",   "optimal",    "sparse",   "inference", "representation",
        "object",  "slot",     "video",    "detection",   "robust",     "semantic", "transfer",  "non-linear",
        "loss",    "gradient", "sampling", "bounds",      "estimation", "policy",   "domain",    "memory"};
    words_.assign(kUsual.begin(), kUsual.end());
    while (words_.size() < kVocabulary) words_.push_back(made_up());
    double sum = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) cumulative_.push_back(sum += 1.0 / static_cast<double>(i + 8));
  }

  std::string sentences(std::size_t bytes) {
    constexpr int kWordsOfSentence = 22;
    std::string text;
    for (int count = 1; text.size() < bytes; ++count) {
      if (!text.empty()) text += count % kWordsOfSentence == 0 ? ". " : " ";
      text += word();
    }
    return text;
  }

  std::string names() {
    const std::size_t count = 2 + random_() % 5;
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
      list += (i == 0 ? "" : ", ") + capital(made_up()) + ' ' + capital(made_up());
    return list;
  }

  static std::string capital(std::string word) {
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
    return word;
  }

 private:
  std::string word() {
    constexpr int kNewOfThousand = 5;
    if (random_() % 1000 < kNewOfThousand) return made_up() + made_up();
    const double at = cumulative_.back() * static_cast<double>(random_()) / static_cast<double>(std::mt19937::max());
    const auto found = std::lower_bound(cumulative_.begin(), cumulative_.end(), at);
    return words_[static_cast<std::size_t>(std::min(found, std::prev(cumulative_.end())) - cumulative_.begin())];
  }

  std::string made_up() {
    constexpr std::array<std::string_view, 24> kSyllables = {"ra",  "ne", "to",  "mi", "sol", "ver", "di",  "ka",
                                                             "lun", "pe", "gra", "st", "ol",  "bi",  "ten", "cor",
                                                             "fa",  "xi", "mo",  "re", "ul",  "an",  "que", "zy"};
    std::string word;
    for (std::size_t left = 2 + random_() % 3; left > 0; --left) word += kSyllables[random_() % kSyllables.size()];
    return word;
  }

  std::mt19937 random_{1};
  std::vector<std::string> words_;
  std::vector<double> cumulative_;
};

std::string rfc1123(Day day) {
  constexpr std::array<const char*, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                "Mon", "Tue", "Wed"};  // day 0 is a Thursday
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const YearMonthDay ymd = ymd_from_day(day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %d 17:59:01 GMT", kDays[static_cast<std::size_t>(day % 7)],
                ymd.day, kMonths[static_cast<std::size_t>(ymd.month - 1)], ymd.year);
  return text.data();
}

// All pages, made beforehand, so that answering takes none of the machine from what is measured.
class Repository {
 public:
  Repository(int records, int days) {
    const Day last = today() - 1;
    int number = 0;
    for (int i = 0; i < days; ++i) {
      const Day day = last - (days - 1 - i);
      const int of_day = records / days + (i < records % days ? 1 : 0);
      for (int from = 0; from < of_day; from += kPageRecords) add_page(day, from, of_day, number);
    }
  }

  SourceServer::Reply answer(const SourceServer::Request& request) const {
    const std::string token = request.param("resumptionToken");
    const auto page = pages_.find(token.empty() ? request.param("from") + "-0" : token);
    if (page != pages_.end()) return SourceServer::xml(page->second);
    return SourceServer::xml(head() + "  <error code=\"noRecordsMatch\">nothing on that day</error>\n</OAI-PMH>\n");
  }

 private:
  static std::string head() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\n"
           "  <responseDate>" +
           Date::from_day(today()).to_string() +
           "T04:00:00Z</responseDate>\n  <request>http://127.0.0.1/oai</request>\n";
  }

  void add_page(Day day, int from, int of_day, int& number) {
    const std::string name = Date::from_day(day).to_string();
    const int end = std::min(from + kPageRecords, of_day);
    std::string page = head() + "  <ListRecords>\n";
    for (int i = from; i < end; ++i) page += record(day, number++);
    page +=
        "    <resumptionToken cursor='" + std::to_string(from) + "' completeListSize='" + std::to_string(of_day) + "'>";
    if (end < of_day) page += name + '-' + std::to_string(end);
    pages_[name + '-' + std::to_string(from)] = page + "</resumptionToken>\n  </ListRecords>\n</OAI-PMH>\n";
  }

  std::string record(Day day, int number) {
    const YearMonthDay ymd = ymd_from_day(day);
    std::array<char, 32> id{};
    std::snprintf(id.data(), id.size(), "%02d%02d.%05d", ymd.year % 100, ymd.month, 20'000 + number);
    std::string text = std::string("    <record>\n      <header>\n        <identifier>oai:arXiv.org:") + id.data() +
                       "</identifier>\n        <datestamp>" + Date::from_day(day).to_string() +
                       "</datestamp>\n        <setSpec>cs:cs:LG</setSpec>\n      </header>\n      <metadata>\n"
                       "        <arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\">\n";
    const auto add = [&](const char* name, const std::string& value) {
      text += std::string("          <") + name + '>' + value + "</" + name + ">\n";
    };
    add("id", id.data());
    text +=
        "          <version version=\"v1\">\n            <date>" + rfc1123(day) +
        "</date>\n            <size>1432kb</size>\n            <source_type>D</source_type>\n          </version>\n";
    add("title", Writer::capital(writer_.sentences(kTitleBytes)));
    add("authors", writer_.names());
    add("categories", "cs.LG stat.ML");
    add("comments", "12 pages, 5 figures");
    add("license", "http://creativecommons.org/licenses/by/4.0/");
    add("abstract", "  " + Writer::capital(writer_.sentences(kAbstractBytes)) + ".\n");
    return text + "        </arXivRaw>\n      </metadata>\n    </record>\n";
  }

  Writer writer_;
  std::map<std::string, std::string> pages_;
};

int number_from(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

int run(int records, int days) {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGINT);
  sigaddset(&stops, SIGTERM);
  sigprocmask(SIG_BLOCK, &stops, nullptr);  // before there are threads, which inherit it
  const Repository repository(records, days);
  const SourceServer server([&](const SourceServer::Request& request) {
    SourceServer::Reply reply = repository.answer(request);
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    std::cout << "answered=" << std::chrono::duration<double>(now).count() << " bytes=" << reply.body.size()
              << std::endl;
    return reply;
  });
  std::cout.setf(std::ios::fixed);
  std::cout << "listening url=" << server.url("/oai") << " from=" << Date::from_day(today() - days).to_string()
            << std::endl;
  int signal = 0;
  sigwait(&stops, &signal);
  return 0;
}

}  // namespace
}  // namespace paperdex

int main(int argc, char** argv) {
  const int records = argc > 1 ? paperdex::number_from(argv[1]) : 0;
  const int days = argc > 2 ? paperdex::number_from(argv[2]) : 1;
  if (argc > 3 || records < 1 || days < 1) {
    std::cerr << "usage: oai_server RECORDS [DAYS]\n";
    return 2;
  }
  return paperdex::run(records, days);
}
