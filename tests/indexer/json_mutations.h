// A JSON text with one of its values replaced by a value of another kind: what a parser of records must survive.
#pragma once

#include <gtest/gtest.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstddef>
#include <string>
#include <vector>

#include "data/json.h"
#include "data/paper.h"

namespace paperdex {

inline std::string text_of(const JsonValue& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

inline void collect_values(JsonValue& value, std::vector<JsonValue*>& values) {
  values.push_back(&value);
  if (value.IsObject()) {
    for (rapidjson::SizeType i = 0; i < value.MemberCount(); ++i) {
      collect_values((value.MemberBegin() + static_cast<std::ptrdiff_t>(i))->value, values);
    }
  } else if (value.IsArray()) {
    for (auto& item : value.GetArray()) collect_values(item, values);
  }
}

// Every value of the text, the whole included, replaced in turn by each of the kinds of values.
inline std::vector<std::string> mutations_of(const std::string& text) {
  JsonDocument document;
  document.Parse(text.c_str());
  EXPECT_FALSE(document.HasParseError());
  std::vector<JsonValue*> values;
  collect_values(document, values);
  std::vector<std::string> mutations;
  for (JsonValue* value : values) {
    for (const char* other : {"null", "true", "false", "-1", "17", "1e400", "123456789012345678901234567890", "\"\"",
                              "\"text\"", "[]", "[null]", "[[]]", "[1]", "[\"a\"]", "[{}]", "{}", "{\"a\":1}"}) {
      JsonDocument replacement(&document.GetAllocator());
      replacement.Parse<rapidjson::kParseNumbersAsStringsFlag>(other);
      const bool is_number = other[0] == '-' || (other[0] >= '0' && other[0] <= '9');
      JsonValue taken;
      taken.Swap(replacement);
      value->Swap(taken);
      std::string mutated = text_of(document);
      if (is_number) {  // written as the string that it was read as; take its quotes off
        const std::string quoted = '"' + std::string(other) + '"';
        const std::size_t at = mutated.find(quoted);
        if (at != std::string::npos) mutated.replace(at, quoted.size(), other);
      }
      mutations.push_back(std::move(mutated));
      value->Swap(taken);
    }
  }
  return mutations;
}

// Reads every mutation: each becomes a paper with id and title, or a Rejection with a reason.
template <typename Read>
void expect_no_mutation_surprises(const std::string& text, const Read& read) {
  std::size_t papers = 0;
  std::size_t rejections = 0;
  for (const std::string& mutation : mutations_of(text)) {
    SCOPED_TRACE(mutation);
    try {
      const Paper paper = read(mutation);
      EXPECT_FALSE(paper.id.empty());
      EXPECT_FALSE(paper.title.empty());
      ++papers;
    } catch (const Rejection& rejection) {
      EXPECT_FALSE(rejection.reason().empty());
      ++rejections;
    }
  }
  EXPECT_GT(papers, 0U);
  EXPECT_GT(rejections, 0U);
}

}  // namespace paperdex
