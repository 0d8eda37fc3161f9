// Run offers and announcements over Redis streams and channels.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/doorbell.hpp"

namespace eeveon::redis {

// errc::invalid when the address cannot be read; connects at first use and again by itself.
result<std::unique_ptr<doorbell>> make_doorbell(std::string url, asio::any_io_executor io);

}  // namespace eeveon::redis
