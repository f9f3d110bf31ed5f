// Where papers come from, one at a time.
#pragma once

#include <variant>

#include "data/paper.h"
#include "data/rejected.h"

namespace paperdex {

struct Done {};

// Not thread-safe.
class PaperSource {
 public:
  virtual ~PaperSource() = default;

  // The next paper, valid (paper_json.h), or the next record that is none; Done at the end and ever after. Throws
  // InputError when the source itself fails; what came before it stands.
  virtual std::variant<Paper, Rejected, Done> next() = 0;
};

}  // namespace paperdex
