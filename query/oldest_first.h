// Orders by date, oldest first.
#pragma once

#include <xapian.h>

#include <string>

#include "data/schema.h"

namespace paperdex {

// Sorts by docid backwards, which is by date, but for dateless papers, which come last.
class OldestFirst : public Xapian::KeyMaker {
 public:
  std::string operator()(const Xapian::Document& document) const override {
    const Docid docid = document.get_docid();
    const Docid order = docid >= first_dateless_docid() ? docid : first_dateless_docid() - docid;
    std::string key(4, '\0');
    for (int i = 0; i < 4; ++i) key[i] = static_cast<char>(order >> (24 - 8 * i));
    return key;
  }
};

// Sorts by the day of the latest version; dateless papers come last.
class LeastUpdatedFirst : public Xapian::KeyMaker {
 public:
  std::string operator()(const Xapian::Document& document) const override {
    std::string day = document.get_value(kSlotUpdated);
    return day.empty() ? std::string(4, '\xff') : day;
  }
};

}  // namespace paperdex
