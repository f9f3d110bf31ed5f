// The ACL Anthology's XML: a checkout of its repository, or files of it.
//
//   collection, volume, paper     id: "2022.acl-long.1", "J89-1001"; url: the Anthology's page of it
//   title, abstract               as text; <tex-math> becomes $...$
//   author                        first, last and suffix; editors are none
//   booktitle, else journal-title with volume and issue
//                                 venue
//   year, month                   published, from the paper or the volume's meta; the first month of a range
//   doi                           doi
//   retracted, removed            withdrawn, and comment: "Retracted on 2022-05-06: ..."
//   revision, erratum             revised: the last of their dates, and of a retraction's
#pragma once

#include <memory>

#include "indexer/paper_source.h"
#include "indexer/source_config.h"

namespace paperdex {

inline constexpr std::size_t kMaxAclFileBytes = 64 * 1024 * 1024;
inline constexpr int kMaxAclMarkupDepth = 64;

// Reads config.paths: files, or folders in which data/xml/*.xml or *.xml lie, each folder's in order of names. One file
// is held in memory at a time. Throws InputError when a path does not exist or a folder has no such file. Requires a
// day in task.days.
//
// Bad papers are Rejected with their file and the number of the paper in it (Rejected::line). A file that cannot be
// read, is longer than kMaxAclFileBytes or is not whole XML is one Rejected, nothing is taken from it, and the others
// go on. At the end comes one Covered with what was handed out, rejections included, and one more for each such file:
// the day is then short.
std::unique_ptr<PaperSource> acl_source(HarvestTask task);

}  // namespace paperdex
