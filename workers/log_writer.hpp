// Gathers a step's output into numbered lines, stores it in chunks and rings it through to whoever watches.
// What comes in has been redacted already.
#pragma once

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
  log_writer(log_store& store, doorbell& bell, std::string subject, std::int64_t fence)
      : store_(store), bell_(bell), subject_(std::move(subject)), fence_(fence) {}

  // Any chunking; a last line without its end is completed by end_of().
  void write(const std::string& step, int attempt, std::string_view text);
  void end_of(const std::string& step, int attempt);
  // Stores what has gathered; called every fifth of a second while the run goes on, and at its end.
  asio::awaitable<void> flush();

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

  log_store& store_;
  doorbell& bell_;
  std::string subject_;
  std::int64_t fence_;
  std::vector<tail> tails_;
};

}  // namespace eeveon::workers
