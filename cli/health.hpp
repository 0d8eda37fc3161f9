// How healthy an environment is, as `status` tells it: by what was found out for it, not for others on its
// nodes.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string>

namespace eeveon::cli {

// "2/3" healthy, "1/3, 1 unknown"; "3 unknown" when nothing is checked there or nobody has looked yet, and
// "3" alone when nothing is live that could be healthy. `nodes`: the API's.
std::string health_text(const boost::json::value& environment, const boost::json::array& nodes);

}  // namespace eeveon::cli
