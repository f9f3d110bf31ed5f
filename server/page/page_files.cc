#include "server/page/page_files.h"

namespace paperdex {

const std::vector<PageFile>& page_files() {
  static const std::vector<PageFile> files = [] {
    std::vector<PageFile> all = own_files();
    all.insert(all.end(), math_files().begin(), math_files().end());
    return all;
  }();
  return files;
}

}  // namespace paperdex
