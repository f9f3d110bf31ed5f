// Secrets that go out in links, and what is kept of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace paperdex {

inline constexpr std::size_t kTokenBytes = 16;  // 128 bits
inline constexpr std::size_t kSecretBytes = 32;

// From the kernel. Throws MailError when it has none to give.
std::string random_bytes(std::size_t count);

std::string to_hex(std::string_view bytes);  // lower case

// Raw bytes of SHA-256 and HMAC-SHA256.
std::string sha256(std::string_view text);
std::string hmac_sha256(std::string_view secret, std::string_view text);

// kTokenBytes of an HMAC in hexadecimal: whoever lacks the secret can only guess at it.
std::string derive_token(std::string_view secret, std::string_view text);

// Has the form of a token. Cheap, so that nonsense is turned away before the database is asked.
bool is_token(std::string_view text);

// Takes as long wherever the two differ. Texts of different lengths differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace paperdex
