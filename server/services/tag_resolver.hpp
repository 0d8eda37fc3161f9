// Finds the commits of announced release tags: a release event names its tag only, and the repository that
// knows the rest may be away for a while.
#pragma once

#include <deque>
#include <map>

#include "core/repository/events.hpp"
#include "ports/patience.hpp"
#include "server/services/poller.hpp"

namespace eeveon {

class tag_resolver {
 public:
  tag_resolver(poller_parts with, duty& mine) : with_(std::move(with)), mine_(mine) {}
  // Until cancelled.
  asio::awaitable<void> run();

 private:
  using clock = std::chrono::steady_clock;
  // Announced, watched, and not told of yet.
  struct release {
    recorded_event event;
    release_announced told;
    timestamp noticed;
    patience pauses{std::chrono::milliseconds(100), std::chrono::milliseconds(15000)};
    clock::time_point next_try{};
  };

  asio::awaitable<result<>> follow();  // until the duty is lost or the log cannot be used
  asio::awaitable<result<>> notice(std::vector<recorded_event> events);
  asio::awaitable<result<>> ask_for_waiting();
  asio::awaitable<result<bool>> ask_for(release& one);  // true: it has been told, and waits no longer
  asio::awaitable<result<std::string>> find_commit(release_announced release);
  asio::awaitable<result<>> tell(const release& one, new_event what);
  asio::awaitable<result<>> keep_place();
  std::chrono::milliseconds until_next_try() const;

  poller_parts with_;
  duty& mine_;
  patience patience_;
  std::int64_t read_ = 0;                               // looked at so far
  std::int64_t committed_ = 0;                          // what the checkpoint says
  bool told_ = false;                                   // since the checkpoint was moved
  std::map<std::string, std::deque<release>> waiting_;  // by repository, in position order
};

}  // namespace eeveon
