#include "cli/version.hpp"

#include "version_text.hpp"

namespace eeveon::cli {

const char* const version_text = EEVEON_VERSION_TEXT;

}  // namespace eeveon::cli
