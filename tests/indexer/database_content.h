// What a database holds, as text that tests compare.
#pragma once

#include <xapian.h>

#include <map>
#include <string>
#include <vector>

#include "data/schema.h"

namespace paperdex {

// "term wdf @position,position", in order of terms.
inline std::vector<std::string> terms_of(const Xapian::Document& document) {
  std::vector<std::string> terms;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    std::string text = *term + ' ' + std::to_string(term.get_wdf());
    const char* separator = " @";
    for (auto position = term.positionlist_begin(); position != term.positionlist_end(); ++position) {
      text += separator + std::to_string(*position);
      separator = ",";
    }
    terms.push_back(text);
  }
  return terms;
}

// Stored data -> values and terms: all that a search can see but the docid.
inline std::map<std::string, std::string> content_of(const Xapian::Database& database) {
  std::map<std::string, std::string> content;
  for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
    const Xapian::Document document = database.get_document(*posting);
    std::string text;
    for (auto value = document.values_begin(); value != document.values_end(); ++value) {
      text += '\n' + std::to_string(value.get_valueno()) + '=' + *value;
    }
    for (const std::string& term : terms_of(document)) text += '\n' + term;
    content[document.get_data()] = text;
  }
  return content;
}

// The docid of the paper with this id; 0 when there is none or more than one.
inline Docid docid_of(const Xapian::Database& database, const std::string& id) {
  const std::string term = id_term(id);
  return database.get_termfreq(term) == 1 ? *database.postlist_begin(term) : 0;
}

}  // namespace paperdex
