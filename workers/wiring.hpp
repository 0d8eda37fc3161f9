// Every part of a worker process.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>

#include "core/base/failure.hpp"
#include "workers/main.hpp"

namespace eeveon::workers {

class wiring {
 public:
  wiring(boost::asio::io_context& io, worker_options options);
  ~wiring();
  result<> start();
  static constexpr const char* may_hang = "answers of PostgreSQL or of the disk";
  // Takes nothing more, lets running steps end within the grace period, hands unfinished runs back.
  boost::asio::awaitable<void> stop();

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace eeveon::workers
