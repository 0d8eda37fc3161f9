// Runs blocking calls on threads that each own one resource (a database connection). Not cancellable on
// purpose: deadlines of a blocking driver are set inside the driver, and only values cross the threads.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon::blocking {

namespace asio = boost::asio;

template <class Resource>
class pool {
 public:
  // `make` is called on each thread and makes its resource; it must not throw.
  pool(asio::any_io_executor io, int threads, std::function<Resource()> make) : io_(std::move(io)) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this, make] { serve(make); });
  }
  // Waits for the calls under way; those still queued are dropped with their coroutines.
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

  // Awaits `call(resource)`, which returns a result<T> and must not throw. Beyond `bound` waiting calls:
  // unavailable.
  template <class Call>
  auto run(Call call) -> asio::awaitable<std::invoke_result_t<Call&, Resource&>> {
    using answer = std::invoke_result_t<Call&, Resource&>;
    return asio::async_initiate<const asio::use_awaitable_t<>, void(answer)>(
        [this](auto handler, Call moved) {
          job one = [io = io_, work = asio::make_work_guard(io_), handler = std::move(handler),
                     moved = std::move(moved)](Resource* resource) mutable {
            answer value = resource ? moved(*resource)
                                    : answer(fail(errc::unavailable, "too many calls are waiting", "pool"));
            asio::post(io, [handler = std::move(handler), value = std::move(value),
                            work = std::move(work)]() mutable { handler(std::move(value)); });
          };
          push(std::move(one));
        },
        asio::use_awaitable, std::move(call));
  }

 private:
  using job = std::move_only_function<void(Resource*)>;
  static constexpr std::size_t bound = 4096;

  void push(job one) {
    bool full = false;
    {
      const std::scoped_lock lock(mutex_);
      full = queue_.size() >= bound;
      if (!full) queue_.push_back(std::move(one));
    }
    if (full)
      one(nullptr);
    else
      wake_.notify_one();
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
      one(&resource);
    }
  }

  const asio::any_io_executor io_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace eeveon::blocking
