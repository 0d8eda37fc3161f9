#include "workers/ask_queue.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace eeveon::workers {
namespace {

constexpr auto patience_of_servers = std::chrono::seconds(25);
constexpr std::size_t longest = 1000;  // bytes

}  // namespace

ask_queue::ask_queue(asio::any_io_executor io, std::string worker, std::size_t most, answerer answer)
    : worker_(std::move(worker)),
      most_(most),
      answer_(std::move(answer)),
      news_(std::move(io), asio::steady_timer::time_point::max()) {}

void ask_queue::hear(std::string_view message) {
  if (waiting_.size() >= most_ || message.size() > longest) return;
  auto asked = parse_look<node_question>(message);
  if (!asked || (!asked->worker.empty() && asked->worker != worker_)) return;
  waiting_.push_back({std::move(*asked), std::chrono::steady_clock::now()});
  news_.cancel();
}

asio::awaitable<void> ask_queue::run() {
  for (;;) {
    while (waiting_.empty()) {
      boost::system::error_code woken;
      co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
        co_return;
    }
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    if (std::chrono::steady_clock::now() - next.heard < patience_of_servers)
      co_await answer_(std::move(next.what));
  }
}

}  // namespace eeveon::workers
