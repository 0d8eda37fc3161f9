// Makes the health checks that are commands, between deployments: a server asks, the log says what to run.
#pragma once

#include <string>
#include <string_view>

#include "ports/doorbell.hpp"
#include "ports/event_store.hpp"
#include "workers/ask_queue.hpp"
#include "workers/effects/perform.hpp"
#include "workers/known_of.hpp"

namespace eeveon::workers {

class health_checker {
 public:
  struct parts {
    event_store& events;
    step_performer& performer;
    doorbell& bell;
    std::string worker;
  };
  health_checker(parts with, asio::any_io_executor io);

  void hear(std::string_view message) { asked_.hear(message); }  // of channel_health_check
  asio::awaitable<void> run() { return asked_.run(); }           // several side by side, until cancelled
  static constexpr int side_by_side = 16;

 private:
  asio::awaitable<void> answer(node_question asked);

  parts with_;
  known_streams known_;
  ask_queue asked_;
};

}  // namespace eeveon::workers
