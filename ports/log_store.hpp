// Output of steps: already redacted, compressed, outside the event log, found by subject and in the order it
// was stored.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "core/base/failure.hpp"
#include "core/base/time.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct log_chunk {
  std::string subject;  // "dep_…" or "rel_…"
  std::string step;
  int attempt = 1;
  std::int64_t first_line = 1;  // 1-based number of the first line within (step, attempt)
  std::int64_t lines = 0;
  std::string text;  // lines, each ended by '\n'; bytes as the program wrote them, redacted
  std::int64_t fence = 0;
  // The store's own: one writer's chunks ascend, from 1; a subject has one writer at a time.
  std::int64_t id = 0;
  timestamp stored{};  // by the database's clock; zero: before it was noted
};

// Which chunks of a subject are read.
struct log_extract {
  std::string subject;
  std::string step;       // empty: all
  timestamp since{};      // only what was stored then or later
  std::int64_t edge = 0;  // only those behind this id; backwards those before it, 0: from the end
  int most = 1;
};

class log_store {
 public:
  virtual ~log_store() = default;
  // Answers when they were stored. `again`: the same chunks, or some of them, were written before and the
  // answer got lost; none is doubled.
  virtual asio::awaitable<result<timestamp>> write(std::vector<log_chunk> chunks, bool again = false) = 0;
  // In the order they were stored.
  virtual asio::awaitable<result<std::vector<log_chunk>>> read(log_extract what) = 0;
  // The newest first.
  virtual asio::awaitable<result<std::vector<log_chunk>>> read_back(log_extract what) = 0;
  // Drops whole days of output older than `age`; answers how many.
  virtual asio::awaitable<result<int>> drop_days(std::chrono::days age) = 0;
};

}  // namespace eeveon
