#include "workers/health_checker.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "core/base/utf8.hpp"
#include "core/plan/make.hpp"

namespace eeveon::workers {
namespace {

constexpr std::size_t most_waiting = 2000;  // every node of every environment may be asked about at once

}  // namespace

health_checker::health_checker(parts with, asio::any_io_executor io)
    : with_(std::move(with)),
      known_(with_.events),
      asked_(std::move(io), with_.worker, most_waiting,
             [this](node_question asked) { return answer(std::move(asked)); }) {}

// Says nothing when there is nothing to be told: a check that was not made is neither healthy nor the
// opposite.
asio::awaitable<void> health_checker::answer(node_question asked) {
  for (auto stream : {project_stream(asked.project), node_stream(asked.node)})
    if (!co_await known_.read(std::move(stream))) co_return;
  const auto& known = known_.now();
  const auto* project = known.project(asked.project);
  const auto* spec = project ? project->spec.find(asked.environment) : nullptr;
  if (!spec || spec->health.command.empty()) co_return;
  const auto nodes = known.nodes_of(*spec);
  const auto node = std::ranges::find(nodes, asked.node, &node_registered::name);
  if (node == nodes.end()) co_return;
  step_context context{.project = asked.project, .environment = asked.environment, .node = *node};
  auto what = make_check(spec->health, recipe{}, asked.node);
  const auto outcome = co_await with_.performer.perform(std::move(what), std::move(context), [](auto) {});
  if (outcome.end != step_end::succeeded && outcome.end != step_end::failed) co_return;
  auto told = json::serialize(
      codec::write(health_answer{.check = asked.check,
                                 .node = asked.node,
                                 .worker = with_.worker,
                                 .healthy = outcome.end == step_end::succeeded,
                                 .remark = printable(outcome.reason, health_answer::longest_remark)}));
  (void)co_await with_.bell.announce(channel_node_checked, std::move(told));
}

}  // namespace eeveon::workers
