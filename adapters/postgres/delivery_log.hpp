// Deliveries in PostgreSQL, as people read them.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/delivery_log.hpp"

namespace eeveon::pg {

std::unique_ptr<delivery_log> make_delivery_log(std::string url, asio::any_io_executor io);

}  // namespace eeveon::pg
