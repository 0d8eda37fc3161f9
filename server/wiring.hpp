// Every part of a server process, built in the order in which they need each other.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>

#include "core/base/failure.hpp"
#include "server/main.hpp"

namespace eeveon::server {

class wiring {
 public:
  static constexpr const char* may_hang = "answers of PostgreSQL";
  wiring(boost::asio::io_context& io, server_options options);
  ~wiring();
  // errc::invalid or errc::refused with one clear line when the server must not start.
  result<> start();
  // Ears first, then hands, memory last; done when everything has ended.
  boost::asio::awaitable<void> stop();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace eeveon::server
