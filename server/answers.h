// Answers as the endpoints make them, and what several APIs say alike.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "data/json_writer.h"
#include "server/http.h"
#include "server/route.h"

namespace paperdex {

inline HttpResponse answer_of(std::string body, std::string type, int status = 200) {
  HttpResponse response;
  response.status = status;
  response.content_type = std::move(type);
  response.body = std::move(body);
  return response;
}

inline HttpResponse json_answer(JsonWriter&& json, int status = 200) {
  return answer_of(json.take(), "application/json", status);
}

// The next page, for a client that takes the header's address as it is.
inline void link_next(HttpResponse& response, const std::string& address) {
  response.headers.emplace_back("Link", "<" + address + ">; rel=\"next\"");
}

// An error as other people's APIs give it, {"error": "..."}; a failure of the server also has its "message".
inline HttpResponse bare_error(const HttpError& error, const Asked&) {
  JsonWriter json(256);
  json.begin_object();
  json.member("error", std::string_view(error.what()));
  if (error.status() >= 500) json.member("message", std::string_view(error.what()));
  json.end_object();
  return json_answer(std::move(json), error.status());
}

}  // namespace paperdex
