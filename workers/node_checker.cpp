#include "workers/node_checker.hpp"

#include <fmt/format.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <charconv>

namespace eeveon::workers {
namespace {

constexpr std::size_t most_waiting = 20;
constexpr auto connection_limit = std::chrono::seconds(12);
constexpr auto transfer_limit = std::chrono::seconds(10);
constexpr std::int64_t little_room = 1LL << 30;
const char* const place = ".eeveon/check";  // below the node's root; stays there, empty

json::object finding(const char* what, const char* state, std::string remark) {
  return {{"what", what}, {"state", state}, {"remark", std::move(remark)}};
}

// Of the script's answer to hello: its version and the free bytes.
json::object disk_of(const std::vector<std::string>& words, const std::string& root) {
  std::int64_t free = 0;
  if (words.size() < 2 ||
      std::from_chars(words[1].data(), words[1].data() + words[1].size(), free).ec != std::errc{})
    return finding("disk", "warning", "the free space of " + root + " is not known");
  const auto remark = fmt::format("{:.1f} GiB free in {}", static_cast<double>(free) / (1 << 30), root);
  return finding("disk", free < little_room ? "warning" : "ok", remark);
}

asio::awaitable<result<std::optional<node_registered>>> find_node(event_store& events, std::string name) {
  auto told = co_await events.read_stream(node_stream(name));
  if (!told) co_return std::unexpected(told.error());
  std::optional<node_registered> out;
  for (const auto& event : *told) {
    on<node_registered>(event, [&](const node_registered& node) { out = node; });
    on<node_removed>(event, [&](const node_removed&) { out.reset(); });
  }
  co_return out;
}

}  // namespace

asio::awaitable<json::array> look_at(node_channel& nodes, node_registered node, std::string empty) {
  json::array found;
  const auto way = node.kind == "ssh" ? fmt::format("ssh {}@{} port {}", node.user, node.address, node.port)
                                      : std::string("on the worker's own machine");
  auto hello = co_await nodes.call(node, "hello", {}, connection_limit, {});
  if (!hello) {
    found.push_back(finding("connection", "wrong", hello.error().detail));
    co_return found;
  }
  found.push_back(finding("connection", "ok", way));
  found.push_back(disk_of(*hello, node.root));
  auto sent = co_await nodes.send(node, std::move(empty), place, "", transfer_limit);
  found.push_back(sent ? finding("rsync", "ok", "files can be sent to " + node.root)
                       : finding("rsync", "wrong", sent.error().detail));
  co_return found;
}

node_checker::node_checker(parts with, asio::any_io_executor io)
    : with_(std::move(with)), news_(std::move(io), asio::steady_timer::time_point::max()) {}

void node_checker::hear(std::string_view message) {
  if (asked_.size() >= most_waiting || message.size() > 1000) return;
  asked_.emplace_back(message);
  news_.cancel();
}

asio::awaitable<void> node_checker::run() {
  for (;;) {
    while (asked_.empty()) {
      boost::system::error_code woken;
      co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
        co_return;
    }
    const auto message = std::move(asked_.front());
    asked_.pop_front();
    boost::system::error_code error;
    const auto told = json::parse(message, error);
    const auto* check = !error && told.is_object() ? told.get_object().if_contains("check") : nullptr;
    const auto* node = check ? told.get_object().if_contains("node") : nullptr;
    if (node && node->is_string() && check->is_string())
      co_await answer(std::string(check->get_string()), std::string(node->get_string()));
  }
}

asio::awaitable<void> node_checker::answer(std::string check, std::string name) {
  auto node = co_await find_node(with_.events, name);
  if (node && !*node) co_return;  // whoever asks knew of it a moment ago, and waits no longer than it must
  auto findings = node ? co_await look_at(with_.nodes, std::move(**node), with_.empty)
                       : json::array{finding("database", "wrong", node.error().detail)};
  auto told = json::serialize(json::object{
      {"check", check}, {"node", name}, {"worker", with_.worker}, {"findings", std::move(findings)}});
  (void)co_await with_.bell.announce(channel_node_checked, std::move(told));
}

}  // namespace eeveon::workers
