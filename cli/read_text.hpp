// Files that people name on the command line.
#pragma once

#include <string>

#include "core/base/failure.hpp"

namespace eeveon::cli {

// All of a file; of standard input for "-". errc::invalid: it cannot be read, as a folder, which can be
// opened. errc::too_large: more than 16 MiB.
result<std::string> read_text(const std::string& file);

}  // namespace eeveon::cli
