// A link that signs a browser in: single use, 15 minutes, its token in the fragment so that no server log
// sees it.
#pragma once

#include "cli/api.hpp"

namespace eeveon::cli {

result<std::string> sign_in_link(api& server);

}  // namespace eeveon::cli
