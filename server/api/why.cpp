// Why a node runs what it runs: the chain of causes behind every version of an environment.
#include "core/projections/why.hpp"

#include <map>

#include "core/run/events.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

// The events that led to `position`, itself first.
asio::awaitable<result<std::vector<recorded_event>>> causes_behind(parts& with, std::int64_t position) {
  std::vector<recorded_event> out;
  while (position > 0 && out.size() < 20) {
    auto found = co_await with.events.read_log(position - 1, 1);
    if (!found) co_return std::unexpected(found.error());
    if (found->empty()) break;
    position = found->front().causation;
    out.push_back(std::move(found->front()));
  }
  co_return out;
}

void add(std::vector<recorded_event>& to, std::vector<recorded_event> more) {
  std::ranges::move(more, std::back_inserter(to));
}

// From what put it there over the ask and the build of its release back to what somebody did outside. What
// was built for an earlier deployment has the push of that one behind it.
asio::awaitable<result<json::array>> chain_of(parts& with, const node_story::version& version) {
  std::vector<recorded_event> chain;
  auto placed = co_await with.events.read_log(version.position - 1, 1);
  if (!placed) co_return std::unexpected(placed.error());
  add(chain, std::move(*placed));
  auto deployment = co_await with.events.read_stream(deployment_stream(version.deployment));
  if (!deployment) co_return std::unexpected(deployment.error());
  if (!deployment->empty()) {
    auto asked = co_await causes_behind(with, deployment->front().position);
    if (!asked) co_return std::unexpected(asked.error());
    add(chain, std::move(*asked));
  }
  auto release = co_await with.events.read_stream(release_stream(version.release));
  if (!release) co_return std::unexpected(release.error());
  std::string worker, builder;
  std::int64_t cause = 0, requested = 0;
  const recorded_event* built = nullptr;
  for (const auto& event : *release) {
    if (event.position > version.position) break;
    if (event.type == release_requested::type) requested = event.causation;
    on<run_claimed>(event, [&](const run_claimed& e) { worker = e.worker; });
    if (event.type == release_built::type) built = &event, cause = requested, builder = worker;
  }
  if (built) {
    chain.push_back(*built);
    auto first = co_await causes_behind(with, cause);
    if (!first) co_return std::unexpected(first.error());
    add(chain, std::move(*first));
  }
  co_return chain_view(std::move(chain), builder);
}

json::object shown(const node_story::version& version, json::array chain) {
  return {{"release", version.release},
          {"commit", version.commit},
          {"since", to_rfc3339(version.since)},
          {"deployment", version.deployment},
          {"chain", std::move(chain)}};
}

// Chains by deployment and release: most nodes have the same.
using chains = std::map<std::int64_t, json::array>;

asio::awaitable<result<json::object>> shown_version(parts& with, node_story::version version, chains& known) {
  auto found = known.find(version.position);
  if (found == known.end()) {
    auto chain = co_await chain_of(with, version);
    if (!chain) co_return std::unexpected(chain.error());
    found = known.emplace(version.position, std::move(*chain)).first;
  }
  co_return shown(version, found->second);
}

}  // namespace

asio::awaitable<http_reply> tell_why(parts& with, request_context context) {
  co_await catch_up(with);
  const auto& now = with.picture.now().known();
  const auto* project = now.project(context.parameter("project"));
  const auto* spec = project ? project->spec.find(context.parameter("environment")) : nullptr;
  if (!spec) co_return http::problem(404, "there is no environment of this name", "not_found", "environment");
  std::vector<std::string> nodes;
  const auto wanted = context.request.parameter("node");
  for (const auto& node : now.nodes_of(*spec))
    if (!wanted || *wanted == node.name) nodes.push_back(node.name);
  if (wanted && nodes.empty())
    co_return http::problem(404, "the environment has no node of this name", "not_found", "node");
  auto events = co_await with.events.read_stream(
      environment_stream(context.parameter("project"), context.parameter("environment")));
  if (!events) co_return http::problem(events.error());

  chains known;
  json::array out;
  // An old environment has a long past.
  const auto stories =
      co_await with.desk.run([events = std::move(*events), nodes] { return node_stories(events, nodes); });
  for (const auto& story : stories) {
    json::object row{{"node", story.node},
                     {"state", story.maybe    ? "in_doubt"
                               : !story.runs  ? "nothing"
                               : story.behind ? "behind"
                                              : "live"}};
    if (story.runs) {
      auto version = co_await shown_version(with, *story.runs, known);
      if (!version) co_return http::problem(version.error());
      row.insert(version->begin(), version->end());
    }
    if (story.maybe) {
      auto version = co_await shown_version(with, *story.maybe, known);
      if (!version) co_return http::problem(version.error());
      (*version)["reason"] = story.maybe->reason;
      row["maybe"] = std::move(*version);
    }
    out.push_back(std::move(row));
  }
  co_return http::json_reply(200, json::serialize(json::object{{"nodes", std::move(out)}}));
}

}  // namespace eeveon::api
