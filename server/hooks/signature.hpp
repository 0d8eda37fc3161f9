// Is a webhook's body signed by somebody who knows the secret? Asked before anything else is done with the
// body.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

// Checks `X-Hub-Signature-256` ("sha256=" and 64 hex digits) over the exact bytes of the body, against one or
// two secrets (two while one is being replaced). errc::unauthorized when none fits; errc::refused when no
// secret is configured, for then nobody could be told from anybody. Every secret is tried, whichever fits, so
// the time taken says nothing.
result<> verify_signature(std::string_view header, std::string_view body,
                          std::span<const std::string> secrets);

}  // namespace eeveon
