// Unicode, where it is more than copying bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace paperdex {

// Strict: no overlong forms, surrogates or code points past U+10FFFF.
bool is_valid_utf8(std::string_view text);

// Takes out the characters that turn the direction of what follows them (embeddings and overrides, U+202A to U+202E,
// and isolates, U+2066 to U+2069): an unclosed one lets a title rearrange the page, the file or the mail around it, or
// read as what it is not. The marks of direction (U+200E, U+200F, U+061C) stay: they are letters without a shape, which
// move nothing beyond the punctuation beside them, and Hebrew and Arabic are typed with them.
void remove_bidi_controls(std::string& text);

// Turns every run of white space and control characters (C0, DEL, C1, U+2028, U+2029, no-break space, byte order mark)
// into one space, trims, and takes out what remove_bidi_controls() does. Requires valid UTF-8.
void fold_white_space(std::string& text);

// White space, control characters or those that turn the direction.
bool has_space_or_control(std::string_view text);

// The code point at `at`, and `at` moved behind it. An invalid byte yields U+FFFD and moves by one.
char32_t next_code_point(std::string_view text, std::size_t& at);

void append_utf8(std::string& out, char32_t code_point);

// Appends `letters` with their combining marks composed where Unicode has the letter (NFC).
void append_composed(std::string& out, const std::string& letters);

// Appends a code point as it is compared: accents taken off, ligatures and compatibility forms resolved (NFKD without
// marks), letters without a decomposition spelled (ø o, ß ss, æ ae, ł l, ı i), Greek and others kept. Case is kept.
void append_folded(std::string& out, char32_t code_point);

// A letter, digit or mark of any script.
bool is_word_character(char32_t code_point);

// Of a folded text: lower case of every code point.
void append_lower(std::string& out, char32_t code_point);

}  // namespace paperdex
