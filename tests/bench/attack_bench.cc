// The worst that can be asked of a server, and what it is for others when that is asked. See attack_bench.sh.
//
//   attack_bench INDEX PORT     INDEX: the folder whose generation the server on 127.0.0.1:PORT serves
//
// First each of the worst questions alone: its median and its slowest time of kRounds. Then somebody who searches,
// first alone, then while eight others at addresses of their own ask the worst questions over kConnections connections
// each: waiting for the answers, or leaving at once.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "data/index_dir.h"
#include "data/lexicon.h"
#include "data/text/analyzer.h"
#include "tests/server/raw_client.h"

namespace paperdex {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 7;
constexpr int kAttackers = 8;
constexpr int kConnections = 20;
constexpr std::size_t kSearches = 200;
constexpr std::chrono::seconds kLongest{15};     // of those searches, or there are fewer
constexpr std::chrono::milliseconds kPause{20};  // between two searches of the one who searches
constexpr std::chrono::milliseconds kGone{250};  // between two times that those who leave come
constexpr std::size_t kWords = 32;

constexpr const char* kTopics[] = {
    "slot attention",         "graph neural networks", "diffusion models",     "contrastive learning",
    "machine translation",    "question answering",    "object detection",     "variational inference",
    "gaussian processes",     "language models",       "image segmentation",   "reinforcement learning",
    "knowledge distillation", "domain adaptation",     "adversarial examples", "optimal transport",
    "causal inference",       "federated learning",    "semantic parsing",     "neural architecture search",
};

struct Question {
  std::string name;
  std::string target;
  std::string body;  // of a POST
};

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::string encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    char hex[4];
    std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    out += plain ? std::string(1, c) : hex;
  }
  return out;
}

// The most frequent words of different stems, so many that `separator` fits between them in a question.
std::vector<std::string> frequent_words(const Lexicon& lexicon, std::size_t separator_bytes) {
  std::vector<Lexicon::Entry> entries = lexicon.entries();
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
  Analyzer analyzer;
  std::vector<std::string> words, stems;
  std::size_t bytes = 0;
  for (const Lexicon::Entry& entry : entries) {
    const std::vector<Token>& tokens = analyzer.analyze(entry.word);
    if (tokens.size() != 1 || tokens.front().stop || entry.word.size() < 3) continue;
    if (std::find(stems.begin(), stems.end(), tokens.front().term) != stems.end()) continue;
    bytes += entry.word.size() + separator_bytes;
    if (words.size() == kWords || bytes > 500) break;
    stems.push_back(tokens.front().term);
    words.emplace_back(entry.word);
  }
  return words;
}

std::string joined(const std::vector<std::string>& words, const std::string& separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

std::vector<Question> worst_questions(const Lexicon& lexicon) {
  const std::vector<std::string> some = frequent_words(lexicon, 4);
  const std::vector<std::string> words = frequent_words(lexicon, 1);
  std::vector<std::string> few(words.begin(), words.begin() + 16);
  const std::string either = encoded(joined(some, " OR "));
  const std::string bag = encoded(joined(words, " "));
  std::string phrases, misspelt;
  for (std::size_t i = 0; i < 8; ++i) phrases += (i == 0 ? "\"" : " OR \"") + words[i] + ' ' + words[i + 8] + '"';
  for (const std::string& word : words) {
    if (word.size() >= 7 && misspelt.size() < 480) misspelt += word.substr(0, 3) + "qx" + word.substr(5) + ' ';
  }
  const std::string typed = encoded(joined(frequent_words(lexicon, 2), " ") + " s");
  const std::string excluded = encoded("-" + joined(words, " -"));
  const std::string inside = encoded("abstract:(" + joined(frequent_words(lexicon, 5), " OR ") + ")");
  const std::string api = "/api/v1/search?q=";
  return {
      {"or", api + either, ""},
      {"or_relevance", api + either + "&sort=relevance", ""},
      {"or_facets", api + either + "&facets=1", ""},
      {"or_page", "/?q=" + either, ""},
      {"or_page_dates", "/?q=" + either + "&from=2000&until=2030", ""},
      {"or_thousand", api + either + "&limit=1000&facets=1&explain=1", ""},
      {"or_deep", api + either + "&limit=10&offset=990&facets=1&explain=1", ""},
      {"and", api + encoded("(" + joined(few, " OR ") + ") AND " + words[0] + " AND " + words[1]), ""},
      {"bag", api + bag, ""},
      {"bag_thousand", api + bag + "&limit=1000&facets=1&explain=1", ""},
      {"bag_updated", api + either + "&sort=updated", ""},
      {"bag_oldest", api + either + "&sort=oldest&facets=1", ""},
      {"abstract", api + inside, ""},
      {"abstract_page", "/?q=" + inside, ""},
      {"abstract_phrases", api + encoded("abstract:(" + phrases + ")"), ""},
      {"title", api + encoded("title:(" + joined(frequent_words(lexicon, 5), " OR ") + ")"), ""},
      {"phrases", api + encoded(phrases), ""},
      {"phrases_exact", "/api/query?max_results=10&search_query=" + encoded("all:" + phrases), ""},
      {"excluded", api + excluded, ""},
      {"excluded_words", api + encoded(words[20] + " -" + joined(few, " -")), ""},
      {"wildcards", api + encoded("con* pro*") + "&facets=1", ""},
      {"typing", api + typed + "&typing=1", ""},
      {"typing_page", "/?q=" + typed + "&typing=1", ""},
      {"typing_letter", api + "s&typing=1&facets=1&limit=1000", ""},
      {"misspelt", api + encoded(misspelt), ""},
      {"nothing", api + encoded(joined(few, " AND ") + " AND qzxw") + "&facets=1", ""},
      {"everything", api + "&limit=1000&facets=1&sort=oldest", ""},
      {"everything_updated", api + "&limit=1000&facets=1&sort=updated-oldest&offset=0", ""},
      {"arxiv_deep",
       "/api/query?start=8000&max_results=2000&search_query=" + encoded("all:" + joined(some, " OR all:")), ""},
      {"arxiv_backwards",
       "/api/query?start=0&max_results=2000&sortOrder=ascending&search_query=" + encoded("all:" + words[28]), ""},
      {"export", "/export?format=jsonl&q=" + either, ""},
      {"feed", "/feed.atom?limit=200&sort=blend&q=" + either, ""},
      {"hub", "/api/papers/search?limit=1000&q=" + bag, ""},
      {"scholar", "/graph/v1/paper/search?limit=100&offset=800&query=" + bag, ""},
      {"daily_topic", "/api/v1/daily?limit=1000&month=2023-12&topic=" + bag, ""},
      {"trending", "/api/v1/trending?limit=1000", ""},
  };
}

// The ids of the first papers that a search finds.
std::vector<std::string> ids_of(const std::string& topic, int port) {
  constexpr std::string_view kId = "{\"id\":\"";
  const std::string body = RawClient(port).get("/api/v1/search?fields=score&limit=100&q=" + encoded(topic)).body;
  std::vector<std::string> ids;
  for (std::size_t at = body.find(kId); at != std::string::npos; at = body.find(kId, at)) {
    at += kId.size();
    ids.push_back(body.substr(at, body.find('"', at) - at));
  }
  return ids;
}

Question recommendations(int port) {
  std::string list;
  for (const std::string& id : ids_of("learning", port)) list += (list.empty() ? "\"" : ",\"") + id + '"';
  return {"recommend", "/recommendations/v1/papers?limit=500", "{\"positivePaperIds\":[" + list + "]}"};
}

std::string request_of(const Question& question) {
  if (question.body.empty()) return "GET " + question.target + " HTTP/1.1\r\nHost: bench\r\n\r\n";
  return "POST " + question.target + " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(question.body.size()) + "\r\n\r\n" + question.body;
}

struct Timed {
  const Question* question;
  double median = 0;
  double slowest = 0;
  int status = 0;
  bool partial = false;
};

std::vector<Timed> time_alone(const std::vector<Question>& questions, int port) {
  std::vector<Timed> all;
  for (const Question& question : questions) {
    RawClient client(port);
    std::vector<double> times;
    Timed timed{&question};
    for (int round = 0; round <= kRounds; ++round) {
      const auto start = Clock::now();
      client.send(request_of(question));
      const RawResponse response = client.read();
      if (round > 0) times.push_back(milliseconds_since(start));  // the first warms
      timed.status = response.status;
      timed.partial = response.body.find("\"partial\":true") != std::string::npos;
    }
    std::sort(times.begin(), times.end());
    timed.median = times[times.size() / 2];
    timed.slowest = times.back();
    all.push_back(timed);
  }
  std::sort(all.begin(), all.end(), [](const Timed& a, const Timed& b) { return a.median > b.median; });
  return all;
}

// Somebody who searches, one search after the other, and waits for each answer.
void search_as_usual(const std::string& name, int port) {
  std::vector<double> times;
  int refused = 0;
  RawClient client(port, 20, "127.0.0.1");
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < kSearches && Clock::now() < begin + kLongest; ++i) {
    const std::string topic = encoded(kTopics[i / 2 % std::size(kTopics)]);
    const auto start = Clock::now();
    client.send("GET /" + std::string(i % 2 == 0 ? "api/v1/search" : "") + "?q=" + topic +
                " HTTP/1.1\r\nHost: bench\r\n\r\n");
    if (client.read().status != 200) {
      ++refused;
      client = RawClient(port, 20, "127.0.0.1");
    }
    times.push_back(milliseconds_since(start));
    std::this_thread::sleep_for(kPause);
  }
  std::sort(times.begin(), times.end());
  std::printf("%s searches=%zu p50_ms=%.1f p99_ms=%.1f max_ms=%.1f refused=%d\n", name.c_str(), times.size(),
              times[times.size() / 2], times[times.size() * 99 / 100], times.back(), refused);
  std::fflush(stdout);
}

// One connection after the other, or one for as long as the server keeps it.
void attack(const std::vector<Question>& worst, int port, const std::string& from, bool leaves, std::size_t seed,
            std::atomic<long>& answered, const std::stop_token& stop) {
  std::size_t next = seed;
  while (!stop.stop_requested()) {
    try {
      RawClient client(port, 20, from);
      while (!stop.stop_requested() && client.send(request_of(worst[next++ % worst.size()]))) {
        if (leaves) break;
        if (client.read().status == 0) break;
        ++answered;
      }
    } catch (const std::exception&) {
      std::this_thread::sleep_for(kPause);  // no connection to be had
    }
    if (leaves) std::this_thread::sleep_for(kGone);
  }
}

void search_under_attack(const std::string& name, const std::vector<Question>& worst, int port, int attackers,
                         int connections, bool leave) {
  std::atomic<long> answered = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < attackers; ++i) {
    const std::string from = "127.0.0." + std::to_string(i + 2);
    for (int j = 0; j < connections; ++j) {
      threads.emplace_back([&, from, seed = static_cast<std::size_t>(i + j)](const std::stop_token& stop) {
        attack(worst, port, from, leave, seed, answered, stop);
      });
    }
  }
  std::this_thread::sleep_for(std::chrono::seconds(1));
  search_as_usual(name, port);
  for (std::jthread& thread : threads) thread.request_stop();
  threads.clear();
  std::printf("%s attackers_answered=%ld\n", name.c_str(), answered.load());
}

int run(const std::string& index, int port) {
  const IndexDir dir(index);
  const Lexicon lexicon(dir.generation(*dir.current()) / "words");
  std::vector<Question> questions = worst_questions(lexicon);
  questions.push_back(recommendations(port));
  std::vector<Question> worst;
  for (const Timed& timed : time_alone(questions, port)) {
    std::printf("alone question=%s median_ms=%.1f slowest_ms=%.1f status=%d%s\n", timed.question->name.c_str(),
                timed.median, timed.slowest, timed.status, timed.partial ? " partial" : "");
    if (timed.status == 200 && worst.size() < 6) worst.push_back(*timed.question);
  }
  search_as_usual("warming", port);
  search_as_usual("quiet", port);
  search_under_attack("one_waits", worst, port, 1, 2 * kConnections, false);
  search_under_attack("one_leaves", worst, port, 1, 2 * kConnections, true);
  search_under_attack("eight_wait", worst, port, kAttackers, kConnections, false);
  search_under_attack("eight_leave", worst, port, kAttackers, kConnections, true);
  return 0;
}

}  // namespace
}  // namespace paperdex

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: attack_bench INDEX PORT\n";
    return 2;
  }
  try {
    return paperdex::run(argv[1], std::atoi(argv[2]));
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 3;
  }
}
