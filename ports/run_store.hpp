// The mutable side of runs: leases and what the sweeper may offer again. Claims, guards and moves go through
// event_store::append, because they must commit with the events that tell of them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct run_row {
  std::string id, subject, environment, kind, state, owner;
  std::int64_t fence = 0;
  int attempts = 0;
  std::int64_t lease_left_ms = 0;  // by the database's clock; negative: ended
};

class run_store {
 public:
  virtual ~run_store() = default;
  // Renews every lease `owner` still holds with the fences given; returns the ids that were renewed. What is
  // missing from the answer is lost: stop its step before the lease can be given away. Runs on a connection
  // and thread of its own, so that no backlog can delay it.
  virtual asio::awaitable<result<std::vector<std::string>>> renew(std::string owner,
                                                                  std::vector<std::string> runs,
                                                                  std::chrono::milliseconds lease) = 0;
  // Ends all leases of an owner known to be dead, so that takeover need not wait.
  virtual asio::awaitable<result<int>> end_leases(std::string owner) = 0;
  // Queued and not offered for `quiet`, or running with an ended lease; marks them as offered now.
  virtual asio::awaitable<result<std::vector<std::string>>> sweep(std::chrono::milliseconds quiet,
                                                                  int limit) = 0;
  virtual asio::awaitable<result<std::vector<run_row>>> list(bool only_open) = 0;
  // Those of `runs` that exist, in any order: a worker asks once for everything it was offered together.
  virtual asio::awaitable<result<std::vector<run_row>>> find(std::vector<std::string> runs) = 0;
};

}  // namespace eeveon
