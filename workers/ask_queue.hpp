// Questions of other processes, waiting to be answered: bounded, a few side by side, and none that nobody
// waits for any more.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "core/node/look.hpp"

namespace eeveon::workers {

namespace asio = boost::asio;

class ask_queue {
 public:
  using answerer = std::function<asio::awaitable<void>(node_question)>;
  // `worker`: questions to others are left alone. Of more than `most` the rest is dropped, as any hint may
  // be.
  ask_queue(asio::any_io_executor io, std::string worker, std::size_t most, answerer answer);

  void hear(std::string_view message);
  // Answers one after another, until cancelled; as many of these may run side by side as should be answered
  // at once: one that takes long keeps the others waiting otherwise.
  asio::awaitable<void> run();

 private:
  struct question {
    node_question what;
    std::chrono::steady_clock::time_point heard;
  };
  std::string worker_;
  std::size_t most_;
  answerer answer_;
  asio::steady_timer news_;
  std::deque<question> waiting_;
};

}  // namespace eeveon::workers
