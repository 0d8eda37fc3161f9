#include "server/services/node_checks.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

namespace eeveon {
namespace {

constexpr std::size_t longest = 64 << 10;  // bytes; what a worker says has less

bool says(const json::object& told, std::string_view key, std::string_view what) {
  const auto* value = told.if_contains(key);
  return value && value->is_string() && value->get_string() == what;
}

}  // namespace

asio::awaitable<result<json::object>> node_checks::ask(std::string channel, node_question question,
                                                       std::chrono::milliseconds more) {
  const auto io = co_await asio::this_coro::executor;
  auto message = json::serialize(codec::write(question));
  const auto check = question.check;
  auto mine = std::make_shared<waiting>(asio::steady_timer(io), std::move(question), std::nullopt);
  mine->until.expires_after(patience_ + more);
  waiting_[check] = mine;
  auto asked = co_await bell_.announce(std::move(channel), std::move(message));
  if (asked && !mine->answer) {
    boost::system::error_code woken;
    co_await mine->until.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  waiting_.erase(check);
  if (!asked) co_return std::unexpected(asked.error());
  if (!mine->answer)
    co_return fail(errc::unavailable,
                   "no worker has answered: nodes are looked at by workers, is one running?", "worker");
  co_return std::move(*mine->answer);
}

void node_checks::hear(std::string_view message) {
  if (message.size() > longest) return;
  boost::system::error_code error;
  auto told = json::parse(json::string_view(message.data(), message.size()), error);
  if (error || !told.is_object()) return;
  auto& answer = told.get_object();
  const auto* check = answer.if_contains("check");
  if (!check || !check->is_string()) return;
  const auto found = waiting_.find(std::string_view(check->get_string()));
  if (found == waiting_.end() || found->second->answer) return;
  const auto& question = found->second->question;
  if (!says(answer, "node", question.node)) return;
  if (!question.worker.empty() && !says(answer, "worker", question.worker)) return;
  found->second->answer = std::move(answer);
  found->second->until.cancel();
}

}  // namespace eeveon
