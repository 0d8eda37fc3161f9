// Output of steps: already redacted, compressed, outside the event log, found by (subject, step, attempt,
// line).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "core/base/failure.hpp"

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
};

class log_store {
 public:
  virtual ~log_store() = default;
  // `again`: the same chunks, or some of them, were written before and the answer got lost; none is doubled.
  virtual asio::awaitable<result<>> write(std::vector<log_chunk> chunks, bool again = false) = 0;
  // Chunks of one subject in the order they were written; step empty: all. Only lines after `after_line`
  // (counted within a step and attempt; needs `step`).
  virtual asio::awaitable<result<std::vector<log_chunk>>> read(std::string subject, std::string step,
                                                               std::int64_t after_line, int limit) = 0;
  // The last `lines` lines of one subject in the order they were written; step empty: of all steps.
  virtual asio::awaitable<result<std::vector<log_chunk>>> read_tail(std::string subject, std::string step,
                                                                    std::int64_t lines) = 0;
  // Drops whole days of output older than `age`; answers how many.
  virtual asio::awaitable<result<int>> drop_days(std::chrono::days age) = 0;
};

}  // namespace eeveon
