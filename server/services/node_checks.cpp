#include "server/services/node_checks.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

namespace eeveon {
namespace {

std::string text_of(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

}  // namespace

asio::awaitable<result<json::object>> node_checks::ask(std::string node, std::string check) {
  const auto io = co_await asio::this_coro::executor;
  auto mine = std::make_shared<waiting>(asio::steady_timer(io), node, std::nullopt);
  mine->until.expires_after(patience_);
  waiting_[check] = mine;
  auto message = json::serialize(json::object{{"check", check}, {"node", node}});
  auto asked = co_await bell_.announce(channel_node_check, std::move(message));
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
  boost::system::error_code error;
  auto told = json::parse(json::string_view(message.data(), message.size()), error);
  if (error || !told.is_object()) return;
  const auto found = waiting_.find(text_of(told.get_object(), "check"));
  if (found == waiting_.end() || found->second->answer) return;
  if (text_of(told.get_object(), "node") != found->second->node) return;
  found->second->answer = std::move(told.get_object());
  found->second->until.cancel();
}

}  // namespace eeveon
