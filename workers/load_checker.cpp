#include "workers/load_checker.hpp"

#include <boost/json.hpp>

#include "core/node/load.hpp"

namespace eeveon::workers {
namespace {

constexpr std::size_t most_waiting = 2000;  // every node may be asked about at once
constexpr auto patience = std::chrono::seconds(10);

}  // namespace

load_checker::load_checker(parts with, asio::any_io_executor io)
    : with_(std::move(with)),
      known_(with_.events),
      asked_(std::move(io), with_.worker, most_waiting,
             [this](node_question asked) { return answer(std::move(asked)); }) {}

// A node that cannot be reached is not spoken of: its numbers grow old and are forgotten.
asio::awaitable<void> load_checker::answer(node_question asked) {
  if (!co_await known_.read(node_stream(asked.node))) co_return;
  const auto node = known_.now().nodes().find(asked.node);
  if (node == known_.now().nodes().end()) co_return;
  auto where = node->second;
  const auto words = co_await with_.nodes.call(std::move(where), "load", {}, patience, {});
  if (!words) co_return;
  const load_answer told{
      .check = asked.check, .node = asked.node, .worker = with_.worker, .load = load_of_words(*words)};
  auto text = json::serialize(codec::write(told));
  (void)co_await with_.bell.announce(channel_node_loaded, std::move(text));
}

}  // namespace eeveon::workers
