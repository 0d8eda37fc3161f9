// What a push asks for, and of whom it is believed.
#include "tests/core/gate/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

BOOST_AUTO_TEST_SUITE(gate_on_pushes)

BOOST_AUTO_TEST_CASE(a_push_on_a_watched_branch_becomes_one_request_and_one_build) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.when({push_of('a')});
    const auto release = s.release_of(dep(1));
    BOOST_TEST(is_id(release, "rel"));
    s.then({at(deployment_stream(dep(1)), deployment_requested{.deployment = dep(1),
                                                               .project = "shop",
                                                               .environment = "production",
                                                               .commit = commit('a'),
                                                               .ref = "refs/heads/main",
                                                               .trigger = "push",
                                                               .message = "commit a",
                                                               .author = "Ada"}),
            at("env-shop/production", deployment_enqueued{dep(1), release, commit('a'), "push"}),
            at(release_stream(release), release_requested{.release = release,
                                                          .project = "shop",
                                                          .commit = commit('a'),
                                                          .repository = "https://github.com/acme/shop",
                                                          .ref = "refs/heads/main"}),
            at(release_stream(release), run_queued{run(2), "build"})});
    BOOST_REQUIRE_EQUAL(s.runs.size(), 1u);
    BOOST_TEST(s.runs[0].subject == release_stream(release));
    BOOST_TEST(s.runs[0].environment == "");
    BOOST_TEST(s.runs[0].kind == "build");
  });
}

BOOST_AUTO_TEST_CASE(every_matching_environment_of_every_project_gets_its_own_request) {
  at_every_pace([](gate_story& s) {
    auto history = a_shop({{"production", production()},
                           {"staging", production({{"deploy_on", {{"push", {"main", "next"}}}}})},
                           {"by-hand", production({{"deploy_on", json::object{}}})}});
    auto docs = shop({{"web", production()}});
    docs["project"] = "docs";
    auto other = shop({{"web", production()}});
    other["project"] = "other", other["repository"] = "https://github.com/acme/other";
    history.push_back(applied(docs));
    history.push_back(applied(other));
    s.given(history);
    s.when({push_of('a')});
    std::vector<std::string> asked;
    for (const auto& f : s.appended())
      if (f.event.type == deployment_requested::type) {
        const auto request = *decode<deployment_requested>(f.event.data);
        asked.push_back(request.project + "/" + request.environment);
      }
    const std::vector<std::string> expected{"docs/web", "shop/production", "shop/staging"};
    BOOST_TEST(asked == expected, boost::test_tools::per_element());
    BOOST_TEST(s.count(release_requested::type) == 2);  // one of docs, one of shop
  });
}

BOOST_AUTO_TEST_CASE(what_follows_from_a_push_names_it_as_its_cause) {
  gate_story s(pace::one_by_one);
  s.given(a_shop());
  auto fact = push_of('a');
  fact.event.correlation.bytes[3] = 9;
  s.when({fact});
  const auto push = s.log.stream("repo-github-17").front();
  for (const auto& event : s.log.all()) {
    if (event.actor != "gate") continue;
    BOOST_TEST(event.correlation.bytes[3] == 9);
    BOOST_TEST(event.causation ==
               (event.type == deployment_requested::type ? push.position : push.position + 1));
  }
}

BOOST_AUTO_TEST_CASE(refs_are_compared_whole) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(
        {{"production", production()}, {"tagged", production({{"deploy_on", {{"push", "refs/tags/v1"}}}})}}));
    for (const auto* ref : {"refs/heads/feature/main", "refs/tags/main", "refs/heads/main2",
                            "refs/heads/Main", "main", "refs/heads/v1", "refs/heads/main/x"}) {
      s.when({push_of('a', ref)});
      s.then({});
    }
    s.when({push_of('a', "refs/tags/v1")});
    BOOST_TEST(s.count(deployment_requested::type) == 1);
  });
}

BOOST_AUTO_TEST_CASE(a_deleted_branch_and_a_zero_commit_deploy_nothing) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.when({push_of('0')});
    s.then({});
    auto deleted = *decode<push_received>(push_of('a').event.data);
    deleted.deleted = true;
    s.when({at("repo-github-17", deleted)});
    s.then({});
  });
}

BOOST_AUTO_TEST_CASE(a_force_push_without_commits_deploys_its_head) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    auto forced = *decode<push_received>(push_of('a').event.data);
    forced.forced = true, forced.commits = 0, forced.message.clear();
    s.when({at("repo-github-17", forced)});
    BOOST_TEST(s.environment().queue.size() == 1u);
  });
}

BOOST_AUTO_TEST_CASE(an_unmapped_repository_is_recorded_and_nothing_else) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.when({push_of('a', "refs/heads/main",
                    {.provider = "github",
                     .id = "18",
                     .full_name = "acme/other",
                     .urls = {"https://github.com/acme/other"}})});
    s.then({});
    s.when({at("system", hook_event_ignored{.event = "star", .action = "created"}),
            at("repo-github-17", hook_pinged{acme_shop(), "1", "zen"})});
    s.then({});
  });
}

BOOST_AUTO_TEST_CASE(the_first_delivery_under_the_url_binds_the_repository) {
  at_every_pace([](gate_story& s) {
    s.given({applied(shop()), node("node-1")});
    s.when({push_of('a'), push_of('b')});
    BOOST_TEST(s.count(repository_bound::type) == 1);
    const auto bound = decode<repository_bound>(s.log.stream("project-shop").back());
    BOOST_TEST(bound->id == "17");
    BOOST_TEST(bound->provider == "github");
    BOOST_TEST(bound->full_name == "acme/shop");
    BOOST_TEST(s.environment().queue.size() == 1u);
  });
}

BOOST_AUTO_TEST_CASE(a_renamed_repository_is_followed_by_its_id) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const repository_identity moved{
        .provider = "github",
        .id = "17",
        .full_name = "acme/store",
        .urls = {"https://github.com/acme/store.git", "git@github.com:acme/store.git"}};
    s.when({push_of('a', "refs/heads/main", moved)});
    const auto renamed = decode<repository_renamed>(s.log.stream("project-shop").back());
    BOOST_TEST(renamed->url == "https://github.com/acme/store.git");
    BOOST_TEST(renamed->full_name == "acme/store");
    const auto release =
        decode<release_requested>(s.log.stream(release_stream(s.release_of(dep(1)))).front());
    BOOST_TEST(release->repository == "https://github.com/acme/store.git");
    s.when({push_of('b', "refs/heads/main", moved)});
    BOOST_TEST(s.count(repository_renamed::type) == 1);
  });
}

BOOST_AUTO_TEST_CASE(an_address_nobody_could_fetch_from_is_no_rename) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.when({push_of(
        'a', "refs/heads/main",
        {.provider = "github", .id = "17", .full_name = "acme/store", .urls = {"x", "ext::sh -c id"}})});
    BOOST_TEST(s.count(repository_renamed::type) == 0);
    BOOST_TEST(s.environment().queue.size() == 1u);
  });
}

BOOST_AUTO_TEST_CASE(the_default_branch_is_told_once_and_when_it_changes) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    auto shop = acme_shop();
    shop.default_branch = "main";
    s.when({push_of('a', "refs/heads/main", shop), push_of('b', "refs/heads/main", shop)});
    BOOST_TEST(s.count(default_branch_told::type) == 1);
    shop.default_branch = "trunk";
    s.when({push_of('c', "refs/heads/main", shop)});
    BOOST_TEST(s.count(default_branch_told::type) == 2);
  });
}

BOOST_AUTO_TEST_CASE(a_rename_stays_on_the_host_of_the_spec) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    for (const char* url : {"https://github.com.example/acme/shop", "file:///srv/git/secret.git",
                            "git@example.com:acme/shop", "https://example.com/acme/shop"}) {
      auto moved = acme_shop();
      moved.urls = {url};
      s.when({push_of('a', "refs/heads/main", moved)});
    }
    BOOST_TEST(s.count(repository_renamed::type) == 0);
  });
}

BOOST_AUTO_TEST_CASE(a_rename_keeps_the_way_the_repository_is_reached) {
  at_every_pace([](gate_story& s) {
    s.given({applied(shop({{"production", production()}}, {{"repository", "git@github.com:acme/shop.git"}})),
             node("node-1"),
             at("project-shop", repository_bound{"github", "17", "acme/shop", "/hooks/github"})});
    s.push('a');
    BOOST_TEST(s.count(repository_renamed::type) == 0);
    s.when({push_of('b', "refs/heads/main",
                    {.provider = "github",
                     .id = "17",
                     .full_name = "acme/store",
                     .urls = {"https://github.com/acme/store.git", "git@github.com:acme/store.git"}})});
    BOOST_TEST(decode<repository_renamed>(s.log.stream("project-shop").back())->url ==
               "git@github.com:acme/store.git");
  });
}

BOOST_AUTO_TEST_CASE(another_repository_under_the_same_url_is_a_security_event_and_deploys_nothing) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    auto impostor = acme_shop();
    impostor.id = "666";
    s.when({push_of('a', "refs/heads/main", impostor)});
    s.then({at("system", repository_mismatch_detected{"shop", "17", "666", "acme/shop"})});
  });
}

BOOST_AUTO_TEST_CASE(a_poll_needs_no_binding_and_binds_nothing) {
  at_every_pace([](gate_story& s) {
    s.given({applied(shop()), node("node-1")});
    s.when({push_of('a', "refs/heads/main",
                    {.provider = "poll",
                     .id = "d1",
                     .full_name = "acme/shop",
                     .urls = {"https://github.com/acme/shop"}})});
    BOOST_TEST(s.count(repository_bound::type) == 0);
    BOOST_TEST(decode<deployment_requested>(s.log.stream(deployment_stream(dep(1))).front())->trigger ==
               "poll");
  });
}

BOOST_AUTO_TEST_CASE(an_announced_release_deploys_where_releases_are_watched) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop({{"production", production({{"deploy_on", {{"release", "published"}}}})},
                    {"staging", production()}}));
    s.when({at("repo-github-17", release_tag_resolved{acme_shop(), "v1", commit('a'), "One", "Ada"})});
    s.then({at(deployment_stream(dep(1)), deployment_requested{.deployment = dep(1),
                                                               .project = "shop",
                                                               .environment = "production",
                                                               .commit = commit('a'),
                                                               .ref = "refs/tags/v1",
                                                               .trigger = "release",
                                                               .message = "One",
                                                               .author = "Ada"}),
            at("env-shop/production", deployment_enqueued{.deployment = dep(1), .trigger = "release"}),
            at(release_stream(s.release_of(dep(1))), release_requested{.ref = "refs/tags/v1"}),
            at(release_stream(s.release_of(dep(1))), run_queued{run(2), "build"})});
  });
}

BOOST_AUTO_TEST_CASE(what_is_live_running_or_waiting_is_not_requested_again) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto first = s.push('a');
    s.when({push_of('a')});
    s.then({});  // it waits for its build
    s.build(first);
    s.when({push_of('a')});
    s.then({});  // it runs
    s.end(first, deployment_succeeded{"run"});
    s.when({push_of('a'), push_of('a')});
    s.then({});  // it is live
  });
}

BOOST_AUTO_TEST_CASE(a_reset_to_the_live_commit_is_deployed_when_another_one_waits) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop({{"production", production({{"queue", "queue"}})}}));
    s.deploy('a');
    const auto b = s.push('b');
    const auto back = s.push('a');
    BOOST_TEST(back != "");
    s.build(b);
    s.end(b, deployment_succeeded{"run"});
    s.end(back, deployment_succeeded{"run"});
    BOOST_TEST(s.live_commit() == commit('a'));
  });
}

BOOST_AUTO_TEST_CASE(a_project_applied_twice_around_a_push_does_not_stop_the_gate) {
  at_every_pace([](gate_story& s) {
    s.when({applied(shop()), node("node-1"), push_of('a'),
            applied(shop({{"production", production()}}, {{"keep", 7}}))});
    BOOST_TEST(s.count(deployment_requested::type) == 1);
    BOOST_TEST(s.count(repository_bound::type) == 1);
  });
}

BOOST_AUTO_TEST_SUITE_END()
