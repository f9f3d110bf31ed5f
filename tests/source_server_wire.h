// HTTP's text as the test server reads and writes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/source_server.h"

namespace paperdex {

// `head` ends with the line end of its last line.
SourceServer::Request parse_request(const std::string& head);

std::string head_of(const SourceServer::Reply& reply, std::size_t body_bytes, bool keep_alive);

// As in a Date header.
std::string http_date(std::int64_t unix_seconds);

std::string chunk_of(const std::string& bytes);

}  // namespace paperdex
