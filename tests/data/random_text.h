// Texts of pieces that mean something to what reads them.
#pragma once

#include <iterator>
#include <random>
#include <string>

namespace paperdex {

// So many of `pieces`, an array of texts, in any order.
template <typename Pieces>
std::string random_text(const Pieces& pieces, std::mt19937& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += pieces[random() % std::size(pieces)];
  return text;
}

}  // namespace paperdex
