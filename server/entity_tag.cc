#include "server/entity_tag.h"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace paperdex {
namespace {

// FNV-1a: the same on every machine, so that servers behind one proxy agree.
std::uint64_t hash(std::string_view text, std::uint64_t value = 14695981039346656037ULL) {
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return value;
}

// Looks for the note in the program itself, the first that is asked about.
int read_build_id(dl_phdr_info* program, std::size_t, void* id) {
  constexpr std::size_t kAlign = 4;
  constexpr std::string_view kOwner("GNU\0", 4);
  const auto padded = [](std::size_t bytes) { return (bytes + kAlign - 1) / kAlign * kAlign; };
  for (int i = 0; i < program->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = program->dlpi_phdr[i];
    if (part.p_type != PT_NOTE) continue;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader gives addresses as numbers
    const char* at = reinterpret_cast<const char*>(program->dlpi_addr + part.p_vaddr);
    for (const char* const end = at + part.p_memsz; at < end;) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const char* name = at + sizeof note;
      const char* value = name + padded(note.n_namesz);
      if (note.n_type == NT_GNU_BUILD_ID && std::string_view(name, note.n_namesz) == kOwner) {
        static_cast<std::string*>(id)->assign(value, note.n_descsz);
        return 1;
      }
      at = value + padded(note.n_descsz);
    }
  }
  return 1;
}

std::string hexadecimal(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

}  // namespace

std::string_view build_id() {
  static const std::string kId = [] {
    std::string id;
    dl_iterate_phdr(read_build_id, &id);
    return id;
  }();
  return kId;
}

std::string entity_tag(Generation generation, std::string_view asked) {
  return "W/\"" + std::to_string(generation) + "-" + hexadecimal(hash(asked, hash(build_id()))) + "\"";
}

std::string entity_tag(std::string_view bytes) { return "W/\"" + hexadecimal(hash(bytes)) + "\""; }

bool matches_tag(std::string_view if_none_match, const std::string& tag) {
  if (if_none_match == "*") return true;
  // Compared without the W/, as this header asks; quotes keep one tag from being found in another.
  return if_none_match.find(std::string_view(tag).substr(2)) != std::string_view::npos;
}

}  // namespace paperdex
