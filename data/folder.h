// What lies in a folder.
#pragma once

#include <filesystem>
#include <vector>

namespace paperdex {

// Every file and folder at any depth under `folder`, in no order; symbolic links are not followed. Throws
// std::filesystem::filesystem_error, and std::bad_alloc where the iterators of std::filesystem, whose steps are
// noexcept, would end the program.
std::vector<std::filesystem::path> all_under(const std::filesystem::path& folder);

}  // namespace paperdex
