// Runs the gate over the log: reads in order, loads what it wants, commits what it decides together with the
// checkpoint, so that every event is reacted to exactly once even when two servers try.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "core/gate/gate.hpp"
#include "ports/clock.hpp"
#include "ports/doorbell.hpp"
#include "ports/event_store.hpp"
#include "server/services/duties.hpp"
#include "server/services/log_signal.hpp"

namespace eeveon {

class gate_reactor {
 public:
  struct parts {
    event_store& events;
    doorbell& bell;
    clock_source& clock;
    log_signal& grown;
    duty& mine;
    bool every_delivery_is_a_noop = false;  // for benches
  };
  explicit gate_reactor(parts with);
  // Until cancelled.
  asio::awaitable<void> run();

 private:
  asio::awaitable<result<>> learn_projects_and_nodes();
  asio::awaitable<result<>> react_to_batch();
  asio::awaitable<result<>> load_wanted(const recorded_event& event);

  parts with_;
  gate gate_;
  std::int64_t read_ = 0;       // reacted to so far
  std::int64_t committed_ = 0;  // what the checkpoint says
  bool behind_ = false;         // nothing read yet, or a full batch: look for more at once
};

}  // namespace eeveon
