// One response of an OAI-PMH server: all of it, or a fault.
//
// pugixml is an implementation detail of the .cc files; include this header there only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "data/date.h"

namespace paperdex {

// What the protocol calls an error: "noRecordsMatch", "badResumptionToken", "badArgument", ...
struct OaiError {
  std::string code;
  std::string text;
};

// As the server wrote it, nothing checked.
struct OaiRecord {
  std::string identifier;
  std::string datestamp;
  bool deleted = false;
  std::vector<std::string> sets;
  pugi::xml_node metadata;  // the element within <metadata>, in the page's document; null when there is none
};

// An answer to ListRecords: errors, or records and what leads to the next page.
struct OaiPage {
  std::unique_ptr<pugi::xml_document> document;  // what the records' nodes point into
  std::optional<Day> response_day;               // of responseDate: the day by the server's clock
  std::vector<OaiError> errors;
  std::vector<OaiRecord> records;
  bool says_what_follows = false;                   // there is a token, or an empty one: the list ends here
  std::string token;                                // as the XML holds it; "" on the last page
  std::optional<std::uint64_t> complete_list_size;  // of the whole list, where the server says so
};

// An answer to Identify: errors, or what a repository says of itself.
struct OaiIdentity {
  std::vector<OaiError> errors;
  Day earliest = 0;                 // no record has an earlier datestamp
  std::optional<Day> response_day;  // by the server's clock
  bool seconds = false;             // its datestamps have a time of day
};

// Throw FetchError when `body` is no whole OAI-PMH document, or holds neither an error nor what was asked for: HTML,
// nothing, XML that is cut off anywhere, a list without records and without a token. Cost: linear.
OaiPage parse_oai_page(std::string_view body);
OaiIdentity parse_oai_identity(std::string_view body);

// The name of an element without its namespace's prefix, because every server chooses prefixes of its own.
std::string_view local_name(const pugi::xml_node& node);

// The first child element of that local name, or null.
pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name);

// All text within an element, that of its elements set apart by spaces.
std::string text_of(const pugi::xml_node& node);

// "badArgument: The set does not exist; ...", on one line and short whatever the server sent.
std::string describe(const std::vector<OaiError>& errors);

}  // namespace paperdex
