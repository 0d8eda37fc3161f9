#include "workers/health_checker.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "core/base/utf8.hpp"
#include "core/plan/make.hpp"

namespace eeveon::workers {
namespace {

// Says nothing when there is nothing to be told: a check that was not made is neither healthy nor the
// opposite.
asio::awaitable<std::string> answer(step_performer& performer, std::string worker, node_question asked,
                                    known_streams& streams) {
  for (auto stream : {project_stream(asked.project), node_stream(asked.node)})
    if (!co_await streams.read(std::move(stream))) co_return std::string{};
  const auto& known = streams.now();
  const auto* project = known.project(asked.project);
  const auto* spec = project ? project->spec.find(asked.environment) : nullptr;
  if (!spec || spec->health.command.empty()) co_return std::string{};
  const auto nodes = known.nodes_of(*spec);
  const auto node = std::ranges::find(nodes, asked.node, &node_registered::name);
  if (node == nodes.end()) co_return std::string{};
  step_context context{.project = asked.project, .environment = asked.environment, .node = *node};
  auto what = make_check(spec->health, recipe{}, asked.node);
  const auto outcome = co_await performer.perform(std::move(what), std::move(context), [](auto) {});
  if (outcome.end != step_end::succeeded && outcome.end != step_end::failed) co_return std::string{};
  co_return json::serialize(
      codec::write(health_answer{.check = asked.check,
                                 .node = asked.node,
                                 .worker = worker,
                                 .healthy = outcome.end == step_end::succeeded,
                                 .remark = printable(outcome.reason, health_answer::longest_remark)}));
}

}  // namespace

node_answers::kind health_checks(step_performer& performer, std::string worker) {
  return {.channel = channel_node_checked,
          .most_waiting = 2000,  // every node of every environment may be asked about at once
          .side_by_side = 16,
          .answer = [&performer, worker = std::move(worker)](node_question asked, known_streams& known) {
            return answer(performer, worker, std::move(asked), known);
          }};
}

}  // namespace eeveon::workers
