#include "catalog/actions/action.hpp"

#include <fmt/ranges.h>
#include <boost/test/unit_test.hpp>

using namespace eeveon;

namespace {

const std::string commit(40, 'a'), other(40, 'b');

step_context context() {
  step_context out;
  out.project = "shop";
  out.environment = "live";
  out.run = "run_1";
  out.fence = "0.42";
  out.release = "rel_2";
  out.commit = commit;
  out.node = node_registered{.name = "node-1", .kind = "ssh", .address = "10.0.0.1", .root = "/srv"};
  out.addresses = {"10.0.0.1", "10.0.0.2"};
  out.data = "/data";
  out.file_roots = {"/srv/git"};
  out.build.build = {{"npm", "ci"}, {"npm", "run", "build"}};
  return out;
}

// A decision in one line, as the tables below show it; a reason only by its end: final or not.
std::string shown(const decision& d) {
  if (const auto* f = std::get_if<finished>(&d)) return "finished " + json::serialize(f->output);
  if (const auto* g = std::get_if<gave_up>(&d)) return g->final ? "gave up for good" : "gave up";
  if (std::holds_alternative<outcome_unknown>(d)) return "unknown";
  const auto& e = std::get<effect>(d);
  if (const auto* p = std::get_if<run_program>(&e))
    return fmt::format("{}{}", p->sandboxed ? "sandboxed " : "", fmt::join(p->argv, " "));
  if (const auto* c = std::get_if<call_node>(&e))
    return fmt::format("node {} {}", c->verb, fmt::join(c->args, " "));
  if (const auto* t = std::get_if<send_tree>(&e))
    return fmt::format("send {} to {} reusing {}", t->artifact, t->to, t->reuse);
  if (const auto* p = std::get_if<pack_tree>(&e)) return "pack " + p->root;
  if (const auto* h = std::get_if<probe_http>(&e)) return "GET " + h->url;
  const auto& t = std::get<probe_tcp>(e);
  return fmt::format("connect {} {}", t.host, t.port);
}

std::string next(std::string name, json::object args, std::vector<observation> seen = {},
                 step_context with = context()) {
  const step what{.id = name + "@node-1",
                  .action = name,
                  .target = "node-1",
                  .args = std::move(args),
                  .limit = std::chrono::seconds(60)};
  return shown(find_action(name)->next(what, with, seen));
}

observation ok(std::vector<std::string> words = {}) { return {.words = std::move(words)}; }
observation ended(int code, std::string text = "") { return {.code = code, .text = std::move(text)}; }
observation bad(errc code) { return {.failed = failure{code, "why", "node-1"}}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(actions_of_a_plan)

BOOST_AUTO_TEST_CASE(every_action_is_described_and_found) {
  for (const auto& one : actions()) {
    BOOST_TEST(!one.about.empty());
    BOOST_TEST(find_action(one.name) == &one);
  }
  BOOST_TEST(find_action("format_disk") == nullptr);
}

BOOST_AUTO_TEST_CASE(node_verbs_and_what_their_answers_mean) {
  struct row {
    const char* action;
    json::object args;
    std::vector<observation> seen;
    std::string says;
  };
  const json::object artifact{
      {"release", "rel_2"}, {"artifact", "d1"}, {"previous", "rel_1"}, {"shared", json::array{"uploads"}}};
  const json::object hook{{"release", "rel_2"}, {"argv", {"bin/warm", "a b"}}};
  for (const auto& [action, args, seen, says] : std::vector<row>{
           {"prepare", {{"bytes", 77}}, {}, "node prepare shop live 77 0.42"},
           {"prepare", {{"bytes", 77}}, {ok({"99"})}, R"(finished {"free":"99"})"},
           {"prepare", {{"bytes", 77}}, {bad(errc::refused)}, "gave up for good"},
           {"transfer", artifact, {}, "node has shop live rel_2 d1"},
           {"transfer", artifact, {ok({"yes"})}, R"(finished {"reused":true})"},
           {"transfer",
            artifact,
            {ok({"no"})},
            "send d1 to shop/live/releases/.incoming-run_1-0.42 reusing shop/live/releases/rel_1"},
           {"transfer", artifact, {ok({"no"}), bad(errc::unavailable)}, "gave up"},
           {"verify", artifact, {}, "node verify shop live rel_2 d1 .incoming-run_1-0.42 uploads"},
           {"verify", artifact, {bad(errc::corrupt)}, "gave up for good"},
           {"switch", artifact, {}, "node switch shop live 0.42 rel_2"},
           {"switch", {{"release", ""}}, {}, "node switch shop live 0.42 -"},
           {"switch", artifact, {bad(errc::fenced)}, "gave up for good"},
           {"switch", artifact, {bad(errc::unknown_outcome)}, "gave up"},
           {"hook", hook, {}, "node hook shop live 0.42 rel_2 run_1-hook@node-1 45 bin/warm a b"},
           {"hook", hook, {ok({"0"})}, "finished {}"},
           {"hook", hook, {ok({"3"})}, "gave up for good"},
           {"hook", hook, {bad(errc::unknown_outcome)}, "unknown"},
           {"hook", hook, {bad(errc::unavailable)}, "gave up"},
           {"retain", {{"keep", 5}, {"protect", {"rel_1"}}}, {}, "node retain shop live 0.42 5 rel_1"},
           {"build", {}, {}, "sandboxed npm ci"},
           {"build", {}, {ended(0)}, "sandboxed npm run build"},
           {"build", {}, {ended(0), ended(0)}, "finished {}"},
           {"build", {}, {ended(2)}, "gave up for good"},
           {"build", {}, {observation{.timed_out = true}}, "gave up for good"},
           {"test", {}, {}, "finished {}"},
           {"pack", {}, {}, "pack /data/builds/run_1/tree"},
       })
    BOOST_TEST(next(action, args, seen) == says);
}

BOOST_AUTO_TEST_CASE(checks_reach_registered_nodes_only) {
  const auto http = [](const char* url, std::vector<observation> seen = {}) {
    return next("check", {{"http", url}, {"timeout_ms", 1000}}, std::move(seen));
  };
  BOOST_TEST(http("http://{node}:8080/healthz") == "GET http://10.0.0.1:8080/healthz");
  BOOST_TEST(http("http://10.0.0.2/x") == "GET http://10.0.0.2/x");
  BOOST_TEST(http("http://{node}/", {ended(200)}) == R"(finished {"status":200})");
  BOOST_TEST(http("http://{node}/", {ended(500)}) == "gave up");
  BOOST_TEST(http("http://{node}/", {bad(errc::timed_out)}) == "gave up");
  for (const char* url :
       {"http://169.254.169.254/", "http://{node}.evil.example/", "http://10.0.0.1@evil.example/",
        "http://evil.example#10.0.0.1", "http://evil.example?10.0.0.1", "http://[::ffff:10.0.0.1]/",
        "http://010.0.0.1/", "http://10.0.0.1:80@evil.example/"})
    BOOST_TEST(http(url) == "gave up for good", url);
  BOOST_TEST(next("check", {{"tcp", "{node}:5432"}, {"timeout_ms", 1000}}) == "connect 10.0.0.1 5432");
  BOOST_TEST(next("check", {{"tcp", "evil.example:22"}}) == "gave up for good");
  BOOST_TEST(next("check", {{"tcp", "{node}:99999"}}) == "gave up for good");
  BOOST_TEST(next("check", {{"argv", {"bin/ok"}}, {"on", "worker"}, {"timeout_ms", 1000}}) ==
             "sandboxed bin/ok");
}

BOOST_AUTO_TEST_CASE(resolve_takes_the_whole_ref_and_refuses_hostile_ones) {
  const auto ask = [](const char* url, const char* ref, std::vector<observation> seen = {}) {
    return next("resolve", {{"repository", url}, {"ref", ref}}, std::move(seen));
  };
  const auto* url = "https://host/x.git";
  BOOST_TEST(ask(url, "refs/heads/main")
                 .ends_with("ls-remote --exit-code --end-of-options https://host/x.git refs/heads/main "
                            "refs/heads/main^{}"));
  const auto listing = other + "\trefs/remotes/x/refs/heads/main\n" + commit + "\trefs/heads/main\n";
  BOOST_TEST(ask(url, "refs/heads/main", {ended(0, listing)}) == R"(finished {"head":")" + commit + R"("})");
  const auto tag = other + "\trefs/tags/v1\n" + commit + "\trefs/tags/v1^{}\n";
  BOOST_TEST(ask(url, "refs/tags/v1", {ended(0, tag)}) == R"(finished {"head":")" + commit + R"("})");
  BOOST_TEST(ask(url, "refs/heads/main", {ended(2)}) == "gave up for good");
  BOOST_TEST(ask(url, "refs/heads/main", {ended(128)}) == "gave up");
  for (const char* ref : {"-x", "--upload-pack=touch", "a..b", "main;id", "${IFS}", "a b", "a\nb", ""})
    BOOST_TEST(ask(url, ref) == "gave up for good", ref);
  for (const char* bad_url : {"ext::sh -c id", "--upload-pack=id", "file:///etc", "file:///srv/git/../../etc",
                              "https://u:p@h/x", "/srv/git/x"})
    BOOST_TEST(ask(bad_url, "main") == "gave up for good", bad_url);
}

BOOST_AUTO_TEST_SUITE_END()
