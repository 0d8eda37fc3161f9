// Every event in words.
#include "core/audit/sentences.hpp"

#include <boost/test/unit_test.hpp>
#include <ranges>

#include "core/events/types.hpp"

namespace eeveon::test {
namespace {

template <class Event>
recorded_event event(const std::string& stream, const Event& what) {
  recorded_event out{.position = 812, .stream = stream, .version = 1};
  const auto made = make_event(what);
  out.type = made.type, out.data = made.data, out.actor = "ada";
  return out;
}

const std::string commit = "1a2b3c4d" + std::string(32, '0');

template <class Event>
std::string said(const std::string& stream, const Event& what, audit_subject about = {}) {
  const auto e = event(stream, what);
  const auto own = subject_of(e);
  if (about.project.empty()) about.project = own.project, about.environment = own.environment;
  if (about.deployment.empty()) about.deployment = own.deployment;
  if (about.release.empty()) about.release = own.release;
  if (about.commit.empty()) about.commit = own.commit;
  return sentence_of(e, about);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sentences_of_events)

// Every type with a word in each of its texts.
struct words {
  void operator()(std::string_view, std::string& value) { value = "word"; }
  void operator()(std::string_view, repository_identity& value) { value.full_name = "acme/shop"; }
  void operator()(std::string_view, auto&) {}
};

// Judged in one place: an assertion costs the compiler more than everything that a type brings along.
void check_sentence(const new_event& made, bool has_words) {
  BOOST_TEST(has_sentence(made.type), "core/audit/sentences.cpp has no sentence for " << made.type);
  recorded_event one{.position = 812, .stream = "system", .version = 1, .type = made.type};
  one.data = made.data, one.actor = "ada";
  const auto sentence = sentence_of(one, subject_of(one));
  BOOST_TEST(!sentence.empty(), made.type);
  BOOST_TEST(sentence.find('_') == sentence.npos, sentence);
  if (!has_words) return;
  BOOST_TEST(sentence.find("  ") == sentence.npos, sentence);
  BOOST_TEST(!sentence.ends_with(' '), sentence);
}

BOOST_AUTO_TEST_CASE(every_type_of_event_has_a_sentence) {
  every_event::each([]<class Event>() {
    Event what{};
    const auto bare = make_event(what);
    check_sentence(bare, false);
    words in_each;
    Event::fields(what, in_each);
    const auto told = make_event(what);
    check_sentence(told, told.data != bare.data);
  });
}

BOOST_AUTO_TEST_CASE(asks_are_said_with_their_place_and_commit) {
  const deployment_requested ask{.deployment = "dep_1",
                                 .project = "shop",
                                 .environment = "production",
                                 .commit = commit,
                                 .ref = "refs/heads/main",
                                 .trigger = "manual",
                                 .note = "hotfix"};
  BOOST_TEST(said("deployment-dep_1", ask) == "asked to deploy 1a2b3c4 (main) to shop/production");
  auto back = ask;
  back.trigger = "rollback";
  BOOST_TEST(said("deployment-dep_1", back) == "asked to roll shop/production back to 1a2b3c4");
  BOOST_TEST(note_in(event("deployment-dep_1", ask)) == "hotfix");
  BOOST_TEST(note_in(event("x", node_removed{"n"})).empty());
  BOOST_TEST(said("env-shop/production", quarantine_released{commit, "", "flaky"}) ==
             "let 1a2b3c4 out of quarantine in shop/production");
  BOOST_TEST(said("deployment-dep_1", cancel_requested{"asked by ada"},
                  {"shop", "production", "dep_1", "", commit}) ==
             "asked to cancel the deployment of 1a2b3c4 to shop/production");
}

BOOST_AUTO_TEST_CASE(what_became_of_it_is_said_with_its_reason) {
  BOOST_TEST(said("deployment-dep_1", deployment_rolled_back{"check", "it answered 500"},
                  {"shop", "production", "dep_1", "", commit}) ==
             "took 1a2b3c4 back from shop/production: it answered 500");
  BOOST_TEST(said("env-shop/production", release_went_live{"dep_1", "rel_1", commit, {}, true}) ==
             "rolled shop/production back to 1a2b3c4");
  BOOST_TEST(said("release-rel_1", release_build_failed{"rel_1", "build", "exit 1"},
                  {"shop", "", "", "rel_1", commit}) == "gave up the build of 1a2b3c4: exit 1");
}

BOOST_AUTO_TEST_CASE(a_cause_is_told_with_its_position) {
  const auto push = event("repo-github-1", push_received{.repository = {.full_name = "acme/shop"},
                                                         .ref = "refs/heads/main",
                                                         .after = commit,
                                                         .pusher = "octocat"});
  BOOST_TEST(cause_in_words(push, {}) == "push to main by octocat (#812)");
  BOOST_TEST(cause_in_words(event("node-n", node_removed{"n"}), {}) == "ada removed the node n (#812)");
}

BOOST_AUTO_TEST_CASE(text_from_outside_stays_on_one_line_and_short) {
  const auto long_one = said(
      "node-n", node_health_changed{"n", "shop", "production", "down", "a\nb\x1b" + std::string(300, 'x')});
  BOOST_TEST(long_one.find('\n') == long_one.npos);
  BOOST_TEST(long_one.find('\x1b') == long_one.npos);
  BOOST_TEST(long_one.size() < 300u);
  BOOST_TEST(long_one.ends_with("…"));
}

BOOST_AUTO_TEST_CASE(the_noise_of_machines_is_named) {
  const auto& noise = machine_noise();
  const auto has = [&](std::string_view type) { return std::ranges::find(noise, type) != noise.end(); };
  for (const auto type : every_event::types)
    if (type.starts_with("step_") || type.starts_with("run_")) BOOST_TEST(has(type), type);
  for (const auto type : {"deployment_requested", "deployment_succeeded", "push_received", "signed_in"})
    BOOST_TEST(!has(type), type);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
