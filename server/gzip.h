// Compression of answers. cpp-httplib's own sends an empty body as a good one when zlib gets no memory.
#pragma once

#include <string>
#include <string_view>

namespace paperdex {

// As a gzip file (RFC 1952). Throws std::bad_alloc. Cost: 2.8 ms for 100 KB.
std::string gzip(std::string_view bytes);

}  // namespace paperdex
