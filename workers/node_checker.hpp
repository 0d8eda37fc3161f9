// Looks at nodes when somebody asks: the way a deployment would go there, without one.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/json/array.hpp>
#include <deque>
#include <string>
#include <string_view>

#include "ports/doorbell.hpp"
#include "ports/event_store.hpp"
#include "ports/node_channel.hpp"

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

  // A message of channel_node_check. Only so many wait at a time; the rest is dropped, as any hint may be.
  void hear(std::string_view message);
  // Answers one after another, until cancelled; as many of these may run side by side as should be looked at
  // at once: one node that does not answer keeps the others waiting otherwise.
  asio::awaitable<void> run();
  static constexpr int side_by_side = 8;

 private:
  asio::awaitable<void> answer(std::string check, std::string node);

  parts with_;
  asio::steady_timer news_;
  std::deque<std::string> asked_;
};

}  // namespace eeveon::workers
