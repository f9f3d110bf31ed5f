#include "indexer/sources/oai_page.h"

#include <algorithm>
#include <charconv>

#include "data/error.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

constexpr std::size_t kDayBytes = 10;  // YYYY-MM-DD

std::string trimmed_text(const pugi::xml_node& node) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::string text = text_of(node);
  const std::size_t begin = text.find_first_not_of(kSpace);
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// A time without an offset is the servers' mistake, not another clock's: the protocol knows UTC only.
std::optional<Day> day_of(const std::string& text) {
  std::optional<Date> date = Date::parse(text);
  if (!date) date = Date::parse(std::string_view(text).substr(0, kDayBytes));
  if (!date || date->precision() < Date::Precision::kDay) return std::nullopt;
  return date->first_day();
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// After a fault pugixml keeps the tree it has built so far. Nothing of it is looked at.
std::unique_ptr<pugi::xml_document> whole_document(std::string_view body) {
  auto document = std::make_unique<pugi::xml_document>();
  const pugi::xml_parse_result result = document->load_buffer(body.data(), body.size());
  if (!result) {
    throw FetchError(std::string("the answer is no whole XML: ") + result.description() + " at byte " +
                     std::to_string(result.offset));
  }
  const pugi::xml_node root = document->document_element();
  if (local_name(root) != "OAI-PMH") throw FetchError("the answer is not of OAI-PMH");
  for (pugi::xml_node node = root.next_sibling(); node; node = node.next_sibling()) {
    if (node.type() == pugi::node_element) throw FetchError("the answer goes on after its end");
  }
  return document;
}

std::vector<OaiError> errors_of(const pugi::xml_node& root) {
  std::vector<OaiError> errors;
  for (const pugi::xml_node& node : root.children()) {
    if (local_name(node) == "error") errors.push_back({node.attribute("code").value(), trimmed_text(node)});
  }
  return errors;
}

OaiRecord record_of(const pugi::xml_node& node) {
  OaiRecord record;
  const pugi::xml_node header = child_named(node, "header");
  record.deleted = std::string_view(header.attribute("status").value()) == "deleted";
  for (const pugi::xml_node& field : header.children()) {
    const std::string_view name = local_name(field);
    if (name == "identifier") record.identifier = trimmed_text(field);
    if (name == "datestamp") record.datestamp = trimmed_text(field);
    if (name == "setSpec") record.sets.push_back(trimmed_text(field));
  }
  for (const pugi::xml_node& field : child_named(node, "metadata").children()) {
    if (field.type() == pugi::node_element && !record.metadata) record.metadata = field;
  }
  return record;
}

}  // namespace

OaiPage parse_oai_page(std::string_view body) {
  OaiPage page;
  page.document = whole_document(body);
  const pugi::xml_node root = page.document->document_element();
  page.response_day = day_of(trimmed_text(child_named(root, "responseDate")));
  page.errors = errors_of(root);
  const pugi::xml_node list = child_named(root, "ListRecords");
  if (!list && page.errors.empty()) throw FetchError("the answer holds neither records nor an error");
  for (const pugi::xml_node& node : list.children()) {
    const std::string_view name = local_name(node);
    if (name == "record") page.records.push_back(record_of(node));
    if (name != "resumptionToken") continue;
    page.says_what_follows = true;
    page.token = trimmed_text(node);
    page.complete_list_size = number_of(node.attribute("completeListSize").value());
  }
  // An end without records is an error of the protocol's, noRecordsMatch, or an empty token.
  if (page.errors.empty() && page.records.empty() && !page.says_what_follows) {
    throw FetchError("the answer holds no records and does not say that there are none");
  }
  return page;
}

OaiIdentity parse_oai_identity(std::string_view body) {
  const std::unique_ptr<pugi::xml_document> document = whole_document(body);
  const pugi::xml_node root = document->document_element();
  OaiIdentity identity;
  identity.errors = errors_of(root);
  const pugi::xml_node identify = child_named(root, "Identify");
  if (!identify && identity.errors.empty()) throw FetchError("the answer holds neither an identity nor an error");
  const std::string earliest = trimmed_text(child_named(identify, "earliestDatestamp"));
  identity.response_day = day_of(trimmed_text(child_named(root, "responseDate")));
  identity.seconds = trimmed_text(child_named(identify, "granularity")).find('T') != std::string::npos;
  // "0001-01-01T00:00:00Z" is what servers say that do not know it. A year or a month would do for a lower limit.
  if (const std::optional<Date> date = Date::parse(std::string_view(earliest).substr(0, kDayBytes))) {
    identity.earliest = std::max(identity.earliest, date->first_day());
  }
  return identity;
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name) {
  return node.find_child([name](const pugi::xml_node& child) { return local_name(child) == name; });
}

std::string text_of(const pugi::xml_node& node) {
  // traverse() does not recurse, so depth costs no stack.
  struct Text : pugi::xml_tree_walker {
    std::string all;
    bool for_each(pugi::xml_node& part) override {
      if (part.type() == pugi::node_element) all += ' ';
      if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) all += part.value();
      return true;
    }
  } text;
  pugi::xml_node mutable_node = node;
  mutable_node.traverse(text);
  return std::move(text.all);
}

std::string describe(const std::vector<OaiError>& errors) {
  constexpr std::size_t kMaxBytes = 500;
  std::string line;
  for (const OaiError& error : errors) {
    line += (line.empty() ? "" : "; ") + error.code + (error.text.empty() ? "" : ": ") + error.text;
  }
  if (!is_valid_utf8(line)) return "an error that is not valid UTF-8";
  fold_white_space(line);
  if (line.size() <= kMaxBytes) return line;
  std::size_t end = kMaxBytes;
  while ((static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;  // not within a character
  return line.substr(0, end) + "...";
}

}  // namespace paperdex
