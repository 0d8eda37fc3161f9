// Hints between processes, carried by Redis: losing any of them costs delay, never work.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct offer {
  std::string entry;  // id of the stream entry, for acknowledge
  std::string run;
};

class doorbell {
 public:
  virtual ~doorbell() = default;
  // Puts run ids where a waiting worker takes them. Failure is logged by the caller and otherwise harmless.
  virtual asio::awaitable<result<>> offer_runs(std::vector<std::string> runs) = 0;
  // Waits up to `wait` for offers (at most `limit`). An empty list is a time-out, not a failure.
  virtual asio::awaitable<result<std::vector<offer>>> take(std::string worker, int limit,
                                                           std::chrono::milliseconds wait) = 0;
  virtual asio::awaitable<result<>> acknowledge(std::vector<std::string> entries) = 0;
  // Tells every process that the log has grown to `position`.
  virtual asio::awaitable<result<>> announce(std::string channel, std::string message) = 0;
  // Calls `on_message(channel, message)` on the io thread for every announcement, reconnecting by itself,
  // until the awaiting coroutine is cancelled.
  virtual asio::awaitable<void> listen(
      std::vector<std::string> channels,
      std::function<void(std::string_view, std::string_view)> on_message) = 0;
};

// Channels of announce/listen.
inline constexpr const char* channel_position = "eeveon:position";  // message: the position, decimal
inline constexpr const char* channel_log =
    "eeveon:log";  // message: JSON of a log chunk (see ports/log_store.hpp)
inline constexpr const char* channel_cancel = "eeveon:cancel";  // message: a deployment id
// Messages of these are JSON, see core/node/look.hpp.
inline constexpr const char* channel_node_check = "eeveon:node-check";  // is there a way to the node?
inline constexpr const char* channel_health_check =
    "eeveon:health-check";  // is what is live there healthy, by a command?
inline constexpr const char* channel_node_checked = "eeveon:node-checked";  // the answer to either
inline constexpr const char* channel_node_load = "eeveon:node-load";        // how busy is its machine?
inline constexpr const char* channel_node_loaded =
    "eeveon:node-loaded";  // the answer, see core/node/load.hpp

}  // namespace eeveon
