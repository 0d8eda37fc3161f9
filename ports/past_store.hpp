// What the past is shown from: stretches of the log, and snapshots of its fold every so many events.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/failure.hpp"
#include "core/events/event.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct moment {
  std::int64_t position = 0;  // of an event; 0: before the first
  timestamp at;               // when it was recorded
};

struct log_span {
  moment first, last;  // both at position 0 when nothing has been recorded
};

struct fold_snapshot {
  std::int64_t position = 0;
  std::int64_t previous = 0;  // position of the snapshot before; 0: there is none
  std::string text;
};

// Snapshots belong to the code that made them, `fold`: what another one has made is never given out.
class past_store {
 public:
  virtual ~past_store() = default;
  virtual asio::awaitable<result<log_span>> span() = 0;
  // The event at `position`; errc::not_found when the log does not reach that far.
  virtual asio::awaitable<result<moment>> moment_of(std::int64_t position) = 0;
  // The last event recorded before `time`, whatever stands before it: clocks may step back.
  virtual asio::awaitable<result<moment>> last_before(std::string fold, timestamp time) = 0;
  // The events of these types after `after` up to `until`, in order.
  virtual asio::awaitable<result<std::vector<recorded_event>>> read(std::int64_t after, std::int64_t until,
                                                                    std::vector<std::string> types) = 0;
  // Of these streams alone, up to `until`.
  virtual asio::awaitable<result<std::vector<recorded_event>>> read_streams(
      std::vector<std::string> streams, std::int64_t until, std::vector<std::string> types) = 0;
  // The newest snapshot after `after` up to `until`.
  virtual asio::awaitable<result<std::optional<fold_snapshot>>> snapshot(std::string fold, std::int64_t after,
                                                                         std::int64_t until) = 0;
  // How far the snapshots reach without one missing between them.
  virtual asio::awaitable<result<std::int64_t>> unbroken(std::string fold) = 0;
  // Storing what is stored already changes nothing.
  virtual asio::awaitable<result<>> keep(std::string fold, fold_snapshot made) = 0;
  // Throws away the snapshots after `position`.
  virtual asio::awaitable<result<>> forget_after(std::string fold, std::int64_t position) = 0;
  // Throws away what other code has made.
  virtual asio::awaitable<result<>> forget_others(std::string fold) = 0;
};

}  // namespace eeveon
