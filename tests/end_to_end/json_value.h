// The programs' JSON as RapidJSON reads it by itself.
#pragma once

#include <rapidjson/document.h>

#include <string>
#include <vector>

namespace paperdex {

// A document with HasParseError() when the text is not JSON.
inline rapidjson::Document json_of(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.c_str());
  return document;
}

inline bool has_members(const rapidjson::Value& object, const std::vector<const char*>& names) {
  for (const char* name : names) {
    if (!object.IsObject() || !object.HasMember(name)) return false;
  }
  return true;
}

// The text of a member; "" when there is none.
inline std::string text_member(const rapidjson::Value& object, const char* name) {
  return has_members(object, {name}) && object[name].IsString() ? object[name].GetString() : "";
}

// The ids of an answer's results, in order.
inline std::vector<std::string> result_ids(const rapidjson::Value& answer) {
  std::vector<std::string> ids;
  if (!has_members(answer, {"results"}) || !answer["results"].IsArray()) return ids;
  for (const auto& result : answer["results"].GetArray()) ids.push_back(text_member(result, "id"));
  return ids;
}

}  // namespace paperdex
