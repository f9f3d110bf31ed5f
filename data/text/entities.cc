#include "data/text/entities.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "data/text/unicode.h"
#include "data/text/word_table.h"

namespace paperdex {
namespace {

// Names and what they stand for.
constexpr std::string_view kNames =
    // Letters.
    "Aacute Á aacute á Abreve Ă abreve ă Acirc Â acirc â AElig Æ aelig æ Agrave À agrave à Amacr Ā amacr ā "
    "Aogon Ą aogon ą Aring Å aring å Atilde Ã atilde ã Auml Ä auml ä Cacute Ć cacute ć Ccaron Č ccaron č "
    "Ccedil Ç ccedil ç Dcaron Ď dcaron ď Dstrok Đ dstrok đ Eacute É eacute é Ecaron Ě ecaron ě Ecirc Ê ecirc ê "
    "Edot Ė edot ė Egrave È egrave è Emacr Ē emacr ē ENG Ŋ eng ŋ Eogon Ę eogon ę ETH Ð eth ð Euml Ë euml ë "
    "ffilig ﬃ fflig ﬀ ffllig ﬄ filig ﬁ fllig ﬂ fnof ƒ Gbreve Ğ gbreve ğ Gdot Ġ gdot ġ Hstrok Ħ hstrok ħ Iacute Í "
    "iacute í Icirc Î icirc î Idot İ Igrave Ì igrave ì Imacr Ī imacr ī imath ı inodot ı Iogon Į iogon į Iuml Ï "
    "iuml ï Kcedil Ķ kcedil ķ Lacute Ĺ lacute ĺ Lcedil Ļ lcedil ļ Lstrok Ł lstrok ł micro µ Nacute Ń nacute ń "
    "Ncaron Ň ncaron ň Ncedil Ņ ncedil ņ Ntilde Ñ ntilde ñ Oacute Ó oacute ó Ocirc Ô ocirc ô Odblac Ő odblac ő "
    "OElig Œ oelig œ Ograve Ò ograve ò Omacr Ō omacr ō ordf ª ordm º Oslash Ø oslash ø Otilde Õ otilde õ Ouml Ö "
    "ouml ö Racute Ŕ racute ŕ Rcaron Ř rcaron ř Rcedil Ŗ rcedil ŗ Sacute Ś sacute ś Scaron Š scaron š Scedil Ş "
    "scedil ş szlig ß Tcaron Ť tcaron ť Tcedil Ţ tcedil ţ THORN Þ thorn þ Uacute Ú uacute ú Ubreve Ŭ ubreve ŭ "
    "Ucirc Û ucirc û Udblac Ű udblac ű Ugrave Ù ugrave ù Umacr Ū umacr ū Uogon Ų uogon ų Uring Ů uring ů Uuml Ü "
    "uuml ü Yacute Ý yacute ý Yuml Ÿ yuml ÿ Zacute Ź zacute ź Zcaron Ž zcaron ž Zdot Ż zdot ż "
    // Greek.
    "Alpha Α alpha α Beta Β beta β Chi Χ chi χ Delta Δ delta δ epsi ε Epsilon Ε epsilon ε epsiv ϵ Eta Η eta η "
    "Gamma Γ gamma γ Iota Ι iota ι Kappa Κ kappa κ Lambda Λ lambda λ Mu Μ mu μ Nu Ν nu ν ohm Ω Omega Ω omega ω "
    "Omicron Ο omicron ο Phi Φ phi φ phiv ϕ Pi Π pi π piv ϖ Psi Ψ psi ψ Rho Ρ rho ρ Sigma Σ sigma σ sigmaf ς "
    "Tau Τ tau τ Theta Θ theta θ thetasym ϑ thetav ϑ upsih ϒ Upsilon Υ upsilon υ varepsilon ϵ varphi ϕ "
    "vartheta ϑ Xi Ξ xi ξ Zeta Ζ zeta ζ "
    // Signs.
    "acute ´ alefsym ℵ amp & and ∧ ang ∠ ap ≈ apos ' approx ≈ ast * asymp ≈ bdquo „ becaus ∵ brvbar ¦ bsol \\ "
    "bull • bullet • cap ∩ cedil ¸ cent ¢ centerdot · circ ˆ clubs ♣ colon : comma , commat @ compfn ∘ cong ≅ "
    "Copf ℂ copy © crarr ↵ cup ∪ curren ¤ Dagger ‡ dagger † dArr ⇓ darr ↓ dash ‐ deg ° diams ♦ divide ÷ dollar $ "
    "ell ℓ empty ∅ emptyset ∅ emsp \u2003 ensp \u2002 equals = equiv ≡ euro € excl ! exist ∃ forall ∀ frac12 ½ "
    "frac13 ⅓ frac14 ¼ frac15 ⅕ frac23 ⅔ frac34 ¾ frasl ⁄ ge ≥ geq ≥ ges ⩾ grave ` gsim ≳ gt > hairsp \u200a "
    "half ½ hArr ⇔ harr ↔ hbar ℏ hearts ♥ hellip … horbar ― hyphen ‐ iexcl ¡ image ℑ infin ∞ int ∫ iquest ¿ "
    "isin ∈ lang ⟨ langle ⟨ laquo « lArr ⇐ larr ← lbrace { lbrack [ lceil ⌈ lcub { ldquo “ ldquor „ le ≤ "
    "Leftarrow ⇐ leftarrow ← leftrightarrow ↔ leq ≤ les ⩽ lfloor ⌊ lowast ∗ lowbar _ loz ◊ lpar ( lrm \u200e "
    "lsaquo ‹ lsim ≲ lsqb [ lsquo ‘ lsquor ‚ lt < macr ¯ mapsto ↦ mdash — mid ∣ middot · minus − mldr … mp ∓ "
    "nabla ∇ nbsp \u00a0 ndash – ne ≠ nequiv ≢ ni ∋ Nopf ℕ not ¬ notin ∉ nsub ⊄ num # oline ‾ oplus ⊕ or ∨ "
    "otimes ⊗ para ¶ parallel ∥ part ∂ percnt % period . permil ‰ perp ⊥ planck ℏ plus + plusmn ± pm ± pound £ "
    "Prime ″ prime ′ prod ∏ prop ∝ propto ∝ Qopf ℚ quest ? quot \" radic √ rang ⟩ rangle ⟩ raquo » rArr ⇒ rarr → "
    "rbrace } rbrack ] rceil ⌉ rcub } rdquo ” rdquor ” real ℜ reg ® rfloor ⌋ Rightarrow ⇒ rightarrow → "
    "rlm \u200f Ropf ℝ rpar ) rsaquo › rsqb ] rsquo ’ rsquor ’ sbquo ‚ sdot ⋅ sect § semi ; setminus ∖ "
    "shy \u00ad sim ∼ simeq ≃ sol / spades ♠ sub ⊂ sube ⊆ sum ∑ sup ⊃ sup1 ¹ sup2 ² sup3 ³ supe ⊇ there4 ∴ "
    "thinsp \u2009 tilde ˜ times × trade ™ uArr ⇑ uarr ↑ uml ¨ verbar | vert | weierp ℘ yen ¥ Zopf ℤ zwj \u200d "
    "zwnj \u200c ";

// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

char32_t named(std::string_view name) {
  static const WordTable table(kNames);
  const std::string_view text = table.find(name);
  std::size_t at = 0;
  return text.empty() ? 0 : next_code_point(text, at);
}

char32_t numbered(std::string_view digits) {
  const bool hex = digits.starts_with('x') || digits.starts_with('X');
  if (hex) digits.remove_prefix(1);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, hex ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size()) return 0;
  if (number >= 0x80 && number < 0x80 + kWindows1252.size()) return kWindows1252[number - 0x80];
  const bool is_blank = number == '\t' || number == '\n' || number == '\r';
  const bool is_character = number >= ' ' && number != 0x7F && number <= 0x10FFFF && (number & 0xFFFE) != 0xFFFE &&
                            (number < 0xD800 || number > 0xDFFF) && (number < 0xFDD0 || number > 0xFDEF);
  return is_blank || is_character ? number : 0;
}

}  // namespace

Entity entity_at(std::string_view text) {
  const std::size_t semicolon = text.substr(0, kMaxEntityBytes).find(';');
  if (semicolon == std::string_view::npos || semicolon < 2) return {};
  const std::string_view name = text.substr(1, semicolon - 1);
  const char32_t code_point = name.front() == '#' ? numbered(name.substr(1)) : named(name);
  return code_point == 0 ? Entity{} : Entity{semicolon + 1, code_point};
}

std::string decode_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Entity entity = text[at] == '&' ? entity_at(text.substr(at)) : Entity{};
    if (entity.bytes > 0) append_utf8(out, entity.code_point);
    if (entity.bytes == 0) out += text[at];
    at += std::max<std::size_t>(entity.bytes, 1);
  }
  return out;
}

}  // namespace paperdex
