// The applied spec: what it means, and what a person is told who gets it wrong.
#include "core/project/spec.hpp"

#include "tests/support/golden.hpp"

using namespace eeveon;
using namespace std::chrono_literals;

namespace {

const char* const full = R"({
  "project": "shop", "repository": "https://github.com/acme/shop", "poll": "2m",
  "build": {"run": [["npm","ci"],["npm","run","build"]], "output": "dist", "limits": {"time": "20m", "output": "5MB"}},
  "test": {"run": [["npm","test",1]]},
  "hooks": {"before": [["bin/warm-up"]], "after": [["bin/smoke"]]},
  "shared": ["uploads", ".env"], "ignore": ["*.map"], "keep": 7,
  "submodules": ["https://github.com/acme/*", "git@example.org:other/lib.git"],
  "environments": {
    "production": {"deploy_on": {"push": "main"}, "nodes": {"group": "production"}, "strategy": "all_at_once", "queue": "refuse",
                   "health": {"http": "http://{node}:8080/healthz", "attempts": 4, "backoff": "2s", "timeout": "7s"}},
    "staging": {"deploy_on": {"push": ["main", "refs/tags/v1"], "release": "published"}, "nodes": {"names": ["node-1"]},
                "health": {"tcp": "{node}:5432"}},
    "by-hand": {"nodes": {"group": "lab"}, "health": {"command": {"run": [["bin/check", "{node}"]], "on": "worker"}}}
  }})";

json::object good() { return json::parse(full).as_object(); }
json::object& environment(json::object& spec, const char* name = "production") {
  return spec.at("environments").at(name).as_object();
}

struct mistake {
  const char* what;
  void (*make)(json::object& spec);
  const char* field;  // that the error names
  const char* fix;    // words of the way out
};

const mistake wrong_specs[]{
    {"no project", [](auto& s) { s.erase("project"); }, "project", "is missing"},
    {"odd project", [](auto& s) { s["project"] = "My Shop"; }, "project", "a-z, 0-9 and '-'"},
    {"project of another kind", [](auto& s) { s["project"] = 7; }, "project", "must be a text"},
    {"no repository", [](auto& s) { s.erase("repository"); }, "repository", "is missing"},
    {"repository that nobody can fetch", [](auto& s) { s["repository"] = "ftp://example.org/x"; },
     "repository", "https://"},
    {"repository with a password", [](auto& s) { s["repository"] = "https://me:secret@example.org/x"; },
     "repository", "password"},
    {"repository that is an option", [](auto& s) { s["repository"] = "--upload-pack=touch"; }, "repository",
     "https://"},
    {"poll too often", [](auto& s) { s["poll"] = "10ms"; }, "poll", "at least 1s"},
    {"webhook by its name", [](auto& s) { s["webhook"] = "acme"; }, "webhook", "/hooks/github/acme"},
    {"webhook of two parts", [](auto& s) { s["webhook"] = "/hooks/github/a/b"; }, "webhook", "path"},
    {"poll without unit", [](auto& s) { s["poll"] = 60; }, "poll", "with its unit"},
    {"misspelt key", [](auto& s) { s["enviroments"] = json::object{}; }, "enviroments",
     "did you mean 'environments'?"},
    {"unknown key", [](auto& s) { s["kubernetes"] = true; }, "kubernetes", "known are: project, repository"},
    {"later key", [](auto& s) { s["notify"] = json::object{}; }, "notify", "this version does not have yet"},
    {"secrets", [](auto& s) { s["secrets"] = json::array{}; }, "secrets", "this version does not have yet"},
    {"keep too few", [](auto& s) { s["keep"] = 1; }, "keep", "from 2 to 1000"},
    {"keep of a fraction", [](auto& s) { s["keep"] = 2.5; }, "keep", "whole number"},
    {"no environments", [](auto& s) { s.erase("environments"); }, "environments", "name at least one"},
    {"empty environments", [](auto& s) { s["environments"] = json::object{}; }, "environments",
     "name at least one"},
    {"environments as a list", [](auto& s) { s["environments"] = json::array{"production"}; }, "environments",
     "must be a mapping from names to environments"},
    {"odd environment name", [](auto& s) { s.at("environments").as_object()["../x"] = environment(s); },
     "environments", "a-z, 0-9 and '-'"},
    {"environment of another kind", [](auto& s) { s.at("environments").as_object()["production"] = "x"; },
     "environments.production", "must be a mapping"},
    {"a shell line as a command", [](auto& s) { s["build"] = {{"run", "npm ci"}}; }, "build.run",
     "[\"sh\",\"-c\""},
    {"a list of words as commands", [](auto& s) { s["build"] = {{"run", json::array{"npm", "ci"}}}; },
     "build.run", "list of argument lists"},
    {"an empty command", [](auto& s) { s["test"] = {{"run", json::parse("[[]]")}}; }, "test.run",
     "list of argument lists"},
    {"a nameless program", [](auto& s) { s["test"] = {{"run", json::parse(R"([[""]])")}}; }, "test.run",
     "empty program name"},
    {"a NUL byte", [](auto& s) { s["test"] = {{"run", json::parse(R"([["a\u0000b"]])")}}; }, "test.run",
     "NUL"},
    {"output outside", [](auto& s) { s.at("build").as_object()["output"] = "../dist"; }, "build.output",
     "inside the repository"},
    {"absolute output", [](auto& s) { s.at("build").as_object()["output"] = "/dist"; }, "build.output",
     "inside the repository"},
    {"time limit without unit", [](auto& s) { s.at("build").at("limits").as_object()["time"] = 900; },
     "build.limits.time", "with its unit"},
    {"a time beyond all times",
     [](auto& s) { s.at("build").at("limits").as_object()["time"] = "999999999999999d"; },
     "build.limits.time", "with its unit"},
    {"odd size", [](auto& s) { s.at("build").at("limits").as_object()["output"] = "5 apples"; },
     "build.limits.output", "as 500kB"},
    {"unknown limit", [](auto& s) { s.at("build").at("limits").as_object()["memory"] = "1GB"; },
     "build.limits.memory", "known are: time, output"},
    {"shared outside", [](auto& s) { s["shared"] = json::array{"a/../../etc"}; }, "shared",
     "inside the release"},
    {"shared as a word", [](auto& s) { s["shared"] = "uploads"; }, "shared", "list of texts"},
    {"ignore of another kind", [](auto& s) { s["ignore"] = json::array{true}; }, "ignore", "list of texts"},
    {"no nodes", [](auto& s) { environment(s).erase("nodes"); }, "environments.production.nodes",
     "is missing"},
    {"group and names",
     [](auto& s) { environment(s)["nodes"] = {{"group", "a"}, {"names", {"b", "c", "d"}}}; },
     "environments.production.nodes", "one of group and names"},
    {"neither group nor names", [](auto& s) { environment(s)["nodes"] = json::object{}; },
     "environments.production.nodes", "one of group and names"},
    {"strategy to come", [](auto& s) { environment(s)["strategy"] = "canary"; },
     "environments.production.strategy", "'canary' is a feature this version does not have yet"},
    {"unknown strategy", [](auto& s) { environment(s)["strategy"] = "hope"; },
     "environments.production.strategy", "must be one of: all_at_once"},
    {"unknown queue", [](auto& s) { environment(s)["queue"] = "later"; }, "environments.production.queue",
     "supersede, queue, refuse"},
    {"approvals", [](auto& s) { environment(s)["approvals"] = 2; }, "environments.production.approvals",
     "this version does not have yet"},
    {"schedule", [](auto& s) { environment(s)["deploy_on"] = {{"schedule", "daily"}}; },
     "environments.production.deploy_on.schedule", "this version does not have yet"},
    {"a pattern as a branch", [](auto& s) { environment(s)["deploy_on"] = {{"push", "release/*"}}; },
     "environments.production.deploy_on.push", "branch name or a whole ref"},
    {"an option as a branch", [](auto& s) { environment(s)["deploy_on"] = {{"push", "-x"}}; },
     "environments.production.deploy_on.push", "branch name or a whole ref"},
    {"a branch with a line break", [](auto& s) { environment(s)["deploy_on"] = {{"push", "main\nx"}}; },
     "environments.production.deploy_on.push", "branch name or a whole ref"},
    {"an empty branch", [](auto& s) { environment(s)["deploy_on"] = {{"push", ""}}; },
     "environments.production.deploy_on.push", "branch name or a whole ref"},
    {"another release event", [](auto& s) { environment(s)["deploy_on"] = {{"release", "created"}}; },
     "environments.production.deploy_on.release", "must be one of: published"},
    {"a check of nothing", [](auto& s) { environment(s)["health"] = {{"attempts", 3}}; },
     "environments.production.health", "one of http, tcp and command"},
    {"two checks", [](auto& s) { environment(s).at("health").as_object()["tcp"] = "{node}:1"; },
     "environments.production.health", "one of http, tcp and command"},
    {"a check of a stranger",
     [](auto& s) { environment(s).at("health").as_object()["http"] = "http://169.254.169.254/latest"; },
     "environments.production.health.http", "use {node} as the host"},
    {"a node only in the path",
     [](auto& s) { environment(s).at("health").as_object()["http"] = "http://evil.example/{node}"; },
     "environments.production.health.http", "use {node} as the host"},
    {"a node before a stranger",
     [](auto& s) { environment(s).at("health").as_object()["http"] = "http://{node}.evil.example/"; },
     "environments.production.health.http", "use {node} as the host"},
    {"a node as a user",
     [](auto& s) { environment(s).at("health").as_object()["http"] = "http://{node}@evil.example/"; },
     "environments.production.health.http", "use {node} as the host"},
    {"another scheme", [](auto& s) { environment(s).at("health").as_object()["http"] = "file:///{node}"; },
     "environments.production.health.http", "http://{node}:8080/healthz"},
    {"tcp without port", [](auto& s) { environment(s, "staging")["health"] = {{"tcp", "{node}"}}; },
     "environments.staging.health.tcp", "{node}:5432"},
    {"tcp with a word as port",
     [](auto& s) { environment(s, "staging")["health"] = {{"tcp", "{node}:ssh"}}; },
     "environments.staging.health.tcp", "{node}:5432"},
    {"tcp to a stranger", [](auto& s) { environment(s, "staging")["health"] = {{"tcp", "db.example:5432"}}; },
     "environments.staging.health.tcp", "{node}"},
    {"two commands as a check",
     [](auto& s) {
       environment(s, "by-hand")["health"] = {
           {"command", {{"run", json::array{json::array{"a"}, json::array{"b"}}}}}};
     },
     "environments.by-hand.health.command.run", "one argument list"},
    {"a check somewhere else",
     [](auto& s) { environment(s, "by-hand").at("health").at("command").as_object()["on"] = "moon"; },
     "environments.by-hand.health.command.on", "node, worker"},
    {"no attempts", [](auto& s) { environment(s).at("health").as_object()["attempts"] = 0; },
     "environments.production.health.attempts", "from 1 to 100"},
    {"a shared path inside another", [](auto& s) { s["shared"] = json::array{"a/b", "a"}; }, "shared",
     "has 'a/b' inside 'a', which is shared as a whole already"},
    {"a shared path inside another, said otherwise", [](auto& s) { s["shared"] = json::array{"a/", "a/b/"}; },
     "shared", "has 'a/b' inside 'a'"},
    {"a shared path that nodes refuse", [](auto& s) { s["shared"] = json::array{"my files"}; }, "shared",
     "has the path 'my files', which holds a character"},
    {"no time", [](auto& s) { environment(s).at("health").as_object()["timeout"] = "0s"; },
     "environments.production.health.timeout", "with its unit"},
    {"a body check to come", [](auto& s) { environment(s).at("health").as_object()["expect"] = "ok"; },
     "environments.production.health.expect", "this version does not have yet"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(the_applied_spec)

BOOST_AUTO_TEST_CASE(everything_that_can_stand_in_it_is_read) {
  const auto spec = parse_spec(good());
  eeveon::spec::require(spec);
  BOOST_TEST(spec->name == "shop");
  BOOST_TEST(spec->repository == "https://github.com/acme/shop");
  BOOST_TEST((spec->poll == 2min));
  BOOST_TEST(spec->keep == 7);
  BOOST_TEST(spec->build.build.size() == 2u);
  BOOST_TEST(spec->build.output == "dist");
  BOOST_TEST((spec->build.time_limit == 20min));
  BOOST_TEST(spec->build.output_limit == 5'000'000);
  BOOST_TEST(spec->build.test.at(0).at(2) == "1");
  BOOST_TEST(spec->build.shared.at(1) == ".env");
  BOOST_TEST(spec->build.submodules.at(0) == "https://github.com/acme/*");
  BOOST_TEST(spec->build.submodules.size() == 2u);
  BOOST_REQUIRE_EQUAL(spec->environments.size(), 3u);
  const auto &production = spec->environments[0], &staging = spec->environments[1],
             &by_hand = spec->environments[2];
  BOOST_TEST(production.name == "production");
  BOOST_TEST(production.push.at(0) == "main");
  BOOST_TEST(production.group == "production");
  BOOST_TEST(production.queue == "refuse");
  BOOST_TEST(production.health.attempts == 4);
  BOOST_TEST((production.health.backoff == 2s));
  BOOST_TEST((production.health.timeout == 7s));
  BOOST_TEST(staging.push.size() == 2u);
  BOOST_TEST(staging.on_release);
  BOOST_TEST(staging.queue == "supersede");
  BOOST_TEST(staging.names.at(0) == "node-1");
  BOOST_TEST(staging.health.tcp == "{node}:5432");
  BOOST_TEST(by_hand.push.empty());
  BOOST_TEST(by_hand.health.command.at(1) == "{node}");
  BOOST_TEST(by_hand.health.command_on == "worker");
  BOOST_TEST(spec->find("staging")->name == "staging");
  BOOST_TEST(spec->find("nowhere") == nullptr);
}

BOOST_AUTO_TEST_CASE(little_is_enough) {
  const auto spec = parse_spec(json::parse(
      R"({"project":"s","repository":"git@github.com:acme/s.git","environments":{"p":{"nodes":{"group":"g"}}}})"));
  eeveon::spec::require(spec);
  BOOST_TEST(spec->keep == 5);
  BOOST_TEST((spec->build.time_limit == 15min));
  BOOST_TEST(spec->environments[0].health.none());
  BOOST_TEST(!spec->poll.has_value());
  BOOST_TEST(spec->build.submodules.empty());
}

BOOST_AUTO_TEST_CASE(every_mistake_names_its_field_and_the_fix) {
  for (const auto& m : wrong_specs) {
    auto spec = good();
    m.make(spec);
    const auto parsed = parse_spec(spec);
    BOOST_TEST(!parsed.has_value(), "accepted: " << m.what);
    if (parsed) continue;
    BOOST_TEST((parsed.error().code == errc::invalid));
    BOOST_TEST(parsed.error().where == m.field, m.what << ": names " << parsed.error().where << " instead of "
                                                       << m.field << " (" << parsed.error().detail << ")");
    BOOST_TEST(parsed.error().detail.starts_with(m.field), m.what << ": " << parsed.error().detail);
    BOOST_TEST(parsed.error().detail.find(m.fix) != std::string::npos,
               m.what << ": no '" << m.fix << "' in: " << parsed.error().detail);
  }
}

BOOST_AUTO_TEST_CASE(one_mistake_is_told_once) {
  for (const auto& m : wrong_specs) {
    auto spec = good();
    m.make(spec);
    BOOST_TEST(spec_mistakes(spec).size() == 1u, m.what);
  }
  BOOST_TEST(spec_mistakes(good()).empty());
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_told) {
  auto spec = good();
  spec["keep"] = 1;
  spec["shard"] = 7;
  spec["shared"] = json::array{"../x"};
  environment(spec)["queue"] = "later";
  environment(spec).at("health").as_object()["attempts"] = 0;
  environment(spec, "staging").erase("nodes");
  std::vector<std::string> fields;
  for (const auto& one : spec_mistakes(spec)) fields.push_back(one.where);
  const std::vector<std::string> expected{"shard",
                                          "shared",
                                          "keep",
                                          "environments.production.queue",
                                          "environments.production.health.attempts",
                                          "environments.staging.nodes"};
  BOOST_TEST(fields == expected, boost::test_tools::per_element());
  for (int i = 0; i < 30; ++i) spec["odd" + std::to_string(i)] = i;
  BOOST_TEST(spec_mistakes(spec).size() == 20u);
}

BOOST_AUTO_TEST_CASE(what_is_no_mapping_is_no_spec) {
  for (const char* text : {"null", "[]", "7", "\"x\"", "{}"})
    BOOST_TEST(!parse_spec(json::parse(text)).has_value());
  const auto parsed = parse_spec(json::parse("[]"));
  BOOST_TEST(parsed.error().detail.starts_with("the document must be a mapping with: project"));
}

BOOST_AUTO_TEST_CASE(a_hostile_key_is_shown_short_and_printable) {
  auto spec = good();
  spec["\x1b[31m" + std::string(500, 'x')] = 1;
  const auto parsed = parse_spec(spec);
  BOOST_REQUIRE(!parsed);
  BOOST_TEST(parsed.error().where.size() < 60u);
  BOOST_TEST(parsed.error().where.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_push_rule_means_a_whole_ref) {
  BOOST_TEST(whole_ref("main") == "refs/heads/main");
  BOOST_TEST(whole_ref("feature/x") == "refs/heads/feature/x");
  BOOST_TEST(whole_ref("refs/tags/v1") == "refs/tags/v1");
}

BOOST_AUTO_TEST_SUITE_END()
