// Lines of the node script's protocol: "VERB arg arg" out, "ok word word" or "error CODE message" back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon {

// Percent-encodes all but letters, digits and ._/:@=+,- ; an empty argument becomes a single '%'. Ends with
// '\n'.
std::string to_node_line(std::string_view verb, const std::vector<std::string>& args);
// `line` without its '\n'. A node's "error" becomes the failure it names, with `node` as the place.
result<std::vector<std::string>> parse_node_answer(std::string_view line, const std::string& node);

}  // namespace eeveon
