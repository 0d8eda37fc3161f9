// Lets many sockets write together: what they queue within a moment goes out in one system call for each.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

namespace eeveon {

class flusher : public std::enable_shared_from_this<flusher> {
 public:
  struct writer {
    virtual ~writer() = default;
    virtual void write_out() = 0;
  };

  // `gather`: how long a message may wait for others. What comes after a quiet time does not wait.
  flusher(boost::asio::any_io_executor io, std::chrono::milliseconds gather) : timer_(io), gather_(gather) {}

  // Has `who` write soon. Once for all that it queues until then.
  void add(std::weak_ptr<writer> who) {
    waiting_.push_back(std::move(who));
    if (waiting_.size() > 1) return;
    const auto now = std::chrono::steady_clock::now();
    timer_.expires_at(now < last_ + gather_ ? now + gather_ : now);
    timer_.async_wait([self = weak_from_this()](boost::system::error_code ended) {
      if (const auto alive = self.lock(); alive && !ended) alive->flush();
    });
  }

 private:
  void flush() {
    for (const auto& one : std::exchange(waiting_, {}))
      if (const auto alive = one.lock()) alive->write_out();
    last_ = std::chrono::steady_clock::now();
  }

  boost::asio::steady_timer timer_;
  std::chrono::milliseconds gather_;
  std::chrono::steady_clock::time_point last_{};
  std::vector<std::weak_ptr<writer>> waiting_;
};

}  // namespace eeveon
