#include "core/projections/board.hpp"

#include <algorithm>

namespace eeveon {

json::object board_of(const views& state, std::int64_t position, timestamp at) {
  json::array projects, environments, nodes, deployments;
  for (const auto& [name, row] : state.projects()) projects.push_back(to_row_json(row));
  for (const auto& [name, row] : state.environments()) {
    auto object = to_row_json(row);
    environment_row::hide_inner(object);
    environments.push_back(std::move(object));
  }
  for (const auto& [name, row] : state.nodes()) nodes.push_back(to_row_json(row));
  std::vector<const deployment_row*> newest;
  for (const auto& [id, row] : state.deployments()) newest.push_back(&row);
  const auto count = std::min(board_deployments, newest.size());
  std::partial_sort(newest.begin(), newest.begin() + static_cast<std::ptrdiff_t>(count), newest.end(),
                    [](auto* a, auto* b) { return a->position > b->position; });
  for (std::size_t i = 0; i < count; ++i) deployments.push_back(to_row_json(*newest[i]));
  return {{"position", position},
          {"at", to_rfc3339(at)},
          {"projects", std::move(projects)},
          {"environments", std::move(environments)},
          {"nodes", std::move(nodes)},
          {"deployments", std::move(deployments)}};
}

}  // namespace eeveon
