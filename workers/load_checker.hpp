// Reads how busy nodes are, for servers that ask while somebody looks.
#pragma once

#include <string>
#include <string_view>

#include "ports/doorbell.hpp"
#include "ports/event_store.hpp"
#include "ports/node_channel.hpp"
#include "workers/ask_queue.hpp"
#include "workers/known_of.hpp"

namespace eeveon::workers {

class load_checker {
 public:
  struct parts {
    event_store& events;
    node_channel& nodes;
    doorbell& bell;
    std::string worker;
  };
  load_checker(parts with, asio::any_io_executor io);

  void hear(std::string_view message) { asked_.hear(message); }  // of channel_node_load
  asio::awaitable<void> run() { return asked_.run(); }           // several side by side, until cancelled
  static constexpr int side_by_side = 8;

 private:
  asio::awaitable<void> answer(node_question asked);

  parts with_;
  known_streams known_;
  ask_queue asked_;
};

}  // namespace eeveon::workers
