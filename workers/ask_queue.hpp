// Questions of other processes, waiting to be answered: bounded, a few side by side and fewer of them at one
// node, and none that nobody waits for any more.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
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
  // So many are answered at once about one node: it must not keep all others waiting when it hangs, and its
  // sshd turns away who comes with too many.
  static constexpr int most_at_a_node = 4;

 private:
  struct question {
    node_question what;
    std::chrono::steady_clock::time_point heard;
  };
  struct turn;
  std::optional<node_question> next();  // that somebody waits for, about a node that is not busy

  std::string worker_;
  std::size_t most_;
  answerer answer_;
  asio::steady_timer news_;
  std::deque<question> waiting_;
  // By node: so many are being answered. Answers that are cut off late outlive this.
  std::shared_ptr<std::map<std::string, int>> at_ = std::make_shared<std::map<std::string, int>>();
};

}  // namespace eeveon::workers
