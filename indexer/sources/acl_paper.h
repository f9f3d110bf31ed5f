// One <paper> of the ACL Anthology's XML.
//
// pugixml is an implementation detail of the .cc files; include this header there only.
#pragma once

#include <pugixml.hpp>
#include <string>

#include "data/paper.h"

namespace paperdex {

// `paper` is an element of `volume`, which is one of `collection`. Throws Rejection.
Paper paper_from_acl(const pugi::xml_node& collection, const pugi::xml_node& volume, const pugi::xml_node& paper,
                     const std::string& source);

}  // namespace paperdex
