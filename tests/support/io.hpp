// Runs a coroutine to its end on a fresh io_context and hands its value back: how tests call the asynchronous
// ports.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>
#include <exception>
#include <optional>
#include <thread>

#include "core/base/failure.hpp"

namespace eeveon::test {

namespace asio = boost::asio;

// The thread whose checks Boost.Test follows: it starts the program.
inline const auto checking_thread = std::this_thread::get_id();

// A failure's own words stand beside the check that it fails.
template <class T>
void explain(const result<T>& value) {
  if (!value && std::this_thread::get_id() == checking_thread)
    BOOST_TEST_INFO("the answer was: " << value.error().detail);
}
template <class T>
void explain(const T&) {}

template <class T>
T wait(asio::io_context& io, asio::awaitable<T> task) {
  std::optional<T> value;
  std::exception_ptr error;
  asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown, T got) {
    error = thrown;
    if (!thrown) value.emplace(std::move(got));
  });
  io.restart();
  while (!value && !error && io.run_one() > 0) {
  }
  if (error) std::rethrow_exception(error);
  explain(value.value());
  return std::move(value.value());
}

}  // namespace eeveon::test
