// Looks at nodes when somebody asks: the way a deployment would go there, without one.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>

#include "ports/doorbell.hpp"
#include "ports/event_store.hpp"
#include "ports/node_channel.hpp"
#include "workers/ask_queue.hpp"
#include "workers/known_of.hpp"

namespace eeveon::workers {

namespace json = boost::json;

// [{what, state, remark}] with state "ok", "warning" or "wrong": the connection, the disk, a transfer of
// nothing (`empty` is an empty folder here). What cannot be tried because of an earlier finding is left out.
asio::awaitable<json::array> look_at(node_channel& nodes, node_registered node, std::string empty);

class node_checker {
 public:
  struct parts {
    event_store& events;
    node_channel& nodes;
    doorbell& bell;
    std::string worker;
    std::string empty;  // a folder with nothing in it
  };
  node_checker(parts with, asio::any_io_executor io);

  void hear(std::string_view message) { asked_.hear(message); }  // of channel_node_check
  asio::awaitable<void> run() { return asked_.run(); }           // several side by side, until cancelled
  static constexpr int side_by_side = 8;

 private:
  asio::awaitable<void> answer(node_question asked);

  parts with_;
  known_streams known_;
  ask_queue asked_;
};

}  // namespace eeveon::workers
