// Runs a coroutine to its end on a fresh io_context and hands its value back: how tests call the asynchronous
// ports.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

namespace eeveon::test {

namespace asio = boost::asio;

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
  return std::move(value.value());
}

}  // namespace eeveon::test
