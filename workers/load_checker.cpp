#include "workers/load_checker.hpp"

#include <boost/json.hpp>

#include "core/node/load.hpp"

namespace eeveon::workers {
namespace {

constexpr auto patience = std::chrono::seconds(10);

// A node that cannot be reached is not spoken of: its numbers grow old and are forgotten.
asio::awaitable<std::string> answer(node_channel& nodes, std::string worker, node_question asked,
                                    known_streams& known) {
  if (!co_await known.read(node_stream(asked.node))) co_return std::string{};
  const auto node = known.now().nodes().find(asked.node);
  if (node == known.now().nodes().end()) co_return std::string{};
  auto where = node->second;
  const auto words = co_await nodes.call(std::move(where), "load", {}, patience, {});
  if (!words) co_return std::string{};
  const load_answer told{
      .check = asked.check, .node = asked.node, .worker = worker, .load = load_of_words(*words)};
  co_return json::serialize(codec::write(told));
}

}  // namespace

node_answers::kind load_checks(node_channel& nodes, std::string worker) {
  return {.channel = channel_node_loaded,
          .most_waiting = 2000,  // every node may be asked about at once
          .side_by_side = 8,
          .answer = [&nodes, worker = std::move(worker)](node_question asked, known_streams& known) {
            return answer(nodes, worker, std::move(asked), known);
          }};
}

}  // namespace eeveon::workers
