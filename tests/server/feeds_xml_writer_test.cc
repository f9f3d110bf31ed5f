// What the XML writer makes of text that is hostile to XML.
#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "server/xml_writer.h"

namespace paperdex {
namespace {

struct Case {
  std::string text;
  std::string read;     // by another parser
  std::string written;  // in an element
};

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out += static_cast<char>(value);
  return out;
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"plain", "plain", "plain"},
      {"a & b < c > d", "a & b < c > d", "a &amp; b &lt; c &gt; d"},
      {"]]> \"quoted\" 'too'", "]]> \"quoted\" 'too'", "]]&gt; &quot;quoted&quot; 'too'"},
      {"&amp; stays", "&amp; stays", "&amp;amp; stays"},
      {"tab\tand\nline", "tab\tand\nline", "tab\tand\nline"},
      {"cr\r\nlf", "cr\r\nlf", "cr&#13;\nlf"},
      {std::string("\x00\x01\x08\x0b\x1f|", 6), "|", "|"},
      {bytes({0xEF, 0xBF, 0xBE, 'a', 0xEF, 0xBF, 0xBF}), "a", "a"},          // U+FFFE, U+FFFF
      {bytes({0xEF, 0xBF, 0xBD, 'a'}), bytes({0xEF, 0xBF, 0xBD, 'a'}), ""},  // U+FFFD may stand
      {bytes({'a', 0xFF, 0xC3, 'b', 0xED, 0xA0, 0x80}), "ab", "ab"},         // no UTF-8, and a surrogate
      {"\xF0\x9F\x98\x80 \xD9\x85\xD8\xB1", "\xF0\x9F\x98\x80 \xD9\x85\xD8\xB1", ""},
  };
  return all;
}

TEST(XmlWriter, IsReadAsItWasWritten) {
  for (const Case& test : cases()) {
    SCOPED_TRACE(test.written);
    XmlWriter xml(16);
    xml.open("r");
    xml.element("t", test.text, {{"a", test.text}});
    const std::string out = xml.take();
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(out.c_str(), pugi::parse_default | pugi::parse_ws_pcdata)) << out;
    const pugi::xml_node node = document.child("r").child("t");
    EXPECT_EQ(node.text().get(), test.read);
    EXPECT_EQ(node.attribute("a").value(), test.read) << out;
    const std::string written = ">" + test.written + "</t>";
    EXPECT_TRUE(test.written.empty() || out.find(written) != std::string::npos) << out;
  }
}

TEST(XmlWriter, LaysOutElementsAndClosesWhatIsOpen) {
  XmlWriter xml(16);
  xml.open("a", {{"x", "1"}});
  xml.open("b");
  xml.element("c", "text");
  xml.element("d", {{"y", "2"}});
  xml.element_if("e", "");
  xml.close();
  xml.open("f");
  EXPECT_EQ(
      xml.take(),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1\">\n  <b>\n    <c>text</c>\n    <d y=\"2\"/>\n  </b>\n"
      "  <f>\n  </f>\n</a>\n");
}

}  // namespace
}  // namespace paperdex
