// Text as sources write it (TeX, HTML, JATS, OCR, any Unicode) to text as it is compared, with the way back.
//
//   \'Erd\H{o}s, Erdős       Erdos          $\cdot$, \mathcal{L}     "", L
//   $k$-means                k-means        H<sub>2</sub>O &amp; x   H2O & x
//   feed(cid:173) forward    feedforward    $\ell_2$, $\beta$-VAE    l_2, beta-VAE
//
// Commands are not words; their arguments are, except those of \cite, \ref, \label, \begin, \end and \url.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paperdex {

struct Folded {
  // Case is kept. White space is ' ', hyphens are '-', apostrophes are '\''.
  std::string text;
  // For each byte of `text`: the bytes [begin, end) of the source that it came from.
  std::vector<std::uint32_t> begin;
  std::vector<std::uint32_t> end;

  void clear();
};

// Folds `source` into `out`, which is cleared first. Never fails: what is not understood stays as it is. Cost: linear.
void fold(std::string_view source, Folded& out);

}  // namespace paperdex
