// The past as PostgreSQL keeps it, read over connections of its own: nobody who follows the log waits for it.
#pragma once

#include <memory>
#include <string>

#include "ports/past_store.hpp"

namespace eeveon::pg {

// Opens its connections lazily.
std::unique_ptr<past_store> make_past_store(std::string url, asio::any_io_executor io);

}  // namespace eeveon::pg
