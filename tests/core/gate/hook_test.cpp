// Which hook's secret may speak for a repository.
#include "tests/core/gate/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

fact told_by(const std::string& hook, char letter, repository_identity from = acme_shop()) {
  from.hook = hook;
  return push_of(letter, "refs/heads/main", std::move(from));
}
repository_mismatch_detected not_from(const std::string& bound_id, const std::string& bound,
                                      const std::string& told) {
  return {"shop", bound_id, "17", "acme/shop", bound, told};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate_on_hooks)

BOOST_AUTO_TEST_CASE(the_first_delivery_binds_its_hook_too) {
  at_every_pace([](gate_story& s) {
    s.given({applied(shop()), node("node-1")});
    s.when({told_by("acme", 'a')});
    BOOST_TEST(decode<repository_bound>(s.log.stream("project-shop").back())->hook == "/hooks/github/acme");
    BOOST_TEST(s.count(deployment_requested::type) == 1);
    s.when({told_by("acme", 'b')});
    BOOST_TEST(s.count(deployment_requested::type) == 2);
    BOOST_TEST(s.count(repository_bound::type) == 1);
  });
}

BOOST_AUTO_TEST_CASE(another_hooks_secret_cannot_speak_for_a_bound_repository) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.when({told_by("other", 'a')});
    s.then({at("system", not_from("17", "/hooks/github", "/hooks/github/other"))});
    // Nor move it to where its owner keeps other code.
    auto moved = acme_shop();
    moved.urls = {"https://github.com/mallory/shop"};
    s.when({told_by("other", 'b', moved)});
    BOOST_TEST(s.count(repository_renamed::type) == 0);
    s.push('c');
    BOOST_TEST(s.count(deployment_requested::type) == 1);
  });
}

BOOST_AUTO_TEST_CASE(the_spec_names_the_hook_and_moves_it) {
  at_every_pace([](gate_story& s) {
    const auto spec = shop({{"production", production()}}, {{"webhook", "/hooks/github/acme"}});
    s.given({applied(spec), node("node-1")});
    s.when({told_by("", 'a')});
    s.then({at("system", not_from("", "/hooks/github/acme", "/hooks/github"))});
    s.when({told_by("acme", 'a')});
    BOOST_TEST(s.count(deployment_requested::type) == 1);
    s.when({applied(shop({{"production", production()}}, {{"webhook", "/hooks/github"}}))});
    s.when({told_by("acme", 'b')});
    BOOST_TEST(s.count(deployment_requested::type) == 1);
    s.when({told_by("", 'b')});
    BOOST_TEST(s.count(deployment_requested::type) == 2);
    BOOST_TEST(decode<repository_bound>(s.log.stream("project-shop").back())->hook == "/hooks/github");
  });
}

// Who was first must not keep the repository from the hook that its owner names.
BOOST_AUTO_TEST_CASE(the_hook_that_the_spec_names_takes_a_repository_back) {
  at_every_pace([](gate_story& s) {
    s.given({applied(shop()), node("node-1")});
    auto forged = acme_shop();
    forged.id = "999";
    s.when({told_by("other", 'a', forged)});
    forged.urls = {"https://github.com/mallory/shop"};
    s.when({told_by("other", 'b', forged)});
    BOOST_TEST(s.count(repository_renamed::type) == 1);
    BOOST_TEST(s.count(deployment_requested::type) == 2);
    s.when({applied(shop({{"production", production()}}, {{"webhook", "/hooks/github"}}))});
    s.push('c');
    BOOST_TEST(s.count(deployment_requested::type) == 3);
    const auto told = s.log.stream("project-shop");
    BOOST_TEST(decode<repository_bound>(told[told.size() - 2])->id == "17");
    BOOST_TEST(
        same_repository_url(decode<repository_renamed>(told.back())->url, "https://github.com/acme/shop"));
    s.when({told_by("other", 'd', forged)});
    s.when({told_by("other", 'd')});
    BOOST_TEST(s.count(deployment_requested::type) == 3);
  });
}

BOOST_AUTO_TEST_CASE(what_was_bound_before_hooks_were_told_binds_the_next_one) {
  at_every_pace([](gate_story& s) {
    s.given(
        {applied(shop()), node("node-1"), at("project-shop", repository_bound{"github", "17", "acme/shop"})});
    s.when({told_by("acme", 'a')});
    BOOST_TEST(s.count(deployment_requested::type) == 1);
    BOOST_TEST(s.count(repository_bound::type) == 2);
    s.when({told_by("", 'b')});
    BOOST_TEST(s.count(deployment_requested::type) == 1);
  });
}

BOOST_AUTO_TEST_CASE(polling_speaks_beside_the_hook) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.when({push_of('a', "refs/heads/main",
                    {.provider = "poll", .id = "d1", .urls = {"https://github.com/acme/shop"}})});
    BOOST_TEST(s.count(deployment_requested::type) == 1);
    BOOST_TEST(s.count(repository_bound::type) == 1);
  });
}

BOOST_AUTO_TEST_SUITE_END()
