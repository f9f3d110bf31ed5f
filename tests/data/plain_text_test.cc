#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "data/text/analyzer.h"
#include "data/text/entities.h"
#include "data/text/html_tags.h"
#include "data/text/plain.h"
#include "data/text/unicode.h"

namespace paperdex {
namespace {

struct Case {
  const char* source;
  const char* plain;
};

void expect_plain(const Case& c) { EXPECT_EQ(plain_text(c.source), c.plain) << c.source; }

// Add a row to the table of the rule that was wrong.
TEST(PlainText, LeavesTextThatHasNoMarkup) {
  constexpr const char* kCases[] = {
      "",
      "Plain text, 3.5 < 4 & more.",
      "p < 0.05 and x > 3",
      "a<b",
      "a <b and c> d",
      "i<j<k, <unk>, <s> and the <image> token",
      "mean <i> of a lone <title>",
      "AT&T; R&D &nosuch; &; &#; &#xZZ;",
      "costs $5",
      "costs $5 and $6",
      "$5 million to $10 million",
      "5$ and 6$",
      "$HOME and $PATH",
      "about ~5 items, y ~ x, 10~20 Hz, z~2.5, a~~b",
      "https://example.org/~user/a--b and www.example.org/a~b",
      "run it with --verbose or -v",
      "a --> b <-- c <-> d ----- e",
      "f''(x), don't, 5'' and ``code`` and ```text```",
      "10^{15}Msun and M_{CDM}",
      "emph{a} extbf{b} url{c} cite{d}",
      "{0,1}^n and {x_1, ..., x_n} and {-1, +1}",
      "one } and one { and \\",
      "unknown \\foo, \\foo{x}, \\foo[a]{b}{c}, \\foo* {x}",
      "\\ref and \\emph alone, \\emph{open",
      "\\'{} \\'1 \\c x1 \\d",
      "said \\\"word\\\"",
      "a regular \\d+ expression \\w\\s",
      "\u00e9\u4e2d\U0001F600 e\u0301",
  };
  for (const char* text : kCases) EXPECT_EQ(plain_text(text), text);
}

TEST(PlainText, ComposesAccents) {
  constexpr Case kCases[] = {
      {"Schr\\\"odinger Schr\\\"{o}dinger Schr{\\\"o}dinger", "Schrödinger Schrödinger Schrödinger"},
      {"\\'e \\`e \\^e \\~n \\=a \\.z \\'{E}", "é è ê ñ ā ż É"},
      {"Erd\\H{o}s, Erd\\H os", "Erdős, Erdős"},
      {"\\c{c}a, \\c ca, \\v{S}, {\\v S}afa{\\v r}{\\'\\i}k", "ça, ça, Š, Šafařík"},
      {"\\u{g} \\k{a} \\r{a} \\r a \\d{s} \\b{d}", "ğ ą å å ṣ ḏ"},
      {"na\\\"\\i ve na\\\"{\\i}ve na{\\\"\\i}ve", "naïve naïve naïve"},
      {"Nguy\\~{\\^e}n, {\\'{\\^e}}", "Nguyễn, ế"},
      {"\\' e \\'{ e }x", "é é x"},
      {"\\'{ab}c", "ábc"},
      {"{\\~ Z}elly \\~{Z}", "Z\u0303elly Z\u0303"},
      {"\\t{oo}", "o\u0361o"},
      {"\\'{\u0153}", "\u0153\u0301"},
      {"\\'{\\ae}", "\u01fd"},
      {"M\\'ezard", "Mézard"},
      {"{\\'E}. Cartan", "É. Cartan"},
      {"it\\'s what we\\'re told, Wa\\'sniewski", "it's what we're told, Waśniewski"},
      {"http://example.org/\\~user, \\~{}x, \\^{}", "http://example.org/~user, ~x, ^"},
  };
  for (const Case& c : kCases) expect_plain(c);
}

TEST(PlainText, SpellsLettersAndSymbols) {
  constexpr Case kCases[] = {
      {"\\o stergaard, S{\\o}ren, Stra\\ss e, Stra{\\ss}e", "østergaard, Søren, Straße, Straße"},
      {"\\L{}ukasz \\AA ngstr\\\"om \\ae \\OE \\aa \\dh \\th \\dj \\ng \\hyphen x", "Łukasz Ångström æŒåðþđŋ-x"},
      {"50\\% \\& \\$5 \\#1 a\\_b", "50% & $5 #1 a_b"},
      {"\\{0, 1\\}", "{0, 1}"},
      {"costs US\\$ 5", "costs US$ 5"},
      {"\\$x and \\$y", "\\$x and \\$y"},
      {"\\LaTeX{} and \\TeX, \\LaTeX\\ too", "LaTeX and TeX, LaTeX too"},
      {"and so on\\ldots; 5\\textdegree; \\S 3", "and so on…; 5°; § 3"},
      {"\\alpha-stable, \\beta decay, 10\\times 20", "α-stable, β decay, 10× 20"},
      {"a\\,b a\\ b a\\;b a\\quad b", "a b a b a b a  b"},
      {"hy\\-phen\\-ated f\\/i", "hyphenated fi"},
      {"one\\\\ two\\\\", "one  two "},
      {"C:\\\\new", "C:\\\\new"},
  };
  for (const Case& c : kCases) expect_plain(c);
}

TEST(PlainText, TakesStylesAndBracesOff) {
  constexpr Case kCases[] = {
      {"\\emph{a} \\textbf{b} \\textit {c} \\texttt{d} \\textsc{e} \\mathrm{f}", "a b c d e f"},
      {"{\\bf a} {\\em b\\/} {\\it\n c} \\bf d", "a b c d"},
      {"Conv{N}et Mc{D}onald", "ConvNet McDonald"},
      {"{BERT}: {B}ayesian {{Nested} words} {}", "BERT: Bayesian Nested words "},
      {"\\emph{\\textbf{a} b} {c \\emph{d}}", "a b c d"},
      {"CO\\textsubscript{2} and 10\\textsuperscript{5}", "CO2 and 105"},
      {"\\unknown{\\emph{a}} {b}", "\\unknown{a} b"},
      {"\\textcolor{red}{a}", "a"},
      {"\\enquote{a}", "“a”"},
      {"\\ensuremath{x_1}", "$x_1$"},
      {"a} \\emph{b} {c", "a} b {c"},
      {"\\begin{itemize} \\item a \\item b \\end{itemize}", "  • a • b  "},
      {"\\begin{unknown}a\\end{unknown}", "\\begin{unknown}a\\end{unknown}"},
      {"\\noindent We \\protect show", "We show"},
  };
  for (const Case& c : kCases) expect_plain(c);
}

TEST(PlainText, DropsReferencesAndKeepsAddresses) {
  constexpr Case kCases[] = {
      {"as in~\\cite{a,b}. So \\citep[see][p.~3]{c} we", "as in. So we"},
      {"Theorem~\\ref{t} and \\eqref{e}\\label{x}", "Theorem and"},
      {"code at \\url{https://example.org/a_b~c--d}", "code at https://example.org/a_b~c--d"},
      {"\\url{http://example.org/\\~{}u/a\\_b\\%20}", "http://example.org/~u/a_b%20"},
      {"\\href{https://example.org/{x}}{the {code}}", "the code"},
      {"\\href{https://example.org}", "\\href{https://example.org}"},
      {"\\cite{open", "\\cite{open"},
  };
  for (const Case& c : kCases) expect_plain(c);
}

TEST(PlainText, SetsTiesDashesAndQuotes) {
  constexpr Case kCases[] = {
      {"Fig.~3, 10~GeV, A.~B.~Author, et~al.~(2020)", "Fig. 3, 10 GeV, A. B. Author, et al. (2020)"},
      {"95\\%~CL, {A}~B, $x$~m, Erd\u0151s~number", "95% CL, A B, $x$ m, Erd\u0151s number"},
      {"pp.~3--5, Bose--Einstein, so --- or---not", "pp. 3–5, Bose–Einstein, so — or—not"},
      {"``so'' and ``a 'b' c''", "“so” and “a 'b' c”"},
      {"``so\" and f''", "“so\" and f''"},
  };
  for (const Case& c : kCases) expect_plain(c);
}

TEST(PlainText, LeavesMathematicsAsItIs) {
  constexpr const char* kCases[] = {
      "$\\alpha_{1}--x~y \\textbf{z} <b>&lt;$",
      "$$ \\'e {x} $$ and \\( {y} -- \\) and \\[ \\emph{z} \\]",
      "\\begin{equation*} {a} -- \\ss \\end{equation*}",
      "$k$-means, 10$^{5}$ and 2$\\times$10, $\\sim$10, $>$5, $-$5",
      "$ x $, $SU(2) $, $ {\\bf x} $, $5 \\times 10^3$, $2$",
      "$x \\$ {y}$",
      "$5$ {0,1}",
  };
  for (const char* text : kCases) EXPECT_EQ(plain_text(text), text);
  constexpr Case kMixed[] = {
      {"costs $5 and {\\em more}", "costs $5 and more"},
      {"costs $5 and {\\em more} than $6", "costs $5 and more than $6"},
      {"costs \\$5 while {$x$} is \\emph{$y$}", "costs $5 while $x$ is $y$"},
      {"$a$ {b} $c", "$a$ b $c"},
      {"$$ {b}", "$$ b"},
      {"\\( {b}", "\\( b"},
      {"\\begin{equation} {b}", "\\begin{equation} b"},
  };
  for (const Case& c : kMixed) expect_plain(c);
}

TEST(PlainText, TakesTagsOff) {
  constexpr Case kCases[] = {
      {"H<sub>2</sub>O and <i>E. coli</i> <B>b</B>", "H2O and E. coli b"},
      {"<p>One</p><p>Two</p>", " One  Two "},
      {"a<br>b<br/>c<BR />d", "a b c d"},
      {"<jats:title>Aim</jats:title><jats:p>We <jats:italic>do</jats:italic>.</jats:p>", " Aim  We do. "},
      {"<a href=\"https://example.org/?a>b\" class='x'>link</a>", "link"},
      {"<h4>Methods</h4>We", " Methods We"},
      {"a<!-- b <i> -->c<!-- open", "ac<!-- open"},
      {"a<script type=\"x\">b < c</script>d<style>e</style>f", "adf"},
      {"a<script>b", "a<script>b"},
      {"<![CDATA[a < b]]>", "a < b"},
      {"<?xml version=\"1.0\"?>a<!DOCTYPE html>b", "ab"},
      {"text cut off</p>", "text cut off "},
      {"x <sub>2 and y<sup>3</sup>", "x <sub>2 and y3"},
      {"p<0.05, <i>n</i><3", "p<0.05, n<3"},
  };
  for (const Case& c : kCases) expect_plain(c);
}

TEST(PlainText, DecodesReferences) {
  constexpr Case kCases[] = {
      {"caf&eacute; &Eacute; &szlig; &alpha;&Omega; &le; &times; &ndash;&mdash;", "café É ß αΩ ≤ × –—"},
      {"&lsquo;a&rsquo; &ldquo;b&rdquo; &quot;c&quot; &apos;", "‘a’ “b” \"c\" '"},
      {"a&nbsp;b&#160;c&thinsp;d", "a\u00a0b\u00a0c\u2009d"},
      {"&#233; &#xE9; &#XE9; &#x1F600;", "é é é \U0001F600"},
      {"&#150; &#146;", "– ’"},
      {"R&amp;D, p &lt; 0.05, p &amp;lt; 0.05, &amp;amp;amp;eacute;", "R&D, p < 0.05, p < 0.05, é"},
      {"&amp;nosuch; &#38;#233;", "&nosuch; é"},
      {"&lt;i&gt;a&lt;/i&gt; &amp;lt;p&amp;gt;", "a  "},
      {"&#0; &#55296; &#1114112; &#xFFFF; &#8; &#129; &#99999999999;",
       "&#0; &#55296; &#1114112; &#xFFFF; &#8; &#129; &#99999999999;"},
      {"&aacut e; &nbsp", "&aacut e; &nbsp"},
  };
  for (const Case& c : kCases) expect_plain(c);
}

TEST(PlainText, TurnsJatsFormulasIntoTex) {
  constexpr Case kCases[] = {
      {"of <tex-math>x &lt; y_1</tex-math>.", "of $x < y_1$."},
      {"<tex-math id=\"M1\">\\documentclass[12pt]{minimal} \\usepackage{amsmath}\n\\begin{document}$$ x "
       "$$\\end{document}"
       "</tex-math>",
       "$$ x $$"},
      {"<jats:tex-math>$x$</jats:tex-math><tex-math><![CDATA[a<b]]></tex-math>", "$x$$a<b$"},
      {"<inline-formula><alternatives><tex-math>x^2</tex-math><mml:math><mml:mi>x</mml:mi></mml:math></alternatives>"
       "</inline-formula> and <mml:math><mml:mi>y</mml:mi> <mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math>",
       "$x^2$ and y=2"},
      {"<jats:alternatives><mml:math><mml:mi>x</mml:mi></mml:math><jats:tex-math>x</jats:tex-math></jats:alternatives>",
       "$x$"},
      {"<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><semantics><mi>x</mi><annotation "
       "encoding=\"application/x-tex\">"
       "x_1</annotation></semantics></math>",
       "$x_1$"},
      {"<mml:math><mml:mi>sin</mml:mi><mml:mo>&#x2061;</mml:mo><mml:mi>&#x3B1;</mml:mi></mml:math>", "sinα"},
      {"a<disp-formula><italic>x</italic></disp-formula>b", "a x b"},
      {"<tex-math>open", "open"},
      {"<mml:math></mml:math><tex-math> </tex-math>", ""},
  };
  for (const Case& c : kCases) expect_plain(c);
}

std::string random_text(std::mt19937& random) {
  static constexpr const char* kPieces[] = {
      "a",
      "B",
      "5",
      " ",
      "\n",
      "{",
      "}",
      "\\",
      "$",
      "$$",
      "<",
      ">",
      "&",
      ";",
      "amp;",
      "&lt;",
      "&gt;",
      "&#36;",
      "&#123;",
      "&#x5c;",
      "~",
      "-",
      "--",
      "`",
      "``",
      "''",
      "'",
      "\"",
      "\\'",
      "\\\"",
      "\\c",
      "\\H{",
      "\\~",
      "\\emph",
      "\\emph{",
      "{\\bf ",
      "\\url{",
      "\\href",
      "\\cite",
      "\\ss",
      "\\i",
      "\\o ",
      "\\foo",
      "\\foo{",
      "\\(",
      "\\)",
      "\\[",
      "\\]",
      "\\$",
      "\\{",
      "\\}",
      "\\\\",
      "\\-",
      "\\ ",
      "[",
      "]",
      ",",
      "<i>",
      "</i>",
      "<p>",
      "<br/>",
      "<!--",
      "-->",
      "<a b='",
      "<script>",
      "</script>",
      "<tex-math>",
      "</tex-math>",
      "<mml:math>",
      "</mml:math>",
      "<alternatives>",
      "</alternatives>",
      "<![CDATA[",
      "]]>",
      "\\begin{equation}",
      "\\end{equation}",
      "\\begin{document}",
      "\\ensuremath{",
      "\\enquote{",
      "://",
      "www.",
      "i",
      "lt",
      "&eacute;",
      "\u00e9",
      "\u0301",
      "\u00a0",
      "\u2028",
      "\U0001F600",
      "\\textless",
      "\\textdollar",
      "/",
      "#",
  };
  std::string text;
  for (std::size_t pieces = random() % 24; pieces > 0; --pieces) text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST(PlainText, ChangesNothingTheSecondTime) {
  std::mt19937 random(7);
  for (int round = 0; round < 200'000; ++round) {
    const std::string source = random_text(random);
    const std::string plain = plain_text(source);
    ASSERT_TRUE(is_valid_utf8(plain)) << source;
    ASSERT_EQ(plain_text(plain), plain) << source;
  }
}

TEST(PlainText, GivesUpOnTextThatNeverSettles) {
  const auto nested = [](int levels) {  // each round takes the innermost tag
    std::string text;
    for (int i = 0; i < levels; ++i) text.insert(0, "<su").append("b/>");
    return text;
  };
  ASSERT_EQ(nested(2), "<su<sub/>b/>");
  const std::string most = nested(kMaxPlainRounds - 1);
  EXPECT_EQ(plain_text(most), "");
  const std::string more = nested(kMaxPlainRounds);
  EXPECT_EQ(plain_text(more), more);
}

TEST(PlainText, KeepsItsLimitsAtTheEdge) {
  const auto tag = [](std::size_t bytes) { return "<a b=\"" + std::string(bytes - 8, 'x') + "\">"; };
  EXPECT_EQ(plain_text(tag(kMaxTagBytes) + "y</a>"), "y");
  EXPECT_EQ(plain_text(tag(kMaxTagBytes + 1) + "y</a>"), tag(kMaxTagBytes + 1) + "y");
  EXPECT_EQ(plain_text("&leftrightarrow;"), "\u2194") << "has kMaxEntityBytes";
  EXPECT_EQ(plain_text("&#" + std::string(kMaxEntityBytes - 5, '0') + "65;"), "A");
  const std::string longer = "&#" + std::string(kMaxEntityBytes - 4, '0') + "65;";
  EXPECT_EQ(plain_text(longer), longer);
}

TEST(PlainText, TakesAnyDepthAndLength) {
  constexpr std::size_t kCount = 100'000;
  for (const char* piece : {"{",
                            "}",
                            "\\emph{",
                            "\\foo{",
                            "\\'{",
                            "<",
                            "<i>",
                            "&",
                            "&amp;",
                            "$",
                            "$$",
                            "\\(",
                            "<!--",
                            "<![CDATA[",
                            "`",
                            "``",
                            "~",
                            "a~",
                            "--",
                            "\\url{",
                            "\\cite[",
                            "\\begin{equation}",
                            "<alternatives>",
                            "<tex-math>",
                            "<mml:math>",
                            "<script>",
                            "<i a='",
                            "\\$",
                            "$5 ",
                            "{a,",
                            "\\href{",
                            "<a b=\"",
                            "http://a~",
                            "\\",
                            "''",
                            "\\c "}) {
    std::string text;
    for (std::size_t i = 0; i < kCount; ++i) text += piece;
    const std::string plain = plain_text(text);
    EXPECT_EQ(plain_text(plain), plain) << piece;
  }
  const std::string deep = std::string(kCount, '{') + 'x' + std::string(kCount, '}');
  EXPECT_EQ(plain_text(deep), "x");
}

std::vector<std::string> words_of(const std::string& text) {
  Analyzer analyzer;
  std::vector<std::string> words;
  for (const Token& token : analyzer.analyze(text)) words.push_back(token.term);
  std::sort(words.begin(), words.end());
  return words;
}

TEST(PlainText, IsFoundByTheSameWords) {
  constexpr const char* kCases[] = {
      "On the {S}chr\\\"odinger equation: {A}~survey of $\\mathcal{L}^2$ bounds by M\\'ezard and Erd\\H{o}s",
      "We study {\\em slots} --- the \\emph{object-centric} ones --- as in~\\cite{locatello2020} and Section~\\ref{s}.",
      "H<sub>2</sub>O &amp; CO<sub>2</sub>, p &lt; 0.05, caf&eacute;, &beta;-VAE, \\beta-VAE",
      "<jats:title>Background</jats:title><jats:p>We use <jats:italic>E. coli</jats:italic>.</jats:p>",
      "``Attention is all you need'' costs \\$5, 10--20\\% of \\textsc{Bert}'s",
      "Stra\\ss e, S{\\o}ren, \\L{}ukasz, na\\\"\\i ve, \\AA ngstr\\\"om",
      "$k$-means and $O(n \\log n)$ with L_2, C++ and {BERT}Score",
  };
  for (const char* text : kCases) EXPECT_EQ(words_of(plain_text(text)), words_of(text)) << text;
}

TEST(PlainText, ReadsWhatSourcesWrite) {
  constexpr Case kCases[] = {
      {"{S}lot {A}ttention for {3D} scenes: {\\it A~first look}", "Slot Attention for 3D scenes: A first look"},
      {"We prove that $\\|x\\|_2 \\le 1$ for all $x \\in \\{0,1\\}^n$, improving~\\cite{a} by {\\em 5\\%}.",
       "We prove that $\\|x\\|_2 \\le 1$ for all $x \\in \\{0,1\\}^n$, improving by 5%."},
      {"Poincar\\'e--Birkhoff--Witt and the K\\\"ahler--Ricci flow",
       "Poincaré–Birkhoff–Witt and the Kähler–Ricci flow"},
      {"<h4>Aim</h4>To test &lt;i&gt;in vivo&lt;/i&gt; (<i>p</i> &lt; 0.001, n=5 &plusmn; 2).",
       " Aim To test in vivo (p < 0.001, n=5 ± 2)."},
      {"Saves \\$1.5 million (\\$3 per user) at $\\epsilon=0.1$",
       "Saves $1.5 million ($3 per user) at $\\epsilon=0.1$"},
      {"{\\\"U}ber die {Grundlagen}, S.~5--9", "Über die Grundlagen, S. 5–9"},
      {"Code: \\url{https://github.com/a/b\\_c}.", "Code: https://github.com/a/b_c."},
      {"J. Cz{\\k a}stka, {\\L}. \\'Swi\\k{a}tek, {\\c S}. {\\.I}nan", "J. Cząstka, Ł. Świątek, Ş. İnan"},
  };
  for (const Case& c : kCases) expect_plain(c);
}

}  // namespace
}  // namespace paperdex
