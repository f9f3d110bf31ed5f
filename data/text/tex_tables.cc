#include "data/text/tex_tables.h"

#include <array>
#include <unordered_map>
#include <utility>

namespace paperdex {
namespace {

constexpr std::array<std::pair<char, char32_t>, 17> kAccents{{{'`', 0x300},
                                                              {'\'', 0x301},
                                                              {'^', 0x302},
                                                              {'~', 0x303},
                                                              {'=', 0x304},
                                                              {'u', 0x306},
                                                              {'.', 0x307},
                                                              {'"', 0x308},
                                                              {'r', 0x30A},
                                                              {'H', 0x30B},
                                                              {'v', 0x30C},
                                                              {'d', 0x323},
                                                              {'c', 0x327},
                                                              {'k', 0x328},
                                                              {'b', 0x331},
                                                              {'t', 0x361},
                                                              {'C', 0x30F}}};

constexpr std::string_view kLetters =
    "ss ß SS ẞ ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł i ı j j aa å AA Å dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ hyphen - ";

// Greek letters take their common form, in which they are searched for. What could begin a command or an entity, such
// as a backslash, is not here.
constexpr std::string_view kSymbols =
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta θ iota ι kappa κ lambda λ "
    "mu μ nu ν xi ξ pi π varpi π rho ρ varrho ρ sigma σ varsigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω "
    "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω "
    "textalpha α textbeta β textgamma γ textdelta δ textmu μ "
    "TeX TeX LaTeX LaTeX LaTeXe LaTeX2e BibTeX BibTeX XeTeX XeTeX AmS AMS "
    "ldots … dots … textellipsis … cdots ⋯ textendash – textemdash — textquoteleft ‘ textquoteright ’ "
    "textquotedblleft “ textquotedblright ” textquotesingle ' textquotedbl \" lq ‘ rq ’ guillemotleft « "
    "guillemotright » flqq « frqq » glqq „ grqq “ quotedblbase „ quotesinglbase ‚ "
    "textbullet • textperiodcentered · textasteriskcentered * textbar | textunderscore _ textless < textgreater > "
    "textdollar $ textpercent % slash / S § P ¶ dag † ddag ‡ textdagger † textdaggerdbl ‡ copyright © "
    "textcopyright © textregistered ® texttrademark ™ textdegree ° degree ° pounds £ textsterling £ euro € texteuro € "
    "textyen ¥ textonehalf ½ textsuperscripttwo ² "
    "times × texttimes × pm ± mp ∓ cdot · div ÷ sim ∼ simeq ≃ approx ≈ equiv ≡ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ "
    "gg ≫ lesssim "
    "≲ "
    "gtrsim ≳ propto ∝ infty ∞ in ∈ notin ∉ subset ⊂ cup ∪ cap ∩ to → rightarrow → leftarrow ← leftrightarrow ↔ "
    "Rightarrow ⇒ Leftarrow ⇐ mapsto ↦ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ forall ∀ exists ∃ ell ℓ hbar ℏ circ ∘ "
    "bullet • star ⋆ otimes ⊗ oplus ⊕ perp ⊥ parallel ∥ odot ⊙ prime ′ langle ⟨ rangle ⟩ item • ";

constexpr std::string_view kStyles =
    "emph textbf textit texttt textsc textsl textsf textrm textup textmd textnormal text mbox hbox underline uline "
    "textsuperscript textsubscript ensuretext mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr "
    "boldsymbol bm operatorname mkbibemph mkbibitalic mkbibbold mkbibacro MakeLowercase NoCaseChange ";
constexpr std::string_view kDeclarations =
    "bf it em tt sc sl rm sf cal bfseries itshape ttfamily scshape slshape rmfamily sffamily mdseries upshape "
    "normalfont small footnotesize scriptsize tiny normalsize large Large LARGE huge Huge boldmath unboldmath ";
constexpr std::string_view kNothings =
    "noindent centering xspace protect relax ignorespaces nobreak allowbreak "
    "nolinebreak bgroup egroup sloppy ";
constexpr std::string_view kSpaces =
    "quad qquad newline linebreak par hfill hfil space enspace thinspace bigskip "
    "medskip smallskip nobreakspace ";
constexpr std::string_view kDroppeds =
    "ref eqref pageref autoref nameref cref Cref label index vspace hspace nocite parencite textcite autocite footcite "
    "bibliography bibliographystyle thispagestyle pagestyle ";
constexpr std::string_view kUrls = "url nolinkurl path ";
constexpr std::string_view kSeconds = "href textcolor foreignlanguage ";
constexpr std::string_view kMaths = "ensuremath ";
constexpr std::string_view kQuotes = "enquote mkbibquote ";
constexpr std::string_view kEnvironments = "begin end ";

using Commands = std::unordered_map<std::string_view, TexCommand>;

std::string_view take(std::string_view& words) {
  const std::string_view word = words.substr(0, words.find(' '));
  words.remove_prefix(word.size() + 1);
  return word;
}

Commands all_commands() {
  Commands commands;
  for (auto [words, kind] : {std::pair(kLetters, TexKind::kLetter), std::pair(kSymbols, TexKind::kSymbol)}) {
    while (!words.empty()) {
      const std::string_view name = take(words);
      commands[name] = {kind, take(words)};
    }
  }
  constexpr std::pair<std::string_view, TexKind> kLists[] = {
      {kStyles, TexKind::kStyle},     {kDeclarations, TexKind::kDeclaration},
      {kNothings, TexKind::kNothing}, {kSpaces, TexKind::kSpace},
      {kDroppeds, TexKind::kDropped}, {kUrls, TexKind::kUrl},
      {kSeconds, TexKind::kSecond},   {kMaths, TexKind::kMath},
      {kQuotes, TexKind::kQuote},     {kEnvironments, TexKind::kEnvironment}};
  for (auto [words, kind] : kLists) {
    while (!words.empty()) commands[take(words)] = {kind, {}};
  }
  return commands;
}

bool is_one_of(std::string_view words, std::string_view name) {
  while (!words.empty()) {
    if (take(words) == name) return true;
  }
  return false;
}

}  // namespace

char32_t tex_accent(char name) {
  for (const auto& [accent, mark] : kAccents) {
    if (accent == name) return mark;
  }
  return 0;
}

TexCommand tex_command(std::string_view name) {
  static const Commands commands = all_commands();
  const auto found = commands.find(name);
  if (found != commands.end()) return found->second;
  if (name.starts_with("cite")) return {TexKind::kDropped, {}};  // citep, citeauthor, ...
  return {};
}

bool is_math_environment(std::string_view name) {
  if (name.ends_with('*')) name.remove_suffix(1);
  return is_one_of(
      "equation align eqnarray displaymath math gather multline alignat flalign array cases matrix "
      "subequations split ",
      name);
}

bool is_layout_environment(std::string_view name) {
  return is_one_of(
      "itemize enumerate description quote quotation center abstract document flushleft flushright "
      "small sloppypar ",
      name);
}

}  // namespace paperdex
