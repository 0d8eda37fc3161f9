// Output of steps in PostgreSQL, compressed with zstd.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/log_store.hpp"

namespace eeveon::pg {

std::unique_ptr<log_store> make_log_store(std::string url, asio::any_io_executor io);

}  // namespace eeveon::pg
