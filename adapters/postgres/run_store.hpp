// Leases and open runs in PostgreSQL.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/run_store.hpp"

namespace eeveon::pg {

// Renewals have a thread and connection of their own; the rest shares another.
std::unique_ptr<run_store> make_run_store(std::string url, asio::any_io_executor io);

}  // namespace eeveon::pg
