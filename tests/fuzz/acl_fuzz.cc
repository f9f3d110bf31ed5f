// Files of the ACL Anthology.
#include "indexer/sources/acl.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/papers.h"

namespace paperdex {

void fuzz(std::string_view input) {
  const MemoryFile file(input);
  HarvestTask task;
  task.config.kind = SourceKind::kAcl;
  task.config.name = "acl";
  task.config.paths = {file.path()};
  task.days = {0};
  read_papers(*acl_source(task));
}

}  // namespace paperdex
