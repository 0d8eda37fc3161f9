// Gathers a step's output into numbered lines, stores it in chunks and rings it through to whoever watches.
// What comes in has been redacted already.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <vector>

#include "ports/doorbell.hpp"
#include "ports/log_store.hpp"

namespace eeveon::workers {

// One per run. Must be drained before the run ends.
class log_writer {
 public:
  log_writer(log_store& store, doorbell& bell, std::string subject, std::int64_t fence,
             asio::any_io_executor io)
      : store_(store), bell_(bell), subject_(std::move(subject)), fence_(fence), stored_(io) {}

  // Any chunking; a last line without its end is completed by end_of().
  void write(const std::string& step, int attempt, std::string_view text);
  void end_of(const std::string& step, int attempt);
  // Stores what has gathered, after whatever is being stored: ten times a second while the run goes on, and
  // before a step's end is recorded. False while the store cannot be reached; nothing is lost by that.
  asio::awaitable<bool> flush();
  // Tells whoever watches what has been stored; not for a step to wait for, as Redis may hang. What it does
  // not take is not offered again: the store has it.
  asio::awaitable<void> announce();

 private:
  struct tail {
    std::string step;
    int attempt = 1;
    std::int64_t lines = 0;  // complete ones so far
    std::string text;        // gathered since the last flush, whole lines
    std::int64_t first = 1;  // number of its first line
    std::string rest;        // begun line
  };
  tail& tail_of(const std::string& step, int attempt);
  std::vector<log_chunk> take_gathered();

  log_store& store_;
  doorbell& bell_;
  std::string subject_;
  std::int64_t fence_;
  std::vector<tail> tails_;
  std::vector<log_chunk> unsaved_;  // handed to the store, which has not said yes
  std::vector<log_chunk> untold_;   // stored, not yet announced
  bool storing_ = false;
  asio::steady_timer stored_;  // cancelled when storing_ ends
};

}  // namespace eeveon::workers
