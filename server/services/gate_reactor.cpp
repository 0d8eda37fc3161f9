#include "server/services/gate_reactor.hpp"

#include <spdlog/spdlog.h>

#include "core/base/failpoint.hpp"
#include "ports/patience.hpp"
#include "server/services/learn_directory.hpp"

namespace eeveon {
namespace {

constexpr const char* checkpoint_name = "gate";
constexpr int batch = 512;
// Without a decision the checkpoint may lag so far behind: reading that much again costs nothing.
constexpr std::int64_t lazy_checkpoint = 1000;

append_command to_command(gate_decision decision) {
  append_command command{.actor = "gate"};
  for (auto& part : decision.parts)
    command.streams.push_back({part.stream, part.expected, std::move(part.events)});
  for (auto& run : decision.runs) command.runs.push_back({run.id, run.subject, run.environment, run.kind});
  for (auto& body : decision.documents) {
    const auto id = sha256(body);
    command.documents.push_back({id, std::move(body)});
  }
  for (const auto& run : decision.requeue) command.moves.push_back({run, run_state::queued, false});
  return command;
}

}  // namespace

gate_reactor::gate_reactor(parts with) : with_(with), gate_([this] { return with_.clock.fresh_uuid(); }) {}

asio::awaitable<void> gate_reactor::run() {
  patience patience;
  bool ready = false;
  for (;;) {
    if (!with_.mine.held()) {
      // Another server reacts: what was folded here goes stale.
      gate_.forget();
      ready = false;
      co_await with_.mine.taken();
    }
    const auto heard = with_.grown.heard();
    result<> done;
    if (!ready) {
      done = co_await learn_projects_and_nodes();
      ready = done.has_value();
    } else {
      done = co_await react_to_batch();
    }
    if (done) {
      patience.reset();
      if (!behind_) co_await with_.grown.beyond(read_, heard, std::chrono::seconds(1));
      continue;
    }
    // Somebody else appended, or the database is away: what was folded may be stale, so start from the
    // checkpoint.
    gate_.forget();
    ready = false;
    if (done.error().code != errc::conflict)
      spdlog::warn("gate: {}: {}", to_string(done.error().code), done.error().detail);
    co_await patience.wait();
  }
}

asio::awaitable<result<>> gate_reactor::learn_projects_and_nodes() {
  auto at = co_await with_.events.checkpoint(checkpoint_name);
  if (!at) co_return std::unexpected(at.error());
  read_ = committed_ = *at;
  behind_ = true;
  gate_.known() = directory{};
  co_return co_await learn_directory(with_.events, gate_.known());
}

asio::awaitable<result<>> gate_reactor::load_wanted(const recorded_event& event) {
  for (auto wanted = gate_.wants(event); !wanted.empty(); wanted = gate_.wants(event)) {
    for (const auto& stream : wanted) {
      auto events = co_await with_.events.read_stream(stream);
      if (!events) co_return std::unexpected(events.error());
      gate_.load(stream, *events);
    }
  }
  co_return result<>{};
}

asio::awaitable<result<>> gate_reactor::react_to_batch() {
  auto events = co_await with_.events.follow_log(read_, batch);
  if (!events) co_return std::unexpected(events.error());
  behind_ = std::ssize(*events) == batch;
  if (events->empty()) co_return result<>{};
  for (const auto& event : *events) {
    if (with_.every_delivery_is_a_noop) {
      gate_.react_with_noop(event);
      continue;
    }
    if (auto loaded = co_await load_wanted(event); !loaded) co_return loaded;
    gate_.react(event);
  }
  const auto last = events->back().position;
  auto decision = gate_.take();
  if (decision.empty() && decision.requeue.empty() && last - committed_ < lazy_checkpoint) {
    read_ = last;
    co_return result<>{};
  }
  const auto requeued = decision.requeue;
  auto command = to_command(std::move(decision));
  command.checkpoint = checkpoint_move{checkpoint_name, committed_, last};
  EEVEON_FAILPOINT("G1");
  auto appended = co_await with_.events.append(std::move(command));
  if (!appended) co_return std::unexpected(appended.error());
  read_ = committed_ = last;
  if (!requeued.empty()) (void)co_await with_.bell.offer_runs(requeued);
  co_return result<>{};
}

}  // namespace eeveon
