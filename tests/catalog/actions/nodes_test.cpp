// The verbs that nodes are asked, and what their answers mean.
#include "tests/catalog/actions/told.hpp"

using namespace eeveon;
using namespace eeveon::told;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(on_nodes)

BOOST_AUTO_TEST_CASE(prepare_makes_room) {
  const auto what = a_step({{"release", "rel_new"}, {"bytes", 4096}});
  BOOST_TEST(says("prepare", what, a_context()) == "call prepare shop production 4096 0.7, 1m");
  BOOST_TEST(says("prepare", what, a_context(), {answered({"5000"})}) == R"(finished {"free":"5000"})");
  judges_failures("prepare", what, a_context(), {}, true);
}

BOOST_AUTO_TEST_CASE(transfer_sends_what_is_not_there) {
  const auto what = a_step({{"release", "rel_new"}, {"artifact", "dd"}, {"previous", "rel_old"}}, 30min);
  BOOST_TEST(says("transfer", what, a_context()) == "call has shop production rel_new dd, 30m");
  BOOST_TEST(says("transfer", what, a_context(), {answered({"yes"})}) == R"(finished {"reused":true})");
  BOOST_TEST(says("transfer", what, a_context(), {answered({"no"})}) ==
             "send dd to shop/production/releases/.incoming-run_1-0.7 reusing "
             "'shop/production/releases/rel_old', 30m");
  BOOST_TEST(says("transfer", what, a_context(), {answered({"no"}), answered({})}) ==
             R"(finished {"incoming":".incoming-run_1-0.7"})");
  BOOST_TEST(
      says("transfer", a_step({{"artifact", "dd"}, {"previous", ""}}), a_context(), {answered({"no"})}) ==
      "send dd to shop/production/releases/.incoming-run_1-0.7 reusing '', 1m");
  judges_failures("transfer", what, a_context(), {}, true);
  judges_failures("transfer", what, a_context(), {answered({"no"})}, true);
}

BOOST_AUTO_TEST_CASE(verify_names_the_digest_and_what_is_shared) {
  const auto what =
      a_step({{"release", "rel_new"}, {"artifact", "dd"}, {"shared", json::array{"uploads", ".env"}}});
  BOOST_TEST(says("verify", what, a_context()) ==
             "call verify shop production rel_new dd .incoming-run_1-0.7 uploads .env, 1m");
  BOOST_TEST(says("verify", what, a_context(), {answered({})}) == "finished {}");
  auto taken_over = a_context();
  taken_over.fence = "0.9", taken_over.incoming = ".incoming-run_1-0.7";
  BOOST_TEST(says("verify", what, taken_over) ==
             "call verify shop production rel_new dd .incoming-run_1-0.7 uploads .env, 1m");
  judges_failures("verify", what, a_context(), {}, true);
}

BOOST_AUTO_TEST_CASE(switch_carries_its_fence) {
  const auto what = a_step({{"release", "rel_new"}});
  BOOST_TEST(says("switch", what, a_context()) == "call switch shop production 0.7 rel_new, 1m");
  BOOST_TEST(says("switch", a_step({{"release", ""}}), a_context()) ==
             "call switch shop production 0.7 -, 1m");
  BOOST_TEST(says("switch", what, a_context(), {answered({"rel_old"})}) ==
             R"(finished {"previous":"rel_old"})");
  BOOST_TEST(says("switch", what, a_context(), {failed(errc::fenced, "fence 0.7 is behind 0.9")}) ==
             "gave up for good: fence 0.7 is behind 0.9");
  judges_failures("switch", what, a_context(), {}, true);
}

BOOST_AUTO_TEST_CASE(a_hook_runs_within_its_limit_and_is_never_said_again) {
  const auto what =
      a_step({{"release", "rel_new"}, {"argv", json::array{"bin/warm-up", "--fast", ""}}}, 10min);
  // The node ends it before nobody listens any more.
  BOOST_TEST(says("hook", what, a_context()) ==
             "call hook shop production 0.7 rel_new run_1-step@node-1 585 bin/warm-up --fast '', 10m");
  BOOST_TEST(says("hook", a_step({{"argv", json::array{"x"}}}, 5s), a_context()) ==
             "call hook shop production 0.7 rel_new run_1-step@node-1 1 x, 5s");
  BOOST_TEST(says("hook", what, a_context(), {answered({"0"})}) == "finished {}");
  BOOST_TEST(says("hook", what, a_context(), {answered({"3"})}) ==
             "gave up for good: the hook 'bin/warm-up' ended with 3");
  BOOST_TEST(says("hook", what, a_context(), {answered({"137"})}) ==
             "gave up for good: the hook 'bin/warm-up' ended with 137: it was killed (did the node run out "
             "of memory?)");
  BOOST_TEST(says("hook", what, a_context(), {answered({})}).starts_with("gave up for good: "));
  judges_failures("hook", what, a_context());
}

BOOST_AUTO_TEST_CASE(retain_names_what_is_never_removed) {
  const auto what = a_step({{"keep", 5}, {"protect", json::array{"rel_old", "rel_older"}}});
  BOOST_TEST(says("retain", what, a_context()) == "call retain shop production 0.7 5 rel_old rel_older, 1m");
  BOOST_TEST(says("retain", what, a_context(), {answered({"2"})}) == R"(finished {"removed":"2"})");
  judges_failures("retain", what, a_context(), {}, true);
}

BOOST_AUTO_TEST_SUITE_END()
