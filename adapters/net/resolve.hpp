// Names to addresses with a deadline that holds.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <string>

#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

// The system's resolver cannot be interrupted; when it is too slow its answer is abandoned, not awaited.
asio::awaitable<result<asio::ip::tcp::resolver::results_type>> resolve(std::string host, std::string port,
                                                                       std::chrono::milliseconds timeout);

}  // namespace eeveon
