// What the outside sent, for people who look into it, and its retention.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/failure.hpp"
#include "core/base/time.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct recorded_delivery {
  std::string source;
  std::string key;
  timestamp received_at;
  digest body_sha256;
  std::string headers;  // JSON object, never the signature
  std::string answer;
  std::string body;  // exact bytes; empty unless asked for, or when retention has emptied it
  bool body_kept = true;
  std::int64_t position = 0;  // of the last event it brought; 0: it brought none
};

// Pages in the order of arrival: the last delivery seen, or nothing to begin with the oldest.
struct delivery_cursor {
  timestamp received_at;
  std::string key;
};

// What a repeat of an ask needs: whether it is the same, and what the first one was answered.
struct earlier_answer {
  digest body_sha256;
  std::string answer;
  std::int64_t position = 0;
};

class delivery_log {
 public:
  virtual ~delivery_log() = default;
  // An empty source means all of them.
  virtual asio::awaitable<result<std::vector<recorded_delivery>>> list(std::string source,
                                                                       delivery_cursor after, int limit,
                                                                       bool with_bodies) = 0;
  virtual asio::awaitable<result<std::optional<earlier_answer>>> find(std::string source,
                                                                      std::string key) = 0;
  // Empties bodies older than `age`, at most `limit` of them; answers how many. Ids and hashes stay: replays
  // are still recognised and no proof breaks.
  virtual asio::awaitable<result<int>> empty_bodies(std::chrono::hours age, int limit) = 0;
};

}  // namespace eeveon
