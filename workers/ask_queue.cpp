#include "workers/ask_queue.hpp"

#include <algorithm>
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
  news_.cancel_one();
}

// A place at a node, given back when the answer is there or was cut off. Nobody has to be woken then: who
// has given it back looks for the next question himself.
struct ask_queue::turn {
  turn(std::shared_ptr<std::map<std::string, int>> all, const std::string& node)
      : all_(std::move(all)), at_(all_->try_emplace(node).first) {
    ++at_->second;
  }
  ~turn() {
    if (--at_->second == 0) all_->erase(at_);
  }
  turn(const turn&) = delete;
  turn& operator=(const turn&) = delete;

 private:
  std::shared_ptr<std::map<std::string, int>> all_;
  std::map<std::string, int>::iterator at_;
};

std::optional<node_question> ask_queue::next() {
  const auto now = std::chrono::steady_clock::now();
  while (!waiting_.empty() && now - waiting_.front().heard >= patience_of_servers) waiting_.pop_front();
  const auto is_free = [this](const question& one) {
    const auto busy = at_->find(one.what.node);
    return busy == at_->end() || busy->second < most_at_a_node;
  };
  const auto found = std::ranges::find_if(waiting_, is_free);
  if (found == waiting_.end()) return {};
  auto out = std::move(found->what);
  waiting_.erase(found);
  return out;
}

asio::awaitable<void> ask_queue::run() {
  for (;;) {
    auto asked = next();
    while (!asked) {
      boost::system::error_code woken;
      co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
        co_return;
      asked = next();
    }
    const turn mine(at_, asked->node);
    co_await answer_(std::move(*asked));
  }
}

}  // namespace eeveon::workers
