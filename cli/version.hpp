// The version people are told: the release's number, and the commit when it was built from a checkout.
#pragma once

namespace eeveon::cli {

extern const char* const version_text;

}  // namespace eeveon::cli
