// Where papers come from, one at a time.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "data/date.h"
#include "data/paper.h"
#include "data/rejected.h"

namespace paperdex {

// The source no longer has a record.
struct Deleted {
  std::string source;  // as in Paper::source
  std::string id;      // as in Paper::id
};

// All records of one day and set have been handed out: the answer was whole.
struct Covered {
  Day day = 0;
  std::uint64_t announced = 0;  // records of the day, as the source counts them: papers, deletions and rejects
  bool closed = true;           // the day was over, by the source's clock, when it was asked: no more can come
};

// The day is read again from its start: what it handed out so far comes once more.
struct Restarted {};

struct Done {};

using SourceItem = std::variant<Paper, Rejected, Deleted, Restarted, Covered, Done>;

// Not thread-safe.
class PaperSource {
 public:
  virtual ~PaperSource() = default;

  // The next paper, valid (paper_json.h), the next record that is none, or what else there is to say; Done at the end
  // and ever after. Throws InputError when a file fails, FetchError when the network or the server does; what came
  // before it stands, and the source is of no more use.
  virtual SourceItem next() = 0;
};

}  // namespace paperdex
