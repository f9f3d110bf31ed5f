// One reading of a text by plain_text(); not for other users.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/text/html_tags.h"
#include "data/text/next_occurrence.h"

namespace paperdex {

// Reads from left to right, without recursion. Not thread-safe; run() once. `source` must outlive it.
class PlainPass {
 public:
  explicit PlainPass(std::string_view source) : source_(source), next_(source) {}

  std::string run();

 private:
  static constexpr std::size_t kNone = std::string_view::npos;

  // A '{' that was read: what its '}' at `end` stands for. After "\unknown{x}" another '{' is an argument too.
  struct Group {
    std::size_t end = 0;
    std::string_view closing;
    bool is_argument = false;
  };
  struct Accent {
    char32_t mark = 0;  // 0: none stands there
    std::size_t bytes = 0;
    bool is_letter = false;  // \v, not \"
  };
  // The letter under accents, or what the accents' commands stand for without one.
  struct AccentedLetter {
    std::string marks;                // the innermost first
    std::vector<std::size_t> braces;  // the '{' that were opened
    std::string letter;               // "" when there is none
    std::size_t end = 0;
  };

  char at(std::size_t place) const { return place < source_.size() ? source_[place] : '\0'; }
  std::size_t skip_spaces(std::size_t place) const;
  void copy(std::size_t bytes);
  void replace(std::size_t bytes, std::string_view text);

  // plain_pass.cc
  void step();
  void dollar();
  void open_brace();
  void close_brace();
  bool follows_broken_command() const;
  void open_group(std::size_t brace, std::string_view closing, bool is_argument);
  void tie();
  void dashes();
  void backquotes();
  void quotes();
  bool in_address();
  std::size_t brace_end(std::size_t brace);  // its '}', or kNone

  // plain_html.cc
  void entity();
  void angle();
  bool skip_through(std::string_view end, std::size_t begin);
  void tag(const Tag& tag);
  void element(const Tag& tag);
  std::size_t end_tag(const Tag& tag);

  // plain_tex.cc
  void command();
  void sign_command(char sign);
  void named_command(std::string_view name);
  void unknown_command(std::size_t bytes);
  bool with_argument(std::size_t bytes, std::string_view opening, std::string_view closing);
  void drop_arguments(std::size_t bytes);
  void address(std::size_t bytes);
  void environment(bool is_begin, std::size_t bytes);
  bool accent();
  Accent accent_at(std::size_t place) const;
  AccentedLetter accented_letter(std::size_t place) const;
  bool accent_without_letter(const AccentedLetter& accented);
  bool is_escaped_apostrophe() const;

  std::string_view source_;
  std::size_t at_ = 0;
  std::string out_;
  NextOccurrence next_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> brace_ends_;  // of each byte of the source; made when a brace is met first
  int open_quotes_ = 0;
  std::ptrdiff_t dollars_ = 0;  // in the source
  std::string lower_;           // the source in lower case, for the ends of elements; made when needed
  std::optional<NextOccurrence> next_lower_;
  std::size_t mathml_ends_ = 0;  // before here, MathML stands beside TeX
  std::size_t word_end_ = 0;     // of the run without white space that in_address() looked at last
  std::size_t address_ = kNone;  // where an address starts in it
};

}  // namespace paperdex
