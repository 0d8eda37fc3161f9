#include "core/projections/waits.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/deployment/events.hpp"
#include "core/environment/state.hpp"
#include "core/release/events.hpp"
#include "core/run/ends.hpp"
#include "core/run/events.hpp"

namespace eeveon {
namespace {

constexpr std::int64_t least_us = 100'000;  // nobody notices less

struct stretch {
  timestamp from;
  std::optional<timestamp> to;
  std::string reason, for_whom;
};

// Waits that are under way, by what they are called here, and those that are over.
class wait_list {
 public:
  void begin(const std::string& name, timestamp at, std::string reason, std::string for_whom = {}) {
    open_.try_emplace(name, stretch{at, {}, std::move(reason), std::move(for_whom)});
  }
  void end(const std::string& name, timestamp at) {
    const auto found = open_.find(name);
    if (found == open_.end()) return;
    found->second.to = at;
    add(std::move(found->second));
    open_.erase(found);
  }
  void end_all(timestamp at) {
    while (!open_.empty()) end(std::string(open_.begin()->first), at);
  }
  bool is_open(const std::string& name) const { return open_.contains(name); }
  void add(stretch one) {
    if (!one.to || one.to->us - one.from.us >= least_us) over_.push_back(std::move(one));
  }
  std::vector<stretch> take() {
    for (auto& [name, one] : open_) over_.push_back(std::move(one));
    open_.clear();
    return std::move(over_);
  }

 private:
  std::map<std::string, stretch> open_;
  std::vector<stretch> over_;
};

// Waits of a run itself: for a worker, before another attempt, for a person.
class run_waits {
 public:
  run_waits(wait_list& to, std::vector<const plan*> plans, std::string for_worker)
      : to_(to), plans_(std::move(plans)), for_worker_(std::move(for_worker)) {}

  void apply(const recorded_event& event) {
    const auto at = event.recorded_at;
    on<run_queued>(event, [&](const run_queued&) { to_.begin("worker", at, for_worker_); });
    on<run_claimed>(event, [&](const run_claimed&) {
      if (!to_.is_open("worker") && claimed_)
        to_.add({last_, at, "its worker fell silent: waits until another takes over", {}});
      to_.end("worker", at);
      claimed_ = true;
    });
    on<run_interrupted>(event, [&](const run_interrupted&) {
      to_.begin("worker", at, "its worker has stopped: waits for another");
    });
    on<step_failed>(event, [&](const step_failed& e) {
      auto& step = steps_[e.part + "/" + e.step];
      step = {at, e.part, e.step, e.reason, e.attempt, step.failures + 1, e.final};
    });
    on<step_started>(event, [&](const step_started& e) {
      const auto found = steps_.find(e.part + "/" + e.step);
      if (found == steps_.end() || found->second.attempt == 0) return;
      to_.add({found->second.at, at, before(found->second), {}});
      found->second.attempt = 0;
    });
    on<undo_started>(event, [&](const undo_started&) { steps_.clear(); });
    on<attention_needed>(event, [&](const attention_needed& e) {
      steps_.clear();
      to_.begin("person", at, "waits for a person: " + e.reason);
    });
    on<attention_answered>(event, [&](const attention_answered&) { to_.end("person", at); });
    last_ = at;
  }
  // The run goes on: what has failed and may be tried again waits for it.
  void go_on() {
    for (const auto& [name, step] : steps_)
      if (step.attempt > 0 && !step.final && may_try_again(step))
        to_.begin("retry " + name, step.at, before(step));
  }
  void finish() { steps_.clear(); }

 private:
  struct failed_step {
    timestamp at;
    std::string part, step, reason;
    int attempt = 0, failures = 0;
    bool final = false;
  };
  static std::string before(const failed_step& step) {
    return "waits before attempt " + std::to_string(step.attempt + 1) + " of " + step.step + ": " +
           step.reason;
  }
  bool may_try_again(const failed_step& step) const {
    for (const auto* one : plans_)
      if (one && one->kind == step.part)
        if (const auto* planned = one->find(step.step)) return step.failures < planned->attempts;
    return false;
  }

  wait_list& to_;
  std::vector<const plan*> plans_;
  std::string for_worker_;
  std::map<std::string, failed_step> steps_;
  timestamp last_;
  bool claimed_ = false;
};

// Behind whom it stood in the environment's queue, from turn to turn.
void wait_for_turn(const deployment_sources& from, const std::string& id, wait_list& to) {
  environment_state state;
  std::string before;
  for (const auto& event : from.environment) {
    state.apply(event);
    const auto& queue = state.queue;
    const auto is_mine = [&](const auto& waiting) { return waiting.deployment == id; };
    std::string blocker, reason;
    if (std::ranges::any_of(queue, is_mine)) {
      auto next = std::ranges::find(queue, "rollback", &environment_state::waiting_one::trigger);
      if (next == queue.end()) next = queue.begin();
      if (state.busy())
        blocker = state.locked_by, reason = "waits for its turn: " + blocker + " is being deployed";
      else if (!is_mine(*next))
        blocker = next->deployment, reason = "waits for its turn behind " + blocker;
    }
    if (reason == before) continue;
    to.end("turn", event.recorded_at);
    if (!reason.empty()) to.begin("turn", event.recorded_at, reason, blocker);
    before = std::move(reason);
  }
}

void wait_for_build(const deployment_sources& from, timestamp asked, wait_list& to) {
  const auto* planned = from.build ? &*from.build : nullptr;
  run_waits own(to, {planned}, "waits for a worker to build its release");
  bool building = false;
  for (const auto& event : from.release) {
    if (event.type == release_requested::type) {
      building = true;
      if (!from.build_of.empty())
        to.begin("build", std::max(asked, event.recorded_at),
                 "waits for the build of its release, which " + from.build_of + " asked for", from.build_of);
    }
    if (from.build_of.empty()) own.apply(event);
    if (!ends_build(event.type)) continue;
    building = false;
    own.finish();
    to.end_all(event.recorded_at);
  }
  if (building) own.go_on();
}

}  // namespace

json::array waits_view(const deployment_sources& from) {
  json::array out;
  if (from.deployment.empty()) return out;
  const auto asked = from.deployment.front().recorded_at;
  std::string id;
  on<deployment_requested>(from.deployment.front(),
                           [&](const deployment_requested& e) { id = e.deployment; });
  const auto end =
      std::ranges::find_if(from.deployment, [](const auto& e) { return ends_deployment(e.type); });

  wait_list turns, builds, runs;
  wait_for_turn(from, id, turns);
  wait_for_build(from, asked, builds);
  run_waits own(runs, {from.deploy ? &*from.deploy : nullptr, from.undo ? &*from.undo : nullptr},
                "waits for a worker");
  for (const auto& event : from.deployment) own.apply(event);
  if (end == from.deployment.end())
    own.go_on();
  else
    for (auto* list : {&turns, &builds, &runs}) list->end_all(end->recorded_at);

  std::vector<stretch> all;
  for (auto* list : {&turns, &builds, &runs}) std::ranges::move(list->take(), std::back_inserter(all));
  // What its release's build waited for after this deployment had ended is no wait of its own.
  std::erase_if(all, [&](const stretch& one) {
    return one.from < asked || (end != from.deployment.end() && one.from > end->recorded_at);
  });
  std::ranges::sort(all, {}, [](const stretch& one) { return std::tie(one.from, one.reason); });
  for (const auto& one : all)
    out.push_back(
        json::object{{"from", to_rfc3339(one.from)},
                     {"to", one.to ? json::value(to_rfc3339(*one.to)) : json::value(nullptr)},
                     {"reason", one.reason},
                     {"for", one.for_whom.empty() ? json::value(nullptr) : json::value(one.for_whom)}});
  return out;
}

}  // namespace eeveon
