#include "server/xml_writer.h"

#include "data/text/unicode.h"

namespace paperdex {
namespace {

bool is_xml_character(char32_t c) {
  if (c < U' ') return c == U'\t' || c == U'\n' || c == U'\r';
  return c != 0xFFFE && c != 0xFFFF;
}

// A reader takes line ends and tabs of an attribute for spaces, and CR LF for one line end anywhere.
void append_escaped(std::string& out, std::string_view text, bool in_attribute) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = next_code_point(text, at);
    // U+FFFD of three bytes stands in the text itself; of one it says that the byte is no UTF-8.
    if (!is_xml_character(c) || (c == 0xFFFD && at == start + 1)) continue;
    switch (c) {
      case U'&':
        out += "&amp;";
        break;
      case U'<':
        out += "&lt;";
        break;
      case U'>':
        out += "&gt;";
        break;
      case U'"':
        out += "&quot;";
        break;
      case U'\r':
        out += "&#13;";
        break;
      case U'\t':
        out += in_attribute ? "&#9;" : "\t";
        break;
      case U'\n':
        out += in_attribute ? "&#10;" : "\n";
        break;
      default:
        out.append(text, start, at - start);
    }
  }
}

}  // namespace

XmlWriter::XmlWriter(std::size_t expected_bytes) {
  out_.reserve(expected_bytes);
  out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
}

void XmlWriter::start(std::string_view name, const Attributes& attributes) {
  out_ += '\n';
  out_.append(2 * open_.size(), ' ');
  out_.append("<").append(name);
  for (const auto& [attribute, value] : attributes) {
    out_.append(" ").append(attribute).append("=\"");
    append_escaped(out_, value, true);
    out_ += '"';
  }
}

void XmlWriter::open(std::string_view name, Attributes attributes) {
  start(name, attributes);
  out_ += '>';
  open_.emplace_back(name);
}

void XmlWriter::close() {
  const std::string name = std::move(open_.back());
  open_.pop_back();
  out_ += '\n';
  out_.append(2 * open_.size(), ' ');
  out_.append("</").append(name).append(">");
}

void XmlWriter::element(std::string_view name, std::string_view text, Attributes attributes) {
  start(name, attributes);
  out_ += '>';
  append_escaped(out_, text, false);
  out_.append("</").append(name).append(">");
}

void XmlWriter::element(std::string_view name, Attributes attributes) {
  start(name, attributes);
  out_ += "/>";
}

void XmlWriter::element_if(std::string_view name, std::string_view text, Attributes attributes) {
  if (!text.empty()) element(name, text, attributes);
}

std::string XmlWriter::take() {
  while (!open_.empty()) close();
  return std::move(out_) + "\n";
}

}  // namespace paperdex
