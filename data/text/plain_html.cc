#include <algorithm>

#include "data/text/entities.h"
#include "data/text/plain_pass.h"
#include "data/text/unicode.h"

namespace paperdex {

// "&amp;lt;" was escaped twice: what '&' it gives may begin a reference again.
void PlainPass::entity() {
  std::size_t end = at_ + 1;  // behind the '&' that is looked at
  char32_t code_point = '&';
  while (code_point == '&') {
    std::string name = "&";
    const Entity found = entity_at(name.append(source_, end, kMaxEntityBytes));
    if (found.bytes == 0) break;
    code_point = found.code_point;
    end += found.bytes - 1;
  }
  append_utf8(out_, code_point);
  at_ = end;
}

// Moves behind the next `end`, searched from `begin` on; false when there is none.
bool PlainPass::skip_through(std::string_view end, std::size_t begin) {
  const std::size_t found = next_.find(end, begin);
  if (found == kNone) return false;
  at_ = found + end.size();
  return true;
}

void PlainPass::angle() {
  constexpr std::string_view kComment = "<!--";
  constexpr std::string_view kCdata = "<![CDATA[";
  const std::string_view rest = source_.substr(at_);
  if (rest.starts_with(kComment)) {
    if (!skip_through("-->", at_ + kComment.size())) copy(kComment.size());
    return;
  }
  if (rest.starts_with(kCdata)) {
    const std::size_t end = next_.find("]]>", at_);
    if (end == kNone) return copy(kCdata.size());
    at_ += kCdata.size();
    copy(end - at_);
    at_ += 3;
    return;
  }
  const bool is_declaration = rest.starts_with("<!DOCTYPE") || rest.starts_with("<?xml");
  if (is_declaration && skip_through(">", at_)) return;
  const Tag found = tag_at(rest);
  if (found.kind == TagKind::kNone) return copy(1);
  tag(found);
}

void PlainPass::tag(const Tag& tag) {
  const bool is_element = tag.kind == TagKind::kDropped || tag.kind == TagKind::kTex || tag.kind == TagKind::kMathMl;
  if (!tag.closing && !tag.whole && is_element) return element(tag);
  if (tag.needs_end && end_tag(tag) == kNone) return copy(1);
  if (tag.kind == TagKind::kFormula && !tag.closing) {
    const std::size_t end = end_tag(tag);
    if (next_lower_->find("tex-math", at_) < end) mathml_ends_ = std::max(mathml_ends_, end);
  }
  replace(tag.bytes, tag.kind == TagKind::kBlock || tag.name.ends_with("disp-formula") ? " " : "");
}

// An element that is taken with its content.
void PlainPass::element(const Tag& tag) {
  const std::size_t begin = at_ + tag.bytes;
  const std::size_t end = end_tag(tag);
  if (end == kNone) return tag.kind == TagKind::kDropped ? copy(1) : replace(tag.bytes, "");
  const std::string_view content = source_.substr(begin, end - begin);
  const std::size_t bytes = end + tag.name.size() + 3 - at_;
  if (tag.kind == TagKind::kTex) return replace(bytes, formula_of_tex(content));
  const bool is_wanted = tag.kind == TagKind::kMathMl && at_ >= mathml_ends_;
  replace(bytes, is_wanted ? formula_of_mathml(content) : "");
}

// Where "</name>" stands next, or kNone.
std::size_t PlainPass::end_tag(const Tag& tag) {
  if (!next_lower_) {
    lower_ = source_;
    std::transform(lower_.begin(), lower_.end(), lower_.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    next_lower_.emplace(lower_);
  }
  return next_lower_->find("</" + tag.name + '>', at_);
}

}  // namespace paperdex
