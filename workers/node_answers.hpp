// A worker's answers to what servers ask about nodes: one kind of question, answered from the log and from
// the node, and told to everybody on a channel of its own.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ports/doorbell.hpp"
#include "ports/event_store.hpp"
#include "workers/ask_queue.hpp"
#include "workers/known_of.hpp"

namespace eeveon::workers {

class node_answers {
 public:
  struct kind {
    std::string_view channel;  // of the answers
    std::size_t most_waiting;
    int side_by_side;  // how many are answered at once
    // The answer as JSON; empty: there is nothing to tell. Called with what outlives it.
    std::function<asio::awaitable<std::string>(node_question, known_streams&)> answer;
  };
  node_answers(event_store& events, doorbell& bell, const std::string& worker, asio::any_io_executor io,
               kind what);

  void hear(std::string_view message) { asked_.hear(message); }
  asio::awaitable<void> run() { return asked_.run(); }  // `side_by_side` of these, until cancelled
  int side_by_side() const { return what_.side_by_side; }

 private:
  asio::awaitable<void> answer(node_question asked);

  doorbell& bell_;
  kind what_;
  known_streams known_;
  ask_queue asked_;
};

}  // namespace eeveon::workers
