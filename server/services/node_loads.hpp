// How busy the nodes are, as workers told last: asked for while somebody looks, kept in memory, forgotten
// soon.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "core/node/load.hpp"
#include "ports/clock.hpp"
#include "ports/doorbell.hpp"
#include "server/live/feed.hpp"

namespace eeveon {

struct load_times {
  std::chrono::milliseconds every{15'000}, forgotten{60'000}, tick{1000};
};

// Every server hears every answer, so that a node is asked by one of them only, though each keeps time for
// itself.
class node_loads {
 public:
  node_loads(doorbell& bell, clock_source& clock, feed& picture, asio::any_io_executor io,
             load_times how = {});

  asio::awaitable<void> run();  // until cancelled
  // A message of channel_node_loaded. Whoever reaches Redis may send one: numbers of nodes that exist are
  // taken, nothing else.
  void hear(std::string_view message);

  // {"node-1": {at, load1, …}}, for who asks once: it is asked for from now on, and waited for up to
  // `at_most` where nothing is known yet.
  asio::awaitable<json::object> look(std::chrono::milliseconds at_most);

 private:
  using steady = std::chrono::steady_clock;
  struct entry {
    node_load load;
    timestamp at;
    std::string worker;  // who has told it; it alone is asked then
    bool is_told = false;
    steady::time_point heard, asked;
  };
  bool is_wanted() const;
  bool all_known() const;
  void forget();
  void tell();
  asio::awaitable<void> ask_around();
  json::object whole() const;

  doorbell& bell_;
  clock_source& clock_;
  feed& picture_;
  const load_times how_;
  std::map<std::string, entry, std::less<>> nodes_;
  std::set<std::string> news_;  // nodes with other numbers than were told
  steady::time_point wanted_until_;
  asio::steady_timer timer_, heard_;  // woken before its time; woken by each answer
};

}  // namespace eeveon
