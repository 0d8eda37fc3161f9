#include "adapters/postgres/append_batch.hpp"

#include <fmt/format.h>

#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

// Fences are positions; a run claimed within this batch has a fence nobody else can know yet.
constexpr std::int64_t fence_of_this_batch = -1;

bool is_open(run_state state) { return state == run_state::queued || state == run_state::running; }

result<> check_streams(const append_command& command, const log_state& state) {
  for (const auto& append : command.streams) {
    const auto version = state.streams.at(append.stream);
    if (append.expected && *append.expected != version && !EEVEON_SEEDED_BUG("no_version_check"))
      return fail(errc::conflict,
                  fmt::format("stream {} is at version {}, not {}", append.stream, version, *append.expected),
                  append.stream);
  }
  return {};
}

result<> check_claim(const run_claim& claim, const log_state& state) {
  const auto found = state.runs.find(claim.run);
  if (found == state.runs.end()) return fail(errc::not_found, "there is no run " + claim.run, claim.run);
  const auto& run = found->second;
  if (run.state == run_state::queued || (run.state == run_state::running && run.lease_ended)) return {};
  if (EEVEON_SEEDED_BUG("claim_ignores_lease") && run.state == run_state::running) return {};
  return fail(errc::conflict, fmt::format("run {} is {}", claim.run, to_string(run.state)), claim.run);
}

result<> check_guard(const run_guard& guard, const log_state& state) {
  if (EEVEON_SEEDED_BUG("no_fence_check")) return {};
  const auto found = state.runs.find(guard.run);
  if (found != state.runs.end() && found->second.state == run_state::running &&
      found->second.fence == guard.fence)
    return {};
  return fail(errc::fenced, fmt::format("run {} is no longer held with fence {}", guard.run, guard.fence),
              guard.run);
}

// Moves and inserts of one command, in the order they will be written: first all moves, then all inserts.
result<> check_runs(const append_command& command, const log_state& state) {
  auto held = state.environments;
  for (const auto& move : command.moves) {
    const auto found = state.runs.find(move.run);
    if (found == state.runs.end()) return fail(errc::not_found, "there is no run " + move.run, move.run);
    const auto& run = found->second;
    if (run.state == run_state::done) return fail(errc::conflict, "run " + move.run + " is done", move.run);
    if (run.environment.empty()) continue;
    if (!is_open(move.to)) {
      held.erase(run.environment);
    } else if (const auto holder = held.find(run.environment);
               holder != held.end() && holder->second != move.run) {
      return fail(errc::conflict, run.environment + " is held by " + holder->second, run.environment);
    }
  }
  for (const auto& run : command.runs) {
    if (run.environment.empty()) continue;
    if (const auto [holder, free] = held.emplace(run.environment, run.id); !free)
      return fail(errc::conflict, run.environment + " is held by " + holder->second, run.environment);
  }
  return {};
}

result<> check(const append_command& command, const log_state& state) {
  if (auto ok = check_streams(command, state); !ok) return ok;
  if (command.claim)
    if (auto ok = check_claim(*command.claim, state); !ok) return ok;
  if (command.guard)
    if (auto ok = check_guard(*command.guard, state); !ok) return ok;
  if (auto ok = check_runs(command, state); !ok) return ok;
  if (command.checkpoint) {
    const auto at = state.checkpoints.at(command.checkpoint->name);
    if (at != command.checkpoint->from && !EEVEON_SEEDED_BUG("no_checkpoint_check"))
      return fail(errc::conflict,
                  fmt::format("checkpoint {} is at {}, not {}", command.checkpoint->name, at,
                              command.checkpoint->from),
                  command.checkpoint->name);
  }
  return {};
}

append_outcome apply(const append_command& command, log_state& state, std::int64_t& place) {
  append_outcome outcome;
  for (const auto& append : command.streams) {
    const auto count = static_cast<std::int64_t>(append.events.size());
    state.streams.at(append.stream) += count;
    if (outcome.first_position == 0) outcome.first_position = place + 1;
    place += count;
    outcome.position = place;
  }
  if (command.claim) {
    auto& run = state.runs.at(command.claim->run);
    run.state = run_state::running;
    run.lease_ended = false;
    run.fence = fence_of_this_batch;
    outcome.attempts = ++run.attempts;
  }
  for (const auto& move : command.moves) {
    auto& run = state.runs.at(move.run);
    run.state = move.to;
    if (run.environment.empty()) continue;
    if (is_open(move.to))
      state.environments.insert_or_assign(run.environment, move.run);
    else
      state.environments.erase(run.environment);
  }
  for (const auto& run : command.runs)
    if (!run.environment.empty()) state.environments.insert_or_assign(run.environment, run.id);
  if (command.checkpoint) state.checkpoints.at(command.checkpoint->name) = command.checkpoint->to;
  return outcome;
}

verdict replay(const delivery& now, const known_delivery& before) {
  if (before.body_sha256 != now.body_sha256)
    return {fail(errc::duplicate_body, fmt::format("delivery {} was recorded with another body", now.key),
                 now.source),
            false};
  append_outcome outcome;
  outcome.position = outcome.first_position = before.position;
  outcome.duplicate = true;
  outcome.answer = before.answer;
  return {outcome, false};
}

}  // namespace

result<> check_shape(const append_command& command) {
  std::set<std::string_view> seen;
  for (const auto& append : command.streams) {
    if (append.stream.empty() || append.events.empty())
      return fail(errc::invalid, "an append names a stream and brings at least one event", "streams");
    if (!seen.insert(append.stream).second)
      return fail(errc::invalid, "a command names each stream once", append.stream);
  }
  if (command.claim && command.streams.size() != 1)
    return fail(errc::invalid, "a claim comes with exactly one stream, whose first event is its fence",
                "claim");
  for (const auto& move : command.moves)
    if (move.to == run_state::running) return fail(errc::invalid, "a run starts by a claim only", "moves");
  return {};
}

std::vector<verdict> judge(std::span<const append_command* const> commands, log_state& state) {
  std::vector<verdict> verdicts;
  std::int64_t place = 0;
  for (const auto* command : commands) {
    if (command->from) {
      const auto before = state.replayed.find({command->from->source, command->from->key});
      if (before != state.replayed.end() && !EEVEON_SEEDED_BUG("no_duplicate_check")) {
        verdicts.push_back(replay(*command->from, before->second));
        continue;
      }
    }
    if (auto ok = check(*command, state); !ok) {
      verdicts.push_back({std::unexpected(std::move(ok.error())), false});
      continue;
    }
    verdicts.push_back({apply(*command, state, place), true});
  }
  return verdicts;
}

bool needs_environments(const append_command& command) {
  for (const auto& run : command.runs)
    if (!run.environment.empty()) return true;
  for (const auto& move : command.moves)
    if (move.to == run_state::queued) return true;
  return false;
}

run_state parse_run_state(std::string_view text) {
  if (text == "queued") return run_state::queued;
  if (text == "running") return run_state::running;
  if (text == "needs_attention") return run_state::needs_attention;
  return run_state::done;
}

const char* to_string(run_state state) {
  switch (state) {
    case run_state::queued: return "queued";
    case run_state::running: return "running";
    case run_state::done: return "done";
    case run_state::needs_attention: return "needs_attention";
  }
  return "done";
}

}  // namespace eeveon::pg
