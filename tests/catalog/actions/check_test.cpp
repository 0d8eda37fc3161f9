// Health checks: what is asked of whom, and what counts as healthy.
#include "tests/catalog/actions/told.hpp"

using namespace eeveon;
using namespace eeveon::told;

namespace {
step http(std::string url) { return a_step({{"http", std::move(url)}, {"timeout_ms", 5000}}); }
step tcp(std::string target) { return a_step({{"tcp", std::move(target)}, {"timeout_ms", 2000}}); }
step_context on_v6() {
  auto out = a_context();
  out.node->address = "fd00::1";
  return out;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(check)

BOOST_AUTO_TEST_CASE(http_is_healthy_from_200_to_399) {
  BOOST_TEST(says("check", http("http://{node}:8080/healthz"), a_context()) ==
             "get http://10.0.0.1:8080/healthz, 5s");
  BOOST_TEST(says("check", http("https://{node}/"), a_context()) == "get https://10.0.0.1/, 5s");
  BOOST_TEST(says("check", http("http://{node}:8080/healthz?me={node}"), a_context()) ==
             "get http://10.0.0.1:8080/healthz?me=10.0.0.1, 5s");
  for (const int status : {200, 204, 302, 399})
    BOOST_TEST(says("check", http("http://{node}/"), a_context(), {ended(status)}) ==
               "finished {\"status\":" + std::to_string(status) + "}");
  for (const int status : {0, 100, 199, 400, 404, 500, 503})
    BOOST_TEST(says("check", http("http://{node}/"), a_context(), {ended(status)}) ==
               "gave up: not healthy: http://10.0.0.1/ answered " + std::to_string(status));
  BOOST_TEST(says("check", http("http://{node}/"), a_context(), {failed(errc::unavailable, "refused")}) ==
             "gave up: not healthy: refused");
}

BOOST_AUTO_TEST_CASE(tcp_is_healthy_when_it_opens) {
  BOOST_TEST(says("check", tcp("{node}:5432"), a_context()) == "open 10.0.0.1 5432, 2s");
  BOOST_TEST(says("check", tcp("{node}:5432"), a_context(), {ended(0)}) == "finished {}");
  BOOST_TEST(says("check", tcp("{node}:5432"), a_context(), {failed(errc::timed_out, "no answer")}) ==
             "gave up: not healthy: no answer");
  for (const char* odd :
       {"{node}:0", "{node}:65536", "{node}:99999999999", "{node}:", "{node}:ssh", "{node}:80/x"})
    BOOST_TEST(says("check", tcp(odd), a_context()).starts_with("gave up for good: "), "asked " << odd);
}

BOOST_AUTO_TEST_CASE(ipv6_addresses_stand_in_brackets) {
  BOOST_TEST(says("check", http("http://{node}:8080/"), on_v6()) == "get http://[fd00::1]:8080/, 5s");
  BOOST_TEST(says("check", tcp("{node}:5432"), on_v6()) == "open fd00::1 5432, 2s");
}

BOOST_AUTO_TEST_CASE(a_command_runs_on_the_node_or_on_the_worker) {
  const json::object args{{"argv", json::array{"bin/check", "{node}"}}, {"timeout_ms", 5000}};
  BOOST_TEST(says("check", a_step(args), a_context()) ==
             "call hook shop production 0.7 rel_new check 5 bin/check 10.0.0.1, 7s");
  BOOST_TEST(says("check", a_step(args), a_context(), {answered({"0"})}) == "finished {}");
  BOOST_TEST(says("check", a_step(args), a_context(), {answered({"1"})}) ==
             "gave up: not healthy: the check ended with 1");
  auto on_worker = args;
  on_worker["on"] = "worker";
  BOOST_TEST(says("check", a_step(on_worker), a_context()) ==
             "run bin/check 10.0.0.1 sandboxed, writing , told, 5s");
  BOOST_TEST(says("check", a_step(on_worker), a_context(), {ended(0)}) == "finished {}");
  BOOST_TEST(says("check", a_step(on_worker), a_context(), {ended(4)}) ==
             "gave up: not healthy: the check ended with 4");
  auto late = ended(0);
  late.timed_out = true;
  BOOST_TEST(says("check", a_step(on_worker), a_context(), {late}).starts_with("gave up: not healthy"));
}

BOOST_AUTO_TEST_CASE(between_deployments_a_command_runs_in_what_is_live) {
  auto context = a_context();
  context.fence.clear(), context.release.clear(), context.run.clear();
  const json::object args{{"argv", json::array{"bin/check", "{node}"}}, {"timeout_ms", 5000}};
  BOOST_TEST(says("check", a_step(args), context) == "call probe shop production 5 bin/check 10.0.0.1, 7s");
  BOOST_TEST(says("check", a_step(args), context, {failed(errc::not_found, "nothing is live here")}) ==
             "gave up: not healthy: nothing is live here");
}

BOOST_AUTO_TEST_CASE(no_check_leaves_the_registered_nodes) {
  auto context = a_context();
  context.addresses.push_back("");  // a local node may have none
  for (const char* url :
       {"http://169.254.169.254/latest", "http://evil.example/{node}", "http://{node}.evil.example/",
        "http://{node}@evil.example/", "http://evil.example@{node}/", "http://evil.example#{node}",
        "http://evil.example?{node}", "http://[::1]/", "http://[fd00::1", "http://", "http:///x",
        "http://10.0.0.3/", "http://10.0.0.1.:80/", "http://user:{node}@x/", "//{node}@x",
        "http://evil.example\\@{node}/"})
    BOOST_TEST(says("check", http(url), context).starts_with("gave up for good: the check would leave"),
               "asked " << url);
  for (const char* target : {"evil.example:80", ":80", "@:80", "evil.example:80:{node}"})
    BOOST_TEST(says("check", tcp(target), context).starts_with("gave up for good: "), "asked " << target);
}

BOOST_AUTO_TEST_CASE(a_node_that_is_gone_is_not_checked) {
  auto context = a_context();
  context.node.reset();
  BOOST_TEST(says("check", http("http://{node}/"), context) ==
             "gave up for good: the node is not registered any more");
}

BOOST_AUTO_TEST_SUITE_END()
