// What a published generation holds, paper by paper, as text that tests compare.
#pragma once

#include <xapian.h>

#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "data/index_dir.h"
#include "data/schema.h"
#include "data/stored_record.h"

namespace paperdex {

// Id -> stored data, values, and terms with their counts and positions. "metadata KEY" -> a value.
using Content = std::map<std::string, std::string>;

enum class Arrivals {
  kKept,
  kLeftOut,  // `added`, docids and metadata, which depend on how many attempts there were
};

// Throws Xapian::Error, or what the paper's parser throws.
inline Content content_of(const Xapian::Database& database, Arrivals arrivals = Arrivals::kLeftOut) {
  // With the checksum of the line, which it changes.
  static const std::regex added(",\"added\":[0-9]+\\}[0-9a-f]{8}");
  struct Document {
    std::string id;
    std::string text;
  };
  std::map<Xapian::docid, Document> documents;
  for (auto posting = database.postlist_begin(""); posting != database.postlist_end(""); ++posting) {
    std::string text = database.get_document(*posting).get_data();
    const std::string id = stored_paper(text).id;
    if (arrivals == Arrivals::kLeftOut) {
      text = std::regex_replace(text, added, "}");
    } else {
      text = std::to_string(*posting) + ' ' + text;
    }
    documents[*posting] = {id, text};
  }
  // A generation has no term lists, by which documents find their values and terms.
  for (Xapian::valueno slot = 0; slot <= kSlotUpdated; ++slot) {
    if (arrivals == Arrivals::kLeftOut && slot == kSlotAdded) continue;
    for (auto value = database.valuestream_begin(slot); value != database.valuestream_end(slot); ++value) {
      documents[value.get_docid()].text += '\n' + std::to_string(slot) + '=' + *value;
    }
  }
  for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
    for (auto posting = database.postlist_begin(*term); posting != database.postlist_end(*term); ++posting) {
      std::string& text = documents[*posting].text;
      text += '\n' + *term + ' ' + std::to_string(posting.get_wdf());
      for (auto at = posting.positionlist_begin(); at != posting.positionlist_end(); ++at) {
        text += ' ' + std::to_string(*at);
      }
    }
  }
  Content content;
  for (const auto& [docid, document] : documents) {
    // A term of a document that is not there, or an id twice, is a difference too.
    const bool is_new = content.emplace(document.id, document.text).second;
    if (!is_new) content[document.id + " again, docid " + std::to_string(docid)] = document.text;
  }
  for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key) {
    if (arrivals == Arrivals::kKept) content["metadata " + *key] = database.get_metadata(*key);
  }
  return content;
}

// Of what an index serves: its current generation, whose every byte is what its manifest says. Throws Error or
// Xapian::Error when it is not whole.
inline Content served_content(const IndexDir& dir, Arrivals arrivals = Arrivals::kLeftOut) {
  const std::optional<Generation> current = dir.current();
  if (!current) return {};
  const std::filesystem::path folder = dir.generation(*current);
  verify_generation(folder, read_manifest(folder));
  return content_of(Xapian::Database((folder / "db").string()), arrivals);
}

// The first differences, for people; "" when there are none.
inline std::string difference(const Content& found, const Content& expected) {
  std::string text;
  int shown = 0;
  const auto say = [&](const std::string& what) {
    if (++shown <= 3) text += (text.empty() ? "" : ", ") + what;
  };
  for (const auto& [id, paper] : expected) {
    const auto other = found.find(id);
    if (other == found.end()) {
      say("without " + id);
    } else if (other->second != paper) {
      say(id + " is another");
    }
  }
  for (const auto& [id, paper] : found) {
    if (!expected.contains(id)) say("with " + id);
  }
  return shown > 3 ? text + " and " + std::to_string(shown - 3) + " more" : text;
}

}  // namespace paperdex
