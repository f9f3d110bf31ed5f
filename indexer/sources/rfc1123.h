// "Mon, 2 Apr 2007 19:18:42 GMT", the dates of arXiv's versions.
#pragma once

#include <optional>
#include <string_view>

#include "data/date.h"

namespace paperdex {

// Nothing when the text is no such date. The day has one digit or two; the day of the week is not looked at.
std::optional<Date> date_from_rfc1123(std::string_view text);

}  // namespace paperdex
