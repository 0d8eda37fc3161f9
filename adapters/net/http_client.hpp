// The port http_client over Beast: one request, one connection, one deadline for all of it.
#pragma once

#include <memory>

#include "ports/http_client.hpp"

namespace eeveon {

// TLS certificates are verified against the system's store, host names included; nothing can switch that off.
std::unique_ptr<http_client> make_http_client();

}  // namespace eeveon
