// The past as PostgreSQL keeps it, searched over connections of its own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/archive.hpp"

namespace eeveon::pg {

std::unique_ptr<archive> make_archive(std::string url, asio::any_io_executor io);

}  // namespace eeveon::pg
