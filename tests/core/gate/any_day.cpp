#include "tests/core/gate/any_day.hpp"

#include <random>

namespace eeveon::spec {
namespace {

const std::vector<std::string> environments{"production", "staging", "lab"};

json::object a_spec(int version) {
  json::object more;
  if (version % 2) more["test"] = {{"run", json::parse(R"([["make","check"]])")}};
  return shop(
      {{"production", production()},
       {"staging", production({{"queue", "queue"}})},
       {"lab", production({{"queue", "refuse"}, {"deploy_on", {{"push", json::array{"main", "stable"}}}}})}},
      more);
}

std::vector<release_requested> building(const gate_story& s) {
  std::map<std::string, release_brief> all;
  for (const auto& e : s.log.all())
    if (e.stream.starts_with("release-") && e.type != run_queued::type) all[e.stream].apply(e);
  std::vector<release_requested> out;
  for (const auto& [stream, brief] : all)
    if (brief.state == "building") out.push_back(brief.request);
  return out;
}

release_built built(const release_requested& r) {
  return {.release = r.release,
          .project = r.project,
          .commit = r.commit,
          .artifact = "art-" + r.commit.substr(0, 4),
          .manifest = "m",
          .files = 2,
          .bytes = 20,
          .recipe = r.recipe,
          .message = "commit " + r.commit.substr(0, 1),
          .author = "Ada"};
}

}  // namespace

void any_day(gate_story& s, unsigned seed, int happenings) {
  std::mt19937 dice(seed);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
  const auto letter = [&] { return static_cast<char>('a' + below(6)); };
  s.given({applied(a_spec(0)), node("node-1"), node("node-2")});
  int specs = 0;
  for (int i = 0; i < happenings; ++i) {
    const auto& place = environments[below(3)];
    const auto state = s.environment(place);
    switch (below(12)) {
      case 0:
      case 1:
      case 2: s.push(letter(), below(4) ? "main" : "stable"); break;
      case 3:
      case 4:
      case 5:
        if (const auto waiting = building(s); !waiting.empty()) {
          const auto& r = waiting[below(waiting.size())];
          const auto how = below(6);
          if (how == 0)
            s.when({at(release_stream(r.release), release_build_failed{r.release, "test@worker", "no"})});
          else if (how == 1 && !r.ref.empty())
            s.when({at(release_stream(r.release), release_superseded{r.release, commit(letter())})});
          else
            s.when({at(release_stream(r.release), built(r))});
        }
        break;
      case 6:
      case 7:
      case 8:
        if (!state.busy()) break;
        switch (below(7)) {
          case 0: s.end(state.locked_by, deployment_failed{"copy@node-1", "no", false}); break;
          case 1: s.end(state.locked_by, deployment_rolled_back{"check@node-1", "not healthy"}); break;
          case 2: s.end(state.locked_by, deployment_superseded{commit(letter()), "", "moved on"}); break;
          case 3:
            s.when({at(deployment_stream(state.locked_by), run_claimed{state.run, "w"}),
                    at(deployment_stream(state.locked_by),
                       attention_needed{state.run, "after@node-1", "perhaps"}),
                    at(deployment_stream(state.locked_by), attention_answered{"retry"})});
            break;
          default: s.end(state.locked_by, deployment_succeeded{"run"}); break;
        }
        break;
      case 9:
        if (state.live.size() > 1 && state.previous())
          s.ask({.environment = place,
                 .commit = state.previous()->commit,
                 .release = state.previous()->release,
                 .trigger = "rollback",
                 .rollback_of = state.current()->deployment});
        else
          s.ask({.environment = place, .commit = commit(letter())});
        break;
      case 10:
        if (!state.queue.empty())
          s.when({at(deployment_stream(state.queue.front().deployment), cancel_requested{"asked"})});
        else if (!state.quarantine.empty())
          s.when({at(environment_stream("shop", place),
                     quarantine_released{state.quarantine.begin()->first, "by a person"})});
        break;
      default:
        switch (below(4)) {
          case 0: s.when({applied(a_spec(++specs))}); break;
          case 1: s.when({node("node-3")}); break;
          case 2: s.when({at(node_stream("node-3"), node_removed{"node-3"})}); break;
          default:
            s.when({at(node_stream("node-1"),
                       node_health_changed{"node-1", "shop", place, below(2) ? "up" : "down", "said so"})});
            break;
        }
    }
  }
}

void evening(gate_story& s) {
  for (int rounds = 0; rounds < 100; ++rounds) {
    const auto waiting = building(s);
    for (const auto& r : waiting) s.when({at(release_stream(r.release), built(r))});
    bool busy = false;
    for (const auto& place : environments)
      if (const auto state = s.environment(place); state.busy()) {
        s.end(state.locked_by, deployment_succeeded{"run"});
        busy = true;
      }
    if (waiting.empty() && !busy) return;
  }
  BOOST_ERROR("the day does not come to its end");
}

}  // namespace eeveon::spec
