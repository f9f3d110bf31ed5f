// A record that could not become a paper: said, counted, and the rest goes on.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace paperdex {

// Thrown within the parsing of one record; its reader catches it and hands out a Rejected.
class Rejection : public std::exception {
 public:
  Rejection(std::string field, std::string reason) : field_(std::move(field)), reason_(std::move(reason)) {}

  const char* what() const noexcept override { return reason_.c_str(); }
  const std::string& field() const { return field_; }    // "" when the record as a whole is at fault
  const std::string& reason() const { return reason_; }  // "is missing", "is not valid UTF-8"

 private:
  std::string field_;
  std::string reason_;
};

struct Rejected {
  std::string source;      // the file or the source
  std::uint64_t line = 0;  // 1-based line, or record where there are no lines
  std::string field;
  std::string reason;
};

}  // namespace paperdex
