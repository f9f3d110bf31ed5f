// The parts of a web address, as libcurl reads it: what is looked at is what is then asked.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>

namespace paperdex {

using UrlHandle = std::unique_ptr<CURLU, void (*)(CURLU*)>;

// Empty. Throws std::bad_alloc.
UrlHandle new_url_handle();

// "" for a part that the address has not. `flags`: CURLU_*.
std::string url_part(CURLU* handle, CURLUPart part, unsigned int flags = 0);

// A host, in lower case, that is this machine whatever a name server says.
bool is_loopback_host(const std::string& host);

}  // namespace paperdex
