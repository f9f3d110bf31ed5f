#include "tests/end_to_end/simulated_sources.h"

#include <algorithm>
#include <set>
#include <utility>

#include "tests/source_server_wire.h"

namespace paperdex {
namespace {

using Reply = SourceServer::Reply;
using Request = SourceServer::Request;
using State = SimulatedRecord::State;

constexpr char kArxivPath[] = "/arxiv/oai";
constexpr char kInstitutePath[] = "/institute/oai";
constexpr char kDailyPath[] = "/daily/api/daily_papers";
constexpr std::size_t kDayBytes = 10;  // YYYY-MM-DD

std::map<std::string, std::string> params_of(const std::string& query) {
  return parse_request("GET /?" + query + " HTTP/1.1\r\n").params;
}

std::string param_of(const std::map<std::string, std::string>& params, const std::string& name) {
  const auto found = params.find(name);
  return found == params.end() ? "" : found->second;
}

// As arXiv writes its tokens: encoded once before they come into the XML.
std::string encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '=') {
      out += "%3D";
    } else if (c == '&') {
      out += "%26";
    } else if (c == ':') {
      out += "%3A";
    } else {
      out += c;
    }
  }
  return out;
}

// The records of one list, whole.
struct List {
  std::string from;
  std::string until;
  std::string set;
  std::size_t skip = 0;
  bool resumed = false;

  std::string token(const std::string& source, std::size_t next) const {
    const std::string plain = "verb=ListRecords&from=" + from + "&until=" + until + (set.empty() ? "" : "&set=" + set) +
                              "&skip=" + std::to_string(next);
    if (source == kArxivSource) return encoded(plain);
    std::string escaped;
    for (const char c : plain) escaped += c == '&' ? "&amp;" : std::string(1, c);
    return escaped;
  }
};

// Nothing when the token is none of ours.
std::optional<List> list_of(const Request& request) {
  std::map<std::string, std::string> params = request.params;
  List list;
  list.resumed = params.count("resumptionToken") > 0;
  if (list.resumed) {
    // What comes has been decoded once; arXiv's hold a second layer.
    const std::string token = params["resumptionToken"];
    params = params_of(token.find('=') == std::string::npos ? param_of(params_of("t=" + token), "t") : token);
    const std::string skip = param_of(params, "skip");
    if (skip.empty() || skip.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    list.skip = std::stoul(skip);
  }
  list.from = param_of(params, "from").substr(0, kDayBytes);
  list.until = param_of(params, "until").substr(0, kDayBytes);
  list.set = param_of(params, "set");
  return list;
}

std::string arxiv_metadata(const SimulatedRecord& record) {
  std::string versions =
      "<version version=\"v1\"><date>Mon, 03 Jun 2024 10:00:00 GMT</date><size>14kb</size></version>";
  if (record.state == State::kWithdrawn) {
    versions +=
        "<version version=\"v2\"><date>Tue, 04 Jun 2024 10:00:00 GMT</date><size>0kb</size>"
        "<source_type>I</source_type></version>";
  }
  return "<arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\"><id>" + record.id + "</id>" + versions +
         (record.state == State::kWithoutTitle ? "" : "<title>" + record.title + "</title>") +
         "<authors>Ann Author, Bo Other</authors><categories>cs.LG stat.ML</categories><abstract>What is said of " +
         record.title + ".</abstract></arXivRaw>";
}

std::string dublin_core(const SimulatedRecord& record) {
  return "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">" +
         (record.state == State::kWithoutTitle ? "" : "<dc:title>" + record.title + "</dc:title>") +
         "<dc:creator>Author, Ann</dc:creator><dc:date>2024-06-03</dc:date><dc:description>What is said of " +
         record.title + ".</dc:description><dc:type>article</dc:type></oai_dc:dc>";
}

std::string oai_record(const SimulatedRecord& record) {
  const bool is_arxiv = record.source == kArxivSource;
  const bool is_deleted = record.state == State::kDeleted;
  return std::string("<record><header") + (is_deleted ? " status=\"deleted\"" : "") + "><identifier>" +
         (is_arxiv ? "oai:arXiv.org:" : "") + record.id + "</identifier><datestamp>" +
         Date::from_day(record.day).to_string() + "</datestamp><setSpec>" + record.set + "</setSpec></header>" +
         (is_deleted ? "" : "<metadata>" + (is_arxiv ? arxiv_metadata(record) : dublin_core(record)) + "</metadata>") +
         "</record>";
}

std::string daily_item(const SimulatedRecord& record) {
  return R"({"paper":{"id":")" + record.id +
         R"(","authors":[{"name":"Ann Author"}],"publishedAt":"2024-06-03T10:00:00.000Z")" +
         (record.state == State::kWithoutTitle ? "" : R"(,"title":")" + record.title + '"') +
         R"(,"summary":"What is said of )" + record.title + R"(.","upvotes":)" + std::to_string(record.upvotes) +
         R"(},"numComments":1})";
}

}  // namespace

std::string simulated_id(const std::string& source, int number) {
  const std::string digits = std::to_string(100'000 + number).substr(1);
  return source == kInstituteSource ? "oai:institute.example:" + digits : "2406." + digits;
}

std::vector<SimulatedRecord> simulated_papers(const std::string& source, Day day, int first, int count,
                                              const std::string& set) {
  std::vector<SimulatedRecord> records;
  for (int number = first; number < first + count; ++number) {
    SimulatedRecord record{source, simulated_id(source, number), day, set};
    record.title = "Lanterns over the harbour seen by " + source + " in study " + std::to_string(number);
    record.upvotes = source == kDailySource ? number : 0;
    records.push_back(std::move(record));
  }
  return records;
}

SimulatedSources::SimulatedSources(std::vector<SimulatedRecord> records, std::size_t page_size)
    : records_(std::move(records)),
      page_size_(page_size),
      server_([this](const Request& request) { return answer(request); }) {}

void SimulatedSources::set_records(std::vector<SimulatedRecord> records) {
  const std::lock_guard lock(mutex_);
  records_ = std::move(records);
}

void SimulatedSources::set_hook(Hook hook) {
  const std::lock_guard lock(mutex_);
  hook_ = std::move(hook);
  asked_.clear();
}

void SimulatedSources::set_clock(std::optional<Date> clock) {
  const std::lock_guard lock(mutex_);
  clock_ = clock;
}

std::string SimulatedSources::base_url(const std::string& source) const {
  return server_.url(source == kArxivSource ? kArxivPath : source == kInstituteSource ? kInstitutePath : "/daily");
}

std::vector<std::string> SimulatedSources::ids(const std::string& source) const {
  const std::lock_guard lock(mutex_);
  std::set<std::string> ids;
  for (const SimulatedRecord& record : records_) {
    if (record.is_paper() && (source.empty() || record.source == source)) ids.insert(record.id);
  }
  return {ids.begin(), ids.end()};
}

std::vector<SimulatedRecord> SimulatedSources::records() const {
  const std::lock_guard lock(mutex_);
  return records_;
}

std::vector<SimulatedSources::Ask> SimulatedSources::take_asks() {
  const std::lock_guard lock(mutex_);
  return std::exchange(asks_, {});
}

Reply SimulatedSources::answer(const Request& request) {
  const std::lock_guard lock(mutex_);
  Ask ask;
  Reply reply = request.path == kDailyPath                                     ? daily_answer(request, ask)
                : request.path == kArxivPath || request.path == kInstitutePath ? oai_answer(request, ask)
                                                                               : SourceServer::status(404);
  if (clock_) reply.headers["Date"] = http_date(clock_->first_second());
  ask.before = asked_[request.target()]++;
  asks_.push_back(ask);
  return hook_ ? hook_(ask, std::move(reply)) : reply;
}

std::string SimulatedSources::document(const std::string& content) const {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
         "<responseDate>" +
         clock_.value_or(Date::now()).to_string() + "</responseDate><request/>" + content + "</OAI-PMH>";
}

Reply SimulatedSources::error(const std::string& code) const {
  return SourceServer::xml(document("<error code=\"" + code + "\">so it is</error>"));
}

Reply SimulatedSources::oai_answer(const Request& request, Ask& ask) const {
  ask.source = request.path == kArxivPath ? kArxivSource : kInstituteSource;
  if (request.param("verb") == "Identify") {
    ask.identify = true;
    return SourceServer::xml(
        document("<Identify><earliestDatestamp>2020-01-01T00:00:00Z</earliestDatestamp><granularity>"
                 "YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"));
  }
  const std::optional<List> list = list_of(request);
  if (!list) return error("badResumptionToken");
  const auto from = Date::parse(list->from), until = Date::parse(list->until);
  if (!from || !until) return error("badArgument");
  ask.day = from->first_day();
  ask.set = list->set;
  ask.page = list->skip / page_size_;
  std::vector<SimulatedRecord> matching;
  for (const SimulatedRecord& record : records_) {
    if (record.source == ask.source && record.day >= ask.day && record.day <= until->first_day() &&
        (list->set.empty() || record.set == list->set)) {
      matching.push_back(record);
    }
  }
  if (list->skip >= matching.size()) return error("noRecordsMatch");
  const std::size_t end = std::min(list->skip + page_size_, matching.size());
  std::string content = "<ListRecords>";
  for (std::size_t i = list->skip; i < end; ++i) content += oai_record(matching[i]);
  if (end < matching.size() || list->resumed) {
    content += "<resumptionToken";
    if (ask.source != kArxivSource) content += " completeListSize=\"" + std::to_string(matching.size()) + '"';
    content += '>' + (end < matching.size() ? list->token(ask.source, end) : "") + "</resumptionToken>";
  }
  return SourceServer::xml(document(content + "</ListRecords>"));
}

Reply SimulatedSources::daily_answer(const Request& request, Ask& ask) const {
  ask.source = kDailySource;
  ask.day = Date::parse(request.param("date")).value_or(Date::from_day(0)).first_day();
  ask.page = std::stoul("0" + request.param("p"));
  if (ask.day > today()) return SourceServer::json(R"({"error":"a day to come"})", 400);
  std::vector<SimulatedRecord> matching;
  std::copy_if(records_.begin(), records_.end(), std::back_inserter(matching),
               [&](const SimulatedRecord& record) { return record.source == kDailySource && record.day == ask.day; });
  const std::size_t begin = std::min(ask.page * page_size_, matching.size());
  const std::size_t end = std::min(begin + page_size_, matching.size());
  std::string list;
  for (std::size_t i = begin; i < end; ++i) list += (i == begin ? "" : ",") + daily_item(matching[i]);
  Reply reply = SourceServer::json('[' + list + ']');
  if (end < matching.size()) {
    reply.headers["Link"] = "<" + server_.url(kDailyPath) + "?date=" + request.param("date") +
                            "&p=" + std::to_string(ask.page + 1) + "&limit=100>; rel=\"next\"";
  }
  return reply;
}

}  // namespace paperdex
