// Threads for what would keep the io thread from everybody else: big exports, figures over years.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <type_traits>
#include <utility>

namespace eeveon {

namespace asio = boost::asio;

class compute {
 public:
  compute(asio::any_io_executor io, std::size_t threads) : io_(std::move(io)), pool_(threads) {}
  ~compute() { pool_.join(); }
  compute(const compute&) = delete;
  compute& operator=(const compute&) = delete;

  // Awaits work(), done on a thread of its own, on the io thread. Work holds all it looks at, or what
  // outlives it and nobody changes meanwhile; what it throws is thrown to who awaits.
  template <class Work>
  auto run(Work work) -> asio::awaitable<std::invoke_result_t<Work&>> {
    using answer = std::invoke_result_t<Work&>;
    return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, answer)>(
        [this](auto handler, Work moved) {
          asio::post(pool_, [io = asio::make_work_guard(io_), handler = std::move(handler),
                             moved = std::move(moved)]() mutable {
            std::exception_ptr torn;
            answer done{};
            try {
              done = moved();
            } catch (const std::exception&) {
              torn = std::current_exception();
            }
            asio::post(io.get_executor(),
                       [handler = std::move(handler), torn, done = std::move(done)]() mutable {
                         handler(torn, std::move(done));
                       });
          });
        },
        asio::use_awaitable, std::move(work));
  }

 private:
  asio::any_io_executor io_;
  asio::thread_pool pool_;
};

}  // namespace eeveon
