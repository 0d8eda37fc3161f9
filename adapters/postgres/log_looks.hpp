// The looks that this process takes at the log's end for what other processes have written: one at a time,
// under load a few milliseconds apart, and what one of its readers has looked up the others need not.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include "ports/pace.hpp"

namespace eeveon::pg {

namespace asio = boost::asio;

// To be used on one io thread only.
class log_looks {
 public:
  explicit log_looks(asio::any_io_executor io) : over_(io, clock::time_point::max()) {}

  std::uint64_t begun() const { return begun_; }
  // Has a look that began after `asked` found the log to end at or before `position`?
  bool saw_no_more(std::int64_t position, std::uint64_t asked) const {
    return last_to_the_end_ > asked && position >= end_;
  }
  // True: it may be begun now. False, after a while: things may have changed.
  asio::awaitable<bool> turn();

  std::uint64_t begin();
  void end(std::uint64_t look, std::optional<std::int64_t> end_of_log);

  // Begins one, awaits what it reads and ends it; `end_of_log` tells from what was read where the log ended,
  // if it was seen. Should anything throw in between, the look is over all the same: the others wait for it.
  template <class Read>
  asio::awaitable<Read> take(asio::awaitable<Read> read,
                             std::function<std::optional<std::int64_t>(const Read&)> end_of_log) {
    const auto look = begin();
    try {
      auto found = co_await std::move(read);
      end(look, end_of_log(found));
      co_return found;
    } catch (const std::exception&) {
      end(look, std::nullopt);
      throw;
    }
  }

 private:
  using clock = std::chrono::steady_clock;
  asio::steady_timer over_;
  // Under load each look brings more, and the gate decides about more at once; nobody sees the difference. A
  // lone deployment waits for nothing.
  pace pace_{std::chrono::milliseconds(5), 5};
  clock::time_point began_{};
  std::uint64_t begun_ = 0, last_to_the_end_ = 0;
  std::int64_t end_ = 0;
  bool looking_ = false;
};

}  // namespace eeveon::pg
