// Somebody on the io thread who waits for the answer of a thread that may be stuck, and waits no longer than
// it is allowed: what comes later is dropped.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include "core/base/failure.hpp"

namespace eeveon::blocking {

namespace asio = boost::asio;

// How long a call may take, and who is said not to have answered when it takes longer.
struct limit {
  std::chrono::milliseconds at_most;
  const char* whom;
};

// `Answer` is a result<T>.
template <class Answer>
class caller : public std::enable_shared_from_this<caller<Answer>> {
 public:
  caller(asio::any_io_executor io, std::move_only_function<void(Answer)> tell)
      : until_(io), tell_(std::move(tell)) {}

  // On the io thread, once. The timer keeps the io_context at work until the answer has been told.
  void wait(limit how_long) {
    until_.expires_after(how_long.at_most);
    until_.async_wait([self = this->shared_from_this(), how_long](boost::system::error_code answered) {
      if (!answered)
        self->end(fail(errc::timed_out,
                       fmt::format("{} has not answered within {:g} s; try again", how_long.whom,
                                   static_cast<double>(how_long.at_most.count()) / 1000),
                       "deadline"));
    });
  }
  // Any thread.
  void answer(Answer value) {
    asio::post(until_.get_executor(), [self = this->shared_from_this(), value = std::move(value)]() mutable {
      self->end(std::move(value));
    });
  }
  // Any thread: need the work not be done any more?
  bool is_gone() const { return gone_; }

 private:
  void end(Answer value) {
    if (gone_.exchange(true)) return;
    until_.cancel();
    std::exchange(tell_, nullptr)(std::move(value));
  }

  asio::steady_timer until_;
  std::move_only_function<void(Answer)> tell_;
  std::atomic<bool> gone_ = false;
};

}  // namespace eeveon::blocking
