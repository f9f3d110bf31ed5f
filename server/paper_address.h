// Where a paper has its page: one way of writing it for pages, feeds, mails and other people's clients.
#pragma once

#include <string>

namespace paperdex {

// "/papers/hep-th/9901001" on this server: an id whose writing an address would bend is encoded whole. Pure and
// thread-safe.
std::string paper_address(const std::string& id);

}  // namespace paperdex
