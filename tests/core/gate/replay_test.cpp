// The gate may read late, twice or from the start: what it decides depends on the log alone.
#include "tests/core/gate/any_day.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

std::string all_of(const gate_story& s) {
  std::string out;
  for (const auto& e : s.log.all()) out += line({e.stream, {.type = e.type, .data = e.data}});
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate_on_replay)

BOOST_AUTO_TEST_CASE(any_day_ends_with_nobody_waiting_and_is_the_same_for_a_gate_that_restarts) {
  int deployed = 0;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    BOOST_TEST_CONTEXT("day " << seed) {
      gate_story steady(pace::one_by_one), restarted(pace::after_restarts), batched(pace::in_batches);
      for (auto* s : {&steady, &restarted, &batched}) {
        any_day(*s, seed, 45);
        evening(*s);
        for (const char* place : {"production", "staging", "lab"}) {
          BOOST_TEST(!s->environment(place).busy());
          BOOST_TEST(s->environment(place).queue.empty(),
                     place << " has " << s->environment(place).queue.size() << " waiting for ever");
        }
      }
      BOOST_TEST(all_of(restarted) == all_of(batched));
      BOOST_TEST(steady.live_commit() == batched.live_commit());
      deployed += steady.count(release_went_live::type);
    }
  }
  BOOST_TEST(deployed > 10);
}

BOOST_AUTO_TEST_CASE(what_is_decided_is_decided_again_after_a_conflict) {
  for (unsigned seed = 20; seed <= 21; ++seed) {
    gate_story s(pace::after_conflicts);
    any_day(s, seed, 40);
  }
}

BOOST_AUTO_TEST_CASE(every_deployment_comes_to_one_end) {
  for (unsigned seed = 30; seed <= 32; ++seed) {
    BOOST_TEST_CONTEXT("day " << seed) {
      gate_story s(pace::one_by_one);
      any_day(s, seed, 60);
      evening(s);
      std::map<std::string, int> ends;
      for (const auto& e : s.log.all()) {
        if (e.type == deployment_requested::type) ends[e.stream] += 0;
        for (const auto end :
             {deployment_succeeded::type, deployment_failed::type, deployment_rolled_back::type,
              deployment_cancelled::type, deployment_superseded::type})
          if (e.type == end) ++ends[e.stream];
      }
      for (const auto& [stream, count] : ends) BOOST_TEST(count == 1, stream << " has " << count << " ends");
    }
  }
}

BOOST_AUTO_TEST_CASE(own_events_read_back_change_nothing) {
  gate_story s(pace::one_by_one);
  any_day(s, 1, 50);
  const auto size = s.log.all().size();
  s.when({at("system", signed_in{"link"})});
  BOOST_TEST(s.log.all().size() == size + 1);
}

BOOST_AUTO_TEST_CASE(every_part_names_the_version_it_was_decided_on) {
  gate g([n = 0]() mutable {
    uuid out;
    out.bytes[15] = static_cast<std::uint8_t>(++n);
    return out;
  });
  event_log log;
  for (const auto& f : a_shop()) g.known().apply(log.append(f));
  const auto react = [&](const recorded_event& event) {
    for (auto wanted = g.wants(event); !wanted.empty(); wanted = g.wants(event))
      for (const auto& stream : wanted) g.load(stream, log.stream(stream));
    g.react(event);
  };
  log.append(push_of('a'));
  log.append(at("repo-github-17", *decode<push_received>(push_of('b').event.data)));
  react(log.all()[log.all().size() - 2]);
  react(log.all().back());
  auto decision = g.take();
  BOOST_TEST(!decision.empty());
  BOOST_TEST(g.take().empty());
  const auto commit_it = [&] {
    std::vector<recorded_event> out;
    for (const auto& part : decision.parts) {
      BOOST_TEST(part.expected.value_or(-1) == log.version(part.stream));
      for (const auto& event : part.events) out.push_back(log.append({part.stream, event}));
    }
    return out;
  };
  // Two more batches go on from the versions that the first has made, without loading anything again.
  for (int batch = 0; batch < 2; ++batch) {
    for (const auto& event : commit_it()) react(event);
    decision = g.take();
  }
  for (const auto& part : decision.parts) BOOST_TEST(part.expected.value_or(-1) == log.version(part.stream));
}

BOOST_AUTO_TEST_CASE(a_stream_is_wanted_once) {
  gate g([] { return uuid{}; });
  event_log log;
  for (const auto& f : a_shop()) g.known().apply(log.append(f));
  const auto& push = log.append(push_of('a'));
  BOOST_TEST(g.wants(push).size() == 1u);
  g.load("env-shop/production", {});
  BOOST_TEST(g.wants(push).empty());
  g.forget();
  BOOST_TEST(g.wants(push).size() == 1u);
  BOOST_TEST(g.known().projects().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_noop_starts_one_run_without_an_environment) {
  gate g([n = 0]() mutable {
    uuid out;
    out.bytes[15] = static_cast<std::uint8_t>(++n);
    return out;
  });
  event_log log;
  g.react_with_noop(log.append(push_of('a')));
  g.react_with_noop(log.append(at("deployment-x", deployment_succeeded{"run"})));
  const auto decision = g.take();
  BOOST_REQUIRE_EQUAL(decision.runs.size(), 1u);
  BOOST_TEST(decision.runs[0].environment == "");
  BOOST_TEST(decision.runs[0].kind == "noop");
  BOOST_REQUIRE_EQUAL(decision.parts.size(), 1u);
  BOOST_TEST(decision.parts[0].events.size() == 1u);
  BOOST_TEST(decision.parts[0].stream.starts_with("noop-"));
}

BOOST_AUTO_TEST_SUITE_END()
