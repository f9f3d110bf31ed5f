#include "data/text/analyzer.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace paperdex {
namespace {

// The tokens as "word word=stem [stop] +joined", in their order.
std::string shown(std::string_view text) {
  Analyzer analyzer;
  std::string out;
  for (const Token& token : analyzer.analyze(text)) {
    if (!out.empty()) out += ' ';
    if (token.joined) out += '+';
    out += token.stop ? '[' + token.word + ']' : token.term;
  }
  return out;
}

struct Case {
  const char* text;
  const char* tokens;
};

// Add a row whenever a word surprised its asker.
constexpr Case kCases[] = {
    {"", ""},
    {"Neural networks", "neural network"},
    {"attention is all you need", "attent [is] [all] [you] need"},
    // Compounds: the parts and the joined form.
    {"slow-fast", "slow fast +slowfast"},
    {"GPT-4o", "gpt 4o +gpt4o"},
    {"LLaMA-2", "llama 2 +llama2"},
    {"0-shot", "0 shot +0shot"},
    {"U-Net", "u net +unet"},
    {"k-means", "k mean +kmean"},
    {"$k$-means", "k mean +kmean"},
    {"state-of-the-art", "state [of] [the] art +stateoftheart"},
    {"non-linear nonlinear", "non linear +nonlinear nonlinear"},
    {"Navier\u2013Stokes and Navier--Stokes", "navier stoke +navierstok [and] navier stoke +navierstok"},
    {"yes --- no", "yes [no]"},
    {"trade - off", "trade [off]"},
    {"and/or", "[and] [or]"},
    // Changes of case.
    {"SlowFast", "slow fast +slowfast"},
    {"SlotDiffusion", "slot diffus +slotdiffus"},
    {"BERTScore", "bert score +bertscor"},
    {"LLaMA RoBERTa DeBERTa", "llama roberta deberta"},
    {"ImageNet", "imag net +imagenet"},
    {"SlotVLA DistilBERT", "slot vla +slotvla distil bert +distilbert"},
    {"CycleGANs PaLM", "cycl gan +cyclegan palm"},
    // Accents, ligatures, TeX.
    {"Erd\u0151s", "erdo"},
    {"erdos", "erdo"},
    {"\\'Erd\\H{o}s", "erdo"},
    {"M\u00e9zard and M\\'ezard", "mezard [and] mezard"},
    {"Schr\\\"{o}dinger", "schroding"},
    {"na\\\"\\i ve", "naiv"},
    {"\\o stergaard", "ostergaard"},
    {"e\ufb03cient di\ufb00usion", "effici diffus"},
    {"$\\cdot$", ""},
    {"$\\mathcal{L}$-smooth", "l smooth +lsmooth"},
    {"\\emph{slot} attention", "slot attent"},
    {"\\cite{smith2020} shows", "show"},
    {"L_2", "l 2 +l2"},
    {"L2", "l2"},
    {"$L_{2}$", "l 2 +l2"},
    {"$\\ell_2$", "l 2 +l2"},
    {"\u03b2-VAE", "beta vae +betava"},
    {"$\\beta$-VAE", "beta vae +betava"},
    {"H<sub>2</sub>O", "h2o"},
    {"<jats:p>We show</jats:p>", "[we] show"},
    {"R&amp;D of caf&eacute;s", "r d [of] cafe"},
    {"p < 0.05 and q<r", "p 0.05 [and] q r"},
    // Words that stay.
    {"C++ C# word2vec F1", "c++ c# word2vec f1"},
    {"GPT-3.5", "gpt 3.5 +gpt3.5"},
    {"in 2024.", "[in] 2024"},
    // OCR.
    {"feed(cid:173) forward", "feedforward"},
    {"feed\u00ad forward", "feedforward"},
    {"learn(cid:12)ing", "learn ing"},
    // Plurals of acronyms.
    {"llms", "llm"},
    {"LLMs", "llm"},
    {"CNNs and cnns", "cnn [and] cnn"},
    {"gnns VAEs GPs", "gnn vae gp"},
    {"gps", "gps"},
    {"GPS", "gps"},
    // Apostrophes.
    {"d'Alembert's", "d alembert +dalembert"},
    {"model's", "model"},
    {"don\u2019t", "[dont]"},
    // Other scripts are words, signs are not.
    {"\u6df1\u5ea6\u5b66\u4e60", "\u6df1\u5ea6\u5b66\u4e60"},
    {"a \u2264 b \U0001F600 c", "[a] b c"},
};

TEST(Analyzer, CutsTextIntoTheExpectedTokens) {
  for (const Case& c : kCases) EXPECT_EQ(shown(c.text), c.tokens) << c.text;
}

TEST(Analyzer, FindsSolidAndHyphenatedSpellingsByOneTerm) {
  constexpr std::pair<const char*, const char*> kSame[] = {
      {"non-linear", "nonlinear"}, {"Non-Linear", "NonLinear"},
      {"slow-fast", "SlowFast"},   {"L_2", "L2"},
      {"U-Net", "UNet"},           {"llms", "LLM"},
      {"Erd\u0151s", "erdos"},     {"k-means", "kmeans"},
  };
  Analyzer analyzer;
  for (const auto& [a, b] : kSame) {
    const std::string last_of_a = analyzer.analyze(a).back().term;
    const std::string last_of_b = analyzer.analyze(b).back().term;
    EXPECT_EQ(last_of_a, last_of_b) << a << " / " << b;
  }
}

TEST(Analyzer, PointsEachTokenAtItsBytesOfTheSource) {
  const std::string text = "On \\'Erd\\H{o}s graphs: H<sub>2</sub>O, Slow-Fast.";
  Analyzer analyzer;
  std::vector<std::string> seen;
  for (const Token& token : analyzer.analyze(text)) seen.push_back(text.substr(token.begin, token.end - token.begin));
  const std::vector<std::string> expected = {"On",   "Erd\\H{o}s", "graphs",   "H<sub>2</sub>O",
                                             "Slow", "Fast",       "Slow-Fast"};
  EXPECT_EQ(seen, expected);
}

TEST(Analyzer, CountsPositionsByWordsThatAreNotStopWords) {
  Analyzer analyzer;
  std::string seen;
  for (const Token& token : analyzer.analyze("the state-of-the-art of nets")) {
    seen += token.word + ':' + std::to_string(token.position) + ' ';
  }
  EXPECT_EQ(seen, "the:1 state:1 of:2 the:2 art:2 stateoftheart:2 of:3 nets:3 ");
}

TEST(Analyzer, LeavesOutWordsPastTheLimit) {
  const std::string longest(kMaxWordBytes, 'x');
  EXPECT_EQ(shown(longest + "x"), "");
  EXPECT_EQ(shown(longest), longest);
}

TEST(Analyzer, NeverFailsOnBrokenBytes) {
  Analyzer analyzer;
  std::uint32_t state = 1;
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      state = state * 1664525U + 1013904223U;
      constexpr std::string_view kSigns = "ab{}$\\<>&;-'_^(cid:)\xC3\xA9\xE2\xFF .H";
      text += kSigns[(state >> 16) % kSigns.size()];
    }
    for (const Token& token : analyzer.analyze(text)) {
      ASSERT_LE(token.begin, token.end);
      ASSERT_LE(token.end, text.size());
    }
  }
}

}  // namespace
}  // namespace paperdex
