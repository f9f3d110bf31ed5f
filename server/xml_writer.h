// XML as it is sent: written straight into one string.
//
// Whatever text it is given, what comes out is well-formed: markup is escaped, and what XML 1.0 cannot hold (control
// characters, U+FFFE, U+FFFF, bytes that are not UTF-8) is left out.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace paperdex {

// One document. Not thread-safe: one writer for each answer. Names of elements and attributes are the caller's own
// words, written as they are. An element has either text or elements in it, which stand on lines of their own.
class XmlWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  explicit XmlWriter(std::size_t expected_bytes);

  void open(std::string_view name, Attributes attributes = {});
  void close();
  // One with text, or with nothing but attributes.
  void element(std::string_view name, std::string_view text, Attributes attributes = {});
  void element(std::string_view name, Attributes attributes);
  // Only where there is text.
  void element_if(std::string_view name, std::string_view text, Attributes attributes = {});

  // Closes what is open and ends the document.
  std::string take();

 private:
  void start(std::string_view name, const Attributes& attributes);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace paperdex
