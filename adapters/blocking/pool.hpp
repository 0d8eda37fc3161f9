// Runs blocking calls on threads that each own one resource (a database connection). A call is not ended
// before its time: deadlines of a blocking driver are set inside the driver, and only values cross the
// threads. Who awaits it has a deadline of his own, and leaves a thread that is stuck behind.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

#include "adapters/blocking/caller.hpp"
#include "core/base/failure.hpp"

namespace eeveon::blocking {

namespace asio = boost::asio;

template <class Resource>
class pool {
 public:
  // `make` is called on each thread and makes its resource; it must not throw.
  pool(
      asio::any_io_executor io, int threads, limit how_long,
      std::function<Resource()> make = [] { return Resource{}; })
      : io_(std::move(io)), how_long_(how_long) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this, make] { serve(make); });
  }
  // Waits for the calls under way; those still queued are dropped.
  ~pool() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  // Awaits `call(resource)`, which returns a result<T> and must not throw, on the io thread.
  // errc::unavailable: `most_waiting` are waiting already. errc::timed_out: no answer in time; a call that
  // has begun may still take effect, one that has not never will.
  template <class Call>
  auto run(Call call) -> asio::awaitable<std::invoke_result_t<Call&, Resource&>> {
    return run(how_long_, std::move(call));
  }
  template <class Call>
  auto run(limit how_long, Call call) -> asio::awaitable<std::invoke_result_t<Call&, Resource&>> {
    using answer = std::invoke_result_t<Call&, Resource&>;
    return asio::async_initiate<const asio::use_awaitable_t<>, void(answer)>(
        [this, how_long](auto handler, Call moved) {
          const auto who = std::make_shared<caller<answer>>(io_, std::move(handler));
          who->wait(how_long);
          if (!push([who, moved = std::move(moved)](Resource& resource) mutable {
                if (!who->is_gone()) who->answer(moved(resource));
              }))
            who->answer(fail(errc::unavailable, "too many calls are waiting", "pool"));
        },
        asio::use_awaitable, std::move(call));
  }

 private:
  using job = std::move_only_function<void(Resource&)>;
  static constexpr std::size_t most_waiting = 4096;

  bool push(job one) {
    {
      const std::scoped_lock lock(mutex_);
      if (queue_.size() >= most_waiting) return false;
      queue_.push_back(std::move(one));
    }
    wake_.notify_one();
    return true;
  }

  void serve(const std::function<Resource()>& make) {
    Resource resource = make();
    while (true) {
      job one;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) return;
        one = std::move(queue_.front());
        queue_.pop_front();
      }
      one(resource);
    }
  }

  const asio::any_io_executor io_;
  const limit how_long_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace eeveon::blocking
