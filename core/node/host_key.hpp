// Public host keys of ssh as people paste them, judged before they are pinned.
#pragma once

#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

// "type base64" as in known_hosts, behind the host's name: a known type, and a blob that is a whole key of
// it. errc::invalid says what is wrong, and how to get the key right.
result<> check_host_key(std::string_view key);

}  // namespace eeveon
