#include "indexer/identity.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>

#include "data/paper_id.h"
#include "data/text/fold.h"
#include "data/text/stop_words.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

// Lower-case words of a text in any markup.
std::vector<std::string> words_of(const std::string& text) {
  Folded folded;
  fold(text, folded);
  std::vector<std::string> words(1);
  for (std::size_t at = 0; at < folded.text.size();) {
    const char32_t c = next_code_point(folded.text, at);
    if (is_word_character(c)) {
      append_lower(words.back(), c);
    } else if (c != '\'' && !words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// "Thomas N. Kipf Jr." -> "kipf"
std::string family_name(const std::string& author) {
  constexpr std::array<std::string_view, 5> kSuffixes = {"jr", "sr", "ii", "iii", "iv"};
  std::vector<std::string> words = words_of(author);
  while (words.size() > 1 && std::find(kSuffixes.begin(), kSuffixes.end(), words.back()) != kSuffixes.end()) {
    words.pop_back();
  }
  return words.empty() ? std::string() : words.back();
}

// What a title is compared by: the beginnings of its words, those without a topic only if there are no others, sorted,
// each once.
struct TitleWords {
  std::vector<std::string> beginnings;
  std::vector<std::string> numbers;
  bool is_latin = false;  // the most of it
};

void sort_unique(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

bool is_number(const std::string& word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

TitleWords compared_words(const std::string& title) {
  TitleWords compared;
  std::vector<std::string> words = words_of(title);
  std::vector<std::string> topic = words;
  std::erase_if(topic, [](const std::string& word) { return is_stop_word(word); });
  if (!topic.empty()) words = std::move(topic);
  std::size_t latin = 0;
  for (std::string& word : words) {
    if (static_cast<unsigned char>(word[0]) < 0x80) ++latin;
    if (is_number(word)) compared.numbers.push_back(word);
    compared.beginnings.push_back(word.substr(0, kComparedWordBytes));
  }
  compared.is_latin = 2 * latin > words.size();
  sort_unique(compared.beginnings);
  sort_unique(compared.numbers);
  return compared;
}

bool contradict(const TitleWords& a, const TitleWords& b) {
  if (a.beginnings.empty() || b.beginnings.empty() || a.is_latin != b.is_latin) return false;
  const auto shared = [](const std::vector<std::string>& one, const std::vector<std::string>& other) {
    return static_cast<std::size_t>(std::count_if(one.begin(), one.end(), [&](const std::string& word) {
      return std::binary_search(other.begin(), other.end(), word);
    }));
  };
  const std::size_t numbers = shared(a.numbers, b.numbers);
  if (numbers < a.numbers.size() && numbers < b.numbers.size()) return true;
  return kSharedTitleWords * shared(a.beginnings, b.beginnings) < std::min(a.beginnings.size(), b.beginnings.size());
}

int year_of(const Paper& record) { return ymd_from_day(record.published->first_day()).year; }

// Sets of numbers that can be united.
class Sets {
 public:
  explicit Sets(std::size_t size) : parents_(size) { std::iota(parents_.begin(), parents_.end(), std::size_t{0}); }

  std::size_t find(std::size_t number) {
    while (parents_[number] != number) number = parents_[number] = parents_[parents_[number]];
    return number;
  }
  // The smaller number stands for both.
  void unite(std::size_t a, std::size_t b) {
    const auto [low, high] = std::minmax({find(a), find(b)});
    parents_[high] = low;
  }
  std::vector<std::vector<std::size_t>> all() {
    std::map<std::size_t, std::vector<std::size_t>> sets;
    for (std::size_t i = 0; i < parents_.size(); ++i) sets[find(i)].push_back(i);
    std::vector<std::vector<std::size_t>> list;
    for (auto& [first, set] : sets) list.push_back(std::move(set));
    return list;
  }

 private:
  std::vector<std::size_t> parents_;
};

// What is one paper so far.
struct Group {
  std::vector<std::size_t> records;
  std::set<std::string> arxiv_ids;
  std::set<std::string> dois;
  std::set<std::string> other_ids;
  std::set<std::string> titles;
  int year = 0;  // of its earliest record that has one; 0: none
};

using KeysOf = std::set<std::string> Group::*;

class Grouper {
 public:
  Grouper(const std::vector<Paper>& records, const std::set<std::string>& void_keys)
      : records_(records), void_keys_(void_keys), titles_(records.size()) {
    for (std::size_t i = 0; i < records.size(); ++i) groups_.push_back(group_of(records[i], i));
  }

  Grouping run() {
    join(&Group::arxiv_ids, [](const std::vector<Group>&) { return false; });
    join(&Group::dois, has_two_arxiv_ids);
    const auto contradicts = [](const std::vector<Group>& groups) {
      return has_two_arxiv_ids(groups) || count(groups, &Group::dois) > 1;
    };
    join(&Group::other_ids, contradicts);
    join(&Group::titles, contradicts);
    return grouping();
  }

 private:
  using Contradicts = bool (*)(const std::vector<Group>&);

  Group group_of(const Paper& record, std::size_t index) const {
    Group group;
    group.records = {index};
    for (const std::string& id : ids_of(record)) {
      if (void_keys_.contains(id)) continue;
      const IdScheme scheme = read_paper_id(id).scheme;
      (scheme == IdScheme::kArxiv ? group.arxiv_ids
       : scheme == IdScheme::kDoi ? group.dois
                                  : group.other_ids)
          .insert(id);
    }
    if (std::string title = title_key(record); !title.empty() && !void_keys_.contains(title)) {
      group.titles.insert(std::move(title));
      group.year = year_of(record);
    }
    return group;
  }

  static std::size_t count(const std::vector<Group>& groups, KeysOf keys) {
    return static_cast<std::size_t>(
        std::count_if(groups.begin(), groups.end(), [&](const Group& group) { return !(group.*keys).empty(); }));
  }
  static bool has_two_arxiv_ids(const std::vector<Group>& groups) { return count(groups, &Group::arxiv_ids) > 1; }

  static Group united(std::vector<Group> groups) {
    Group whole = std::move(groups.front());
    for (std::size_t i = 1; i < groups.size(); ++i) {
      Group& part = groups[i];
      whole.records.insert(whole.records.end(), part.records.begin(), part.records.end());
      whole.arxiv_ids.merge(part.arxiv_ids);
      whole.dois.merge(part.dois);
      whole.other_ids.merge(part.other_ids);
      whole.titles.merge(part.titles);
      if (whole.year == 0 || (part.year != 0 && part.year < whole.year)) whole.year = part.year;
    }
    return whole;
  }

  const TitleWords& title_of(std::size_t record) {
    if (!titles_[record]) titles_[record] = compared_words(records_[record].title);
    return *titles_[record];
  }

  bool titles_agree(const Group& a, const Group& b) {
    return std::any_of(a.records.begin(), a.records.end(), [&](std::size_t one) {
      return std::any_of(b.records.begin(), b.records.end(), [&](std::size_t other) {
        const bool may_contradict = is_of_file(records_[one]) || is_of_file(records_[other]);
        return !may_contradict || !contradict(title_of(one), title_of(other));
      });
    });
  }

  // Whether a key that two groups share connects them. Those that their titles keep apart are linked.
  bool connects(const Group& a, const Group& b, KeysOf keys) {
    if (keys != &Group::dois || titles_agree(a, b)) return true;
    links_.push_back({a.records.front(), b.records.front()});
    return false;
  }

  // Sets of groups that are connected by keys.
  std::vector<std::vector<Group>> connected(std::vector<Group> groups, KeysOf keys) {
    Sets sets(groups.size());
    std::map<std::string, std::vector<std::size_t>> groups_with;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (const std::string& key : groups[i].*keys) {
        std::vector<std::size_t>& others = groups_with[key];
        for (const std::size_t other : others) {
          if (sets.find(other) != sets.find(i) && connects(groups[other], groups[i], keys)) sets.unite(other, i);
        }
        others.push_back(i);
      }
    }
    std::vector<std::vector<Group>> result;
    for (const std::vector<std::size_t>& set : sets.all()) {
      result.emplace_back();
      for (const std::size_t i : set) result.back().push_back(std::move(groups[i]));
    }
    return result;
  }

  // Runs of groups whose years are at most one apart.
  static std::vector<std::vector<Group>> by_years(std::vector<Group> groups) {
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.year < b.year; });
    std::vector<std::vector<Group>> runs;
    for (Group& group : groups) {
      if (runs.empty() || group.year > runs.back().front().year + 1) runs.emplace_back();
      runs.back().push_back(std::move(group));
    }
    return runs;
  }

  // One rule. Where it contradicts itself, those with ids that can contradict stand alone, and the others are joined
  // among themselves.
  void join(KeysOf keys, Contradicts contradicts) {
    std::vector<Group> joined;
    for (std::vector<Group>& set : connected(std::move(groups_), keys)) {
      auto runs = keys == &Group::titles ? by_years(std::move(set)) : std::vector<std::vector<Group>>{std::move(set)};
      for (std::vector<Group>& run : runs) join_run(std::move(run), keys, contradicts, joined);
    }
    groups_ = std::move(joined);
  }

  void join_run(std::vector<Group> run, KeysOf keys, Contradicts contradicts, std::vector<Group>& joined) {
    if (!contradicts(run)) {
      joined.push_back(united(std::move(run)));
      return;
    }
    links_.emplace_back();
    for (const Group& group : run) links_.back().push_back(group.records.front());
    const auto anchored = std::stable_partition(run.begin(), run.end(), [&](const Group& group) {
      return group.arxiv_ids.empty() && (keys == &Group::dois || group.dois.empty());
    });
    joined.insert(joined.end(), std::make_move_iterator(anchored), std::make_move_iterator(run.end()));
    run.erase(anchored, run.end());
    for (std::vector<Group>& set : connected(std::move(run), keys)) joined.push_back(united(std::move(set)));
  }

  Grouping grouping() {
    for (Group& group : groups_) std::sort(group.records.begin(), group.records.end());
    std::sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) { return a.records < b.records; });
    Grouping result;
    std::map<std::size_t, std::size_t> paper_of;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      for (const std::size_t record : groups_[i].records) paper_of[record] = i;
      result.papers.push_back(std::move(groups_[i].records));
    }
    result.linked.resize(result.papers.size());
    for (const std::vector<std::size_t>& linked : links_) {
      std::set<std::size_t> papers;
      for (const std::size_t record : linked) papers.insert(paper_of[record]);
      for (const std::size_t paper : papers) result.linked[paper].insert(papers.begin(), papers.end());
    }
    for (std::size_t i = 0; i < result.linked.size(); ++i) result.linked[i].erase(i);
    return result;
  }

  const std::vector<Paper>& records_;
  const std::set<std::string>& void_keys_;
  std::vector<std::optional<TitleWords>> titles_;  // as far as they were compared
  std::vector<Group> groups_;
  std::vector<std::vector<std::size_t>> links_;  // a record of each group that a rule would join but for contradictions
};

}  // namespace

bool is_of_file(const Paper& record) {
  constexpr std::array<std::string_view, 4> kFiles = {"", "bibtex", "csl-json", "ris"};
  return std::find(kFiles.begin(), kFiles.end(), record.source) != kFiles.end();
}

std::string title_words(const Paper& paper) {
  std::string joined;
  for (const std::string& word : words_of(paper.title)) joined.append(joined.empty() ? "" : " ").append(word);
  return joined;
}

bool titles_contradict(const Paper& a, const Paper& b) {
  return contradict(compared_words(a.title), compared_words(b.title));
}

std::vector<std::string> ids_of(const Paper& paper) {
  std::vector<std::string> ids = {paper.id};
  if (!paper.doi.empty() && paper.doi != paper.id) ids.push_back(paper.doi);
  ids.insert(ids.end(), paper.ids.begin(), paper.ids.end());
  return ids;
}

std::string title_key(const Paper& paper) {
  if (paper.authors.empty() || !paper.published) return {};
  const std::vector<std::string> words = words_of(paper.title);
  if (words.size() < kMinTitleWords) return {};
  const std::string family = family_name(paper.authors.front());
  if (family.empty()) return {};
  std::string key;
  for (const std::string& word : words) key += word + ' ';
  key.back() = '|';
  return key + family;
}

std::vector<std::string> identity_keys(const Paper& record) {
  std::vector<std::string> keys = ids_of(record);
  if (std::string title = title_key(record); !title.empty()) keys.push_back(std::move(title));
  return keys;
}

Grouping group_records(const std::vector<Paper>& records, const std::set<std::string>& void_keys) {
  return Grouper(records, void_keys).run();
}

}  // namespace paperdex
