#include "server/services/prober.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <set>
#include <vector>

#include "catalog/actions/action.hpp"
#include "core/base/utf8.hpp"
#include "core/plan/make.hpp"
#include "core/release/events.hpp"

namespace eeveon {

// The same action that checks after a switch, performed here where that needs no worker.
asio::awaitable<std::optional<result<>>> prober::check(step what, step_context context) {
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
      auto got = co_await with_.http.send(std::move(ask));
      if (got)
        answer.code = got->status;
      else
        answer.failed = got.error();
    } else if (auto* tcp = std::get_if<probe_tcp>(asked)) {
      auto open = co_await with_.http.connect(tcp->host, tcp->port, tcp->timeout);
      if (!open) answer.failed = open.error();
    } else {
      co_return co_await ask_worker(std::move(what), std::move(context));
    }
    seen.push_back(std::move(answer));
  }
  co_return std::nullopt;
}

// Every worker hears a question, and one answer is enough: the first who gave one is asked alone from then
// on, until it is silent.
asio::awaitable<std::optional<result<>>> prober::ask_worker(step what, step_context context) {
  node_question question{.check = make_id("chk", with_.clock.fresh_uuid()),
                         .node = what.target,
                         .worker = worker_,
                         .project = context.project,
                         .environment = context.environment};
  const auto told = co_await with_.workers.ask(channel_health_check, question, what.limit);
  health_answer answer;
  if (!told || !codec::read(*told, answer)) {
    if (worker_ == question.worker) worker_.clear();
    co_return std::nullopt;
  }
  worker_ = answer.worker;
  if (answer.healthy) co_return result<>{};
  co_return fail(errc::unavailable, printable(answer.remark, health_answer::longest_remark));
}

asio::awaitable<std::optional<recipe>> prober::recipe_of(std::string key, std::string release) {
  auto& known = recipes_[key];
  if (known.release == release) co_return known.how;
  const auto events = co_await with_.events.read_stream(release_stream(release));
  if (!events) co_return std::nullopt;
  recipe how;
  for (const auto& event : *events)
    on<release_built>(
        event, [&](const release_built& built) { how = parse_recipe(built.recipe).value_or(recipe{}); });
  recipes_[key] = {std::move(release), how};
  co_return how;
}

std::string_view prober::told(const std::string& key, const std::string& node) const {
  const auto& nodes = with_.picture.now().nodes();
  const auto row = nodes.find(node);
  if (row == nodes.end()) return {};
  const auto told = row->second.checks.find(key);
  return told == row->second.checks.end() ? std::string_view{} : told->second;
}

bool prober::is_still_live(const target& what) const {
  const auto& rows = with_.picture.now().environments();
  const auto row = rows.find(what.key);
  return with_.mine.held() && row != rows.end() && !row->second.lock && row->second.current &&
         row->second.current->deployment == what.deployment;
}

asio::awaitable<void> prober::look_at(target what, watch& state) {
  const auto& node = what.check.target;
  auto healthy = co_await check(what.check, what.context);
  if (!healthy || !is_still_live(what)) co_return;
  const auto before = std::string(told(what.key, node));
  const std::string now(state.seen.heard(healthy->has_value(), before));
  if (now == before) co_return;
  append_command command{.actor = "prober"};
  command.streams.push_back(
      {node_stream(node),
       std::nullopt,
       {make_event(node_health_changed{node, what.context.project, what.context.environment, now,
                                       *healthy ? "" : healthy->error().detail})}});
  const auto done = co_await with_.events.append(std::move(command));
  // What did not get through is seen again; what did is told once, so the next look waits until it is known.
  if (done) co_await with_.picture.reached(done->position, std::chrono::seconds(5));
}

asio::awaitable<void> prober::look_around() {
  const auto io = co_await asio::this_coro::executor;
  struct place {
    std::string key, project, environment, release, deployment;
  };
  // During a deployment its own checks speak; before the first there is nothing to be healthy.
  std::vector<place> places;
  for (const auto& [key, row] : with_.picture.now().environments())
    if (!row.lock && row.current)
      places.push_back({key, row.project, row.name, row.current->release, row.current->deployment});

  // Who comes first changes: where more is asked of a node than it answers in time, nobody is left out for
  // good.
  std::ranges::shuffle(places, order_);

  std::set<std::string> looked_at;
  for (const auto& at : places) {
    const auto how = co_await recipe_of(at.key, at.release);
    const auto& known = with_.picture.now().known();
    const auto* project = known.project(at.project);
    const auto* spec = project ? project->spec.find(at.environment) : nullptr;
    if (!how || !spec || spec->health.none()) continue;
    for (const auto& node : known.nodes_of(*spec)) {
      auto& state = watches_[*looked_at.insert(at.key + "@" + node.name).first];
      if (std::exchange(state.under_way, true)) continue;  // a slow one is not asked twice at a time
      target what{at.key, at.deployment, make_check(spec->health, *how, node.name), {}};
      what.context.project = at.project;
      what.context.environment = at.environment;
      what.context.node = node;
      what.context.addresses = {node.address};
      asio::co_spawn(io, look_at(std::move(what), state),
                     [&state](std::exception_ptr) { state.under_way = false; });
    }
  }
  // Who comes back to an environment is a stranger there again.
  for (auto& [key, state] : watches_)
    if (!looked_at.contains(key)) state.seen = {};
}

asio::awaitable<void> prober::run() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(with_.every);
    co_await timer.async_wait(asio::use_awaitable);
    if (!with_.mine.held()) {
      for (auto& [key, state] : watches_) state.seen = {};  // another looks meanwhile
      co_await with_.mine.taken();
    }
    co_await look_around();
  }
}

}  // namespace eeveon
