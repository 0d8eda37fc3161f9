#include "server/services/prober.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>

#include "catalog/actions/action.hpp"
#include "core/plan/make.hpp"

namespace eeveon {
namespace {

struct watched {
  std::string node;
  step check;
  step_context context;
};

struct watch {
  int failures = 0, successes = 0;
  std::string told;  // what the log says
};

// The same action that checks after a switch, performed here without a worker.
asio::awaitable<result<>> check(prober_parts with, step what, step_context context) {
  const auto* action = find_action("check");
  std::vector<observation> seen;
  for (int round = 0; round < 2; ++round) {
    auto decided = action->next(what, context, seen);
    if (std::holds_alternative<finished>(decided)) co_return result<>{};
    if (auto* gave = std::get_if<gave_up>(&decided)) co_return fail(errc::unavailable, gave->reason);
    auto* asked = std::get_if<effect>(&decided);
    if (!asked) break;
    observation answer;
    if (auto* http = std::get_if<probe_http>(asked)) {
      http_ask ask{.url = http->url, .timeout = http->timeout, .answer_cap = 64 * 1024};
      auto got = co_await with.http.send(std::move(ask));
      if (got)
        answer.code = got->status;
      else
        answer.failed = got.error();
    } else if (auto* tcp = std::get_if<probe_tcp>(asked)) {
      auto open = co_await with.http.connect(tcp->host, tcp->port, tcp->timeout);
      if (!open) answer.failed = open.error();
    } else {
      co_return fail(errc::not_found, "not checked between deployments");
    }
    seen.push_back(std::move(answer));
  }
  co_return fail(errc::not_found, "not checked between deployments");
}

asio::awaitable<void> watch_one(prober_parts with, watched target, watch& state) {
  auto context = target.context;
  auto healthy = co_await check(with, target.check, std::move(context));
  if (!healthy && healthy.error().code == errc::not_found) co_return;
  state.failures = healthy ? 0 : state.failures + 1;
  state.successes = healthy ? state.successes + 1 : 0;
  const std::string now = state.failures >= 2                                       ? "down"
                          : state.successes >= 2 || (healthy && state.told.empty()) ? "up"
                                                                                    : state.told;
  if (now == state.told || now.empty()) co_return;
  append_command command{.actor = "prober"};
  command.streams.push_back(
      {node_stream(target.node),
       std::nullopt,
       {make_event(node_health_changed{target.node, target.context.project, target.context.environment, now,
                                       healthy ? "" : healthy.error().detail})}});
  if (co_await with.events.append(std::move(command))) state.told = now;
}

}  // namespace

asio::awaitable<void> run_prober(prober_parts with) {
  const auto io = co_await asio::this_coro::executor;
  asio::steady_timer timer(io);
  std::map<std::string, watch> watches;  // environment + node
  for (;;) {
    timer.expires_after(with.every);
    co_await timer.async_wait(asio::use_awaitable);
    if (!with.mine.held()) {
      for (auto& [key, state] : watches)
        state = {};  // another may tell meanwhile: begin with what the log says
      co_await with.mine.taken();
    }
    const auto& known = with.picture.now().known();
    std::set<std::string> looked_at;
    for (const auto& [key, row] : std::map(with.picture.now().environments())) {
      const auto* project = known.project(row.project);
      const auto* spec = project ? project->spec.find(row.name) : nullptr;
      // During a deployment its own checks speak; before the first there is nothing to be healthy.
      if (!spec || row.lock || !row.current) continue;
      if (spec->health.http.empty() && spec->health.tcp.empty()) continue;
      for (const auto& node : known.nodes_of(*spec)) {
        auto& state = watches[*looked_at.insert(key + "@" + node.name).first];
        if (state.told.empty())
          if (const auto found = with.picture.now().nodes().find(node.name);
              found != with.picture.now().nodes().end())
            if (const auto told = found->second.checks.find(key); told != found->second.checks.end())
              state.told = told->second;
        watched target{.node = node.name, .check = make_check(spec->health, recipe{}, node.name)};
        target.context.project = row.project;
        target.context.environment = row.name;
        target.context.node = node;
        target.context.addresses = {node.address};
        asio::co_spawn(io, watch_one(with, std::move(target), state), asio::detached);
      }
    }
    // Who comes back to an environment is a stranger there again.
    for (auto& [key, state] : watches)
      if (!looked_at.contains(key)) state = {};
  }
}

}  // namespace eeveon
