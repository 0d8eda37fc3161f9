// Folded rows in PostgreSQL.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/read_models.hpp"

namespace eeveon::pg {

std::unique_ptr<read_models> make_read_models(std::string url, asio::any_io_executor io);

}  // namespace eeveon::pg
