// What the endpoints of several APIs need to answer.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "data/json_writer.h"
#include "server/http.h"
#include "server/route.h"

namespace paperdex {

inline HttpResponse json_answer(JsonWriter&& json) {
  HttpResponse response;
  response.content_type = "application/json";
  response.body = json.take();
  return response;
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
  HttpResponse response = json_answer(std::move(json));
  response.status = error.status();
  return response;
}

}  // namespace paperdex
