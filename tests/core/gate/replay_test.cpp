// The gate may read late, twice or from the start: what it decides depends on the log alone.
#include "tests/core/gate/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

// A day of a shop, with everything that can happen to a deployment.
void a_day(gate_story& s) {
  s.given(a_shop({{"production", production()}, {"staging", production({{"queue", "queue"}})}}));
  const auto ends = [&](const char* environment, const auto& how) {
    if (const auto d = s.environment(environment).locked_by; !d.empty()) s.end(d, how);
  };
  const auto builds = [&] {
    for (const auto& run : std::vector(s.runs))
      if (run.kind == "build") {
        const auto e = *decode<release_requested>(s.log.stream(run.subject).back().type == run_queued::type ? s.log.stream(run.subject)[s.log.stream(run.subject).size() - 2] : s.log.stream(run.subject).front());
        s.when({at(run.subject, release_built{.release = e.release, .project = "shop", .commit = e.commit, .artifact = "x", .manifest = "y", .recipe = e.recipe})});
      }
  };
  s.push('a');
  builds();
  ends("production", deployment_succeeded{"run"});
  ends("staging", deployment_rolled_back{"check-after@node-1", "no"});
  s.push('b');
  builds();
  s.push('c');
  builds();
  ends("production", deployment_failed{"switch@node-1", "no", true});
  ends("staging", deployment_succeeded{"run"});
  ends("production", deployment_succeeded{"run"});
  ends("staging", deployment_succeeded{"run"});
  const auto live = s.environment().live;
  if (live.size() > 1) s.roll_back(live.back().deployment, live.front().deployment);
  ends("production", deployment_succeeded{"run"});
  s.push('d');
}

std::string all_of(const gate_story& s) {
  std::string out;
  for (const auto& e : s.log.all()) out += line({e.stream, {.type = e.type, .data = e.data}});
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate_on_replay)

BOOST_AUTO_TEST_CASE(the_same_day_is_decided_the_same_at_every_pace) {
  gate_story first(pace::one_by_one);
  a_day(first);
  BOOST_TEST(first.count(release_went_live::type) == 5);
  for (const auto how : {pace::after_restarts, pace::after_conflicts}) {
    gate_story other(how);
    a_day(other);
    for (const char* environment : {"production", "staging"})
      BOOST_TEST(other.environment(environment).version == first.environment(environment).version);
    BOOST_TEST(other.log.all().size() == first.log.all().size());
  }
  gate_story restarted(pace::after_restarts), batched(pace::in_batches);
  a_day(restarted), a_day(batched);
  BOOST_TEST(all_of(restarted) == all_of(batched));
}

BOOST_AUTO_TEST_CASE(own_events_read_back_change_nothing) {
  gate_story s(pace::one_by_one);
  a_day(s);
  const auto size = s.log.all().size();
  s.when({at("system", signed_in{"link"})});
  BOOST_TEST(s.log.all().size() == size + 1);
}

BOOST_AUTO_TEST_CASE(every_part_names_the_version_it_was_decided_on) {
  gate g([n = 0]() mutable { uuid out; out.bytes[15] = static_cast<std::uint8_t>(++n); return out; });
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
  gate g([n = 0]() mutable { uuid out; out.bytes[15] = static_cast<std::uint8_t>(++n); return out; });
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
