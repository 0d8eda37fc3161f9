// Threads for work of our own that would keep the io thread for longer than a millisecond.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

class workbench {
 public:
  virtual ~workbench() = default;
  // Runs `work` on one of them and comes back to the io thread. What it touches must be its own, or belong to
  // nobody else until then: after errc::timed_out it may still be under way, so let it share ownership. What
  // it throws is errc::io.
  virtual asio::awaitable<result<>> run(std::move_only_function<void()> work) = 0;
};

}  // namespace eeveon
