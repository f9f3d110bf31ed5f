#include "query/commands.h"

#include <chrono>
#include <fstream>
#include <variant>

#include "data/error.h"
#include "query/export.h"
#include "query/paper_links.h"
#include "query/response_json.h"
#include "query/searcher.h"
#include "query/trec_run.h"

namespace paperdex {
namespace {

constexpr std::size_t kDefaultLimit = 10;

enum class Answer { kText, kJson, kIds };
using Format = std::variant<Answer, ExportFormat>;

Format format_of(const std::string& name) {
  if (name.empty() || name == "text") return Answer::kText;
  if (name == "json") return Answer::kJson;
  if (name == "ids") return Answer::kIds;
  if (const auto format = export_format_from_name(name)) return *format;
  throw QueryError("bad_format", "--format is none of text, json, ids, " + export_format_names(), "format");
}

std::optional<Date> date_flag(const std::string& text, const char* flag) {
  if (text.empty()) return std::nullopt;
  const std::optional<Date> date = Date::parse(text);
  if (!date) throw QueryError("bad_date", std::string(flag) + " is no date: YYYY, YYYY-MM or YYYY-MM-DD", flag);
  return date;
}

std::string joined(const std::vector<std::string>& words, const char* separator = " ") {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : separator).append(word);
  return text;
}

SearchRequest request_of(const QueryCommand& command) {
  SearchRequest request;
  request.blame = true;
  request.text = joined(command.words);
  request.limit = command.limit.value_or(kDefaultLimit);
  request.offset = command.offset;
  if (!command.sort.empty()) request.sort = sort_from_name(command.sort);
  request.from = date_flag(command.from, "--from");
  request.until = date_flag(command.until, "--until");
  request.categories = command.categories;
  request.sources = command.sources;
  request.authors = command.authors;
  request.typing = command.typing;
  request.facets = command.facets;
  request.explain = command.explain;
  if (command.half_life) request.half_life_years = *command.half_life;
  return request;
}

// A passage without its HTML, as a terminal shows it.
std::string plain(const std::string& html) {
  static constexpr std::pair<std::string_view, std::string_view> kReplaced[] = {
      {"<mark>", ""}, {"</mark>", ""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
  std::string text;
  for (std::size_t at = 0; at < html.size();) {
    bool found = false;
    for (const auto& [from, to] : kReplaced) {
      if (html.compare(at, from.size(), from) != 0) continue;
      text += to;
      at += from.size();
      found = true;
      break;
    }
    if (!found) text += html[at++];
  }
  return text;
}

std::string authors_text(const Paper& paper) {
  constexpr std::size_t kShown = 4;
  std::string text;
  for (std::size_t i = 0; i < paper.authors.size() && i < kShown; ++i) {
    text.append(i == 0 ? "" : ", ").append(paper.authors[i]);
  }
  if (paper.authors.size() > kShown) text += " and " + std::to_string(paper.authors.size() - kShown) + " more";
  return text;
}

void print_hit(std::size_t rank, const Hit& hit, std::ostream& out) {
  const Paper& paper = hit.paper;
  out << rank << ". " << paper.title << (paper.withdrawn ? " [withdrawn]" : "") << "\n   ";
  std::vector<std::string> facts;
  if (paper.published) facts.push_back(paper.published->to_string().substr(0, 10));
  if (!paper.authors.empty()) facts.push_back(authors_text(paper));
  if (!paper.venue.empty()) facts.push_back(paper.venue);
  if (!paper.categories.empty()) facts.push_back(joined(paper.categories));
  facts.push_back(paper.id);
  out << joined(facts, " | ") << '\n';
  if (!hit.highlights.abstract.empty()) out << "   " << plain(hit.highlights.abstract) << '\n';
  if (!hit.explanation) return;
  out << "   why:";
  for (const Explanation::Term& term : hit.explanation->terms) out << ' ' << term.word << " (" << term.field << ')';
  out << " relevance " << hit.explanation->relevance << " recency " << hit.explanation->recency << '\n';
}

void print_counts(const char* name, const std::vector<FacetCount>& counts, std::ostream& out) {
  out << name << ':';
  for (const FacetCount& count : counts) out << ' ' << count.value << '=' << count.count;
  out << '\n';
}

// The papers, in order; false for the format that needs the whole answer.
bool print_hits(const std::vector<Hit>& hits, std::size_t offset, const Format& format, std::ostream& out) {
  if (format == Format(Answer::kJson)) return false;
  if (const auto* file = std::get_if<ExportFormat>(&format)) {
    Exporter exporter(*file);
    for (const Hit& hit : hits) exporter.add(hit.paper);
    out << exporter.take();
    return true;
  }
  std::size_t rank = offset;
  for (const Hit& hit : hits) {
    ++rank;
    if (format == Format(Answer::kIds)) {
      out << hit.paper.id << '\n';
    } else {
      print_hit(rank, hit, out);
    }
  }
  return true;
}

int search(const QueryCommand& command, Searcher& searcher, std::ostream& out, std::ostream& errors) {
  const Format format = format_of(command.format);
  const SearchRequest request = request_of(command);
  const auto start = std::chrono::steady_clock::now();
  const SearchResponse response = searcher.search(request);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  if (!print_hits(response.hits, request.offset, format, out)) {
    JsonWriter json(0);
    write_search(json, request, response, took.count(), "");
    out << json.take();
  }
  if (format == Format(Answer::kText)) {
    if (response.facets) {
      print_counts("year", response.facets->year, out);
      print_counts("category", response.facets->category, out);
      print_counts("source", response.facets->source, out);
    }
    if (!response.corrected.empty()) out << "Did you mean: " << response.corrected << '\n';
    out << (response.total_exact ? "" : "about ") << response.total << (response.total == 1 ? " paper" : " papers")
        << " of " << response.index.documents << '\n';
  }
  for (const std::string& warning : response.warnings) errors << "note: " << warning << '\n';
  return response.hits.empty() ? kExitPartly : kExitDone;
}

int related(const QueryCommand& command, Searcher& searcher, std::ostream& out, std::ostream& errors) {
  const Format format = format_of(command.format);
  const std::string& id = command.words.front();
  const std::optional<Related> found = searcher.related(id, command.limit.value_or(kDefaultLimit));
  if (!found) {
    errors << "error: no paper has the id " << id << '\n';
    return kExitPartly;
  }
  if (!print_hits(found->hits, 0, format, out)) {
    JsonWriter json(0);
    json.begin_object();
    json.member("id", id);
    write_index(json, found->index);
    write_results(json, found->hits);
    json.end_object();
    out << json.take();
  }
  return found->hits.empty() ? kExitPartly : kExitDone;
}

int suggest(const QueryCommand& command, Searcher& searcher, std::ostream& out) {
  const auto suggestions = searcher.suggest(joined(command.words), command.limit.value_or(kDefaultLimit));
  for (const Suggestion& suggestion : suggestions) out << suggestion.text << '\t' << suggestion.count << '\n';
  return suggestions.empty() ? kExitPartly : kExitDone;
}

void print_field(std::string_view name, const std::string& value, std::ostream& out) {
  if (!value.empty()) out << name << ": " << value << '\n';
}

void print_field(std::string_view name, const std::optional<Date>& date, std::ostream& out) {
  if (date) print_field(name, date->to_string(), out);
}

void print_field(std::string_view name, const std::optional<std::int64_t>& number, std::ostream& out) {
  if (number) print_field(name, std::to_string(*number), out);
}

void print_paper(const Paper& paper, std::ostream& out) {
  out << paper.title << (paper.withdrawn ? " [withdrawn]" : "") << '\n';
  print_field("id", paper.id, out);
  print_field("authors", joined(paper.authors, ", "), out);
  print_field("published", paper.published, out);
  print_field("updated", paper.updated, out);
  std::vector<std::string> versions;
  for (const Date& date : paper.versions) versions.push_back(date.to_string());
  print_field("versions", joined(versions), out);
  print_field("categories", joined(paper.categories), out);
  print_field("venue", paper.venue, out);
  print_field("doi", paper.doi, out);
  if (!paper.ids.empty()) print_field("ids", joined(all_ids(paper)), out);
  print_field("url", paper.url, out);
  print_field("urls", joined(paper.urls), out);
  print_field("repository", paper.repository, out);
  print_field("project_page", paper.project_page, out);
  print_field("source", paper.source, out);
  print_field("sources", joined(paper.sources), out);
  print_field("comment", paper.comment, out);
  print_field("journal_ref", paper.journal_ref, out);
  print_field("report_no", paper.report_no, out);
  print_field("upvotes", paper.upvotes, out);
  print_field("comments", paper.comments, out);
  print_field("shown", paper.shown, out);
  print_field("linked", joined(paper.linked), out);
  std::vector<std::string> provenance;
  for (const auto& [field, source] : paper.provenance) provenance.push_back(joined({field, source}, "="));
  print_field("provenance", joined(provenance), out);
  if (!paper.abstract.empty()) out << '\n' << paper.abstract << '\n';
}

int show(const QueryCommand& command, Searcher& searcher, std::ostream& out, std::ostream& errors) {
  const Format format = format_of(command.format);
  const std::optional<Paper> paper = searcher.find(command.words.front());
  if (!paper) {
    errors << "error: no paper has the id " << command.words.front() << '\n';
    return kExitPartly;
  }
  if (const auto* file = std::get_if<ExportFormat>(&format)) {
    out << export_papers(*file, {&*paper});
  } else if (format == Format(Answer::kIds)) {
    out << paper->id << '\n';
  } else if (format == Format(Answer::kText)) {
    print_paper(*paper, out);
  } else {
    JsonWriter json(0);
    write_paper(json, *paper);
    out << json.take();
  }
  return kExitDone;
}

int run(const QueryCommand& command, Searcher& searcher, std::istream& in, std::ostream& out, std::ostream& errors) {
  TrecOptions options;
  options.related = command.related;
  options.typing = command.typing;
  if (!command.sort.empty()) options.sort = sort_from_name(command.sort);
  if (command.limit) options.limit = *command.limit;
  const std::string& name = command.words.front();
  if (name == "-") return run_topics(in, options, searcher, out, errors) == 0 ? kExitDone : kExitPartly;
  std::ifstream file(name);
  if (!file) throw InputError("cannot read " + name);
  return run_topics(file, options, searcher, out, errors) == 0 ? kExitDone : kExitPartly;
}

}  // namespace

int run_query_command(const QueryCommand& command, std::istream& in, std::ostream& out, std::ostream& errors) {
  const auto verify = command.verify ? Snapshot::Verify::kHashes : Snapshot::Verify::kSizes;
  Searcher searcher(Snapshot::open(IndexDir(default_index_dir(command.index)), std::nullopt, verify));
  if (command.name == "search") return search(command, searcher, out, errors);
  if (command.name == "related") return related(command, searcher, out, errors);
  if (command.name == "suggest") return suggest(command, searcher, out);
  if (command.name == "show") return show(command, searcher, out, errors);
  return run(command, searcher, in, out, errors);
}

}  // namespace paperdex
