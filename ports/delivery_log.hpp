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
  int events = 0;             // how many it brought; their positions follow each other
};

// Pages in the order of arrival: the last delivery seen, or nothing to begin with.
struct delivery_cursor {
  timestamp received_at;
  std::string key;
};

struct delivery_query {
  std::string source = {};  // exact; empty: all
  bool hooks_only = false;  // without what came by the API
  std::string event = {};   // X-GitHub-Event; empty: all
  std::string key = {};     // keys that begin so; empty: all
  delivery_cursor after = {};
  bool newest_first = false;
  int limit = 50;
  bool with_bodies = false;
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
  virtual asio::awaitable<result<std::vector<recorded_delivery>>> list(delivery_query query) = 0;
  // With its body, as far as that is kept.
  virtual asio::awaitable<result<std::optional<recorded_delivery>>> read(std::string source,
                                                                         std::string key) = 0;
  virtual asio::awaitable<result<std::optional<earlier_answer>>> find(std::string source,
                                                                      std::string key) = 0;
  // Empties bodies older than `age`, at most `limit` of them; answers how many. Ids and hashes stay: replays
  // are still recognised and no proof breaks.
  virtual asio::awaitable<result<int>> empty_bodies(std::chrono::hours age, int limit) = 0;
};

}  // namespace eeveon
