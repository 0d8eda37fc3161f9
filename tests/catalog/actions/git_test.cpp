// git as argument vectors: what it is given, what its answers mean, and what never reaches it.
#include "catalog/actions/git.hpp"

#include "tests/catalog/actions/git_words.hpp"
#include "tests/catalog/actions/told.hpp"

using namespace eeveon;
using namespace eeveon::told;

namespace {

const std::string b(40, 'b'), c(40, 'c');
json::object with(const char* key, const std::string& value) {
  auto out = source;
  out[key] = value;
  return out;
}

// Addresses and refs that must never become an argument of a program.
const std::vector<std::string> hostile_urls{"",
                                            "-oProxyCommand=touch /tmp/x",
                                            "--upload-pack=touch",
                                            "ext::sh -c touch% /tmp/x",
                                            "fd::7",
                                            "http://example.org/x",
                                            "git://example.org/x",
                                            "https://-x/y",
                                            "https://me:pw@example.org/x",
                                            "https://example.org/x y",
                                            "https://example.org/$(id)",
                                            "https://example.org/a/../b",
                                            "https://example.org",
                                            "ssh://-oProxyCommand=x/y",
                                            "-x@example.org:y",
                                            "git@-x:y",
                                            "git@example.org:-x",
                                            "https://exa\nmple.org/x",
                                            "file:///srv/git/../etc",
                                            "file:///etc/passwd",
                                            "file://srv/git/x",
                                            "/srv/git/x",
                                            "../x",
                                            "file:///srv/gitx",
                                            "https://example.org:99999999/x",
                                            "https://example.org:/x",
                                            "HTTPS://example.org/x"};
const std::vector<std::string> hostile_refs{
    "",    "-x", "--all", "refs/heads/..", "a b", "a\nb",   "a^{}", "a~1",
    "a:b", "a*", "$(id)", "refs/heads/",   "/x",  "x.lock", "@",    "refs/heads/-x"};

}  // namespace

BOOST_AUTO_TEST_SUITE(git)

BOOST_AUTO_TEST_CASE(every_call_is_safe_and_asks_nobody) {
  const auto call = git_program({"status"}, std::chrono::seconds(5));
  BOOST_TEST(in_words(effect(call)) == safe_git + "status, 5s");
  const std::map<std::string, std::string> expected{
      {"GIT_ASKPASS", "/bin/false"}, {"GIT_CONFIG_GLOBAL", "/dev/null"}, {"GIT_CONFIG_NOSYSTEM", "1"},
      {"GIT_LFS_SKIP_SMUDGE", "1"},  {"GIT_TERMINAL_PROMPT", "0"},       {"GIT_SSH_COMMAND", "/bin/false"}};
  BOOST_TEST((call.variables == expected));
  BOOST_TEST(!call.sandboxed);
  BOOST_TEST(!call.to_log);
}

BOOST_AUTO_TEST_CASE(each_kind_of_address_gets_what_it_needs_and_no_more) {
  const git_access access{.ssh_config = "/data/it's/repositories.conf",
                          .identity = "/data/ssh/id_ed25519",
                          .known_hosts = "/data/ssh/known_hosts",
                          .pinned = {"example.org", "[example.org]:2222"},
                          .credentials = "/data/it's",
                          .unused_because = {},
                          .ca_file = "/etc/ca.pem",
                          .secrets = {"token"}};
  const auto given = [&](const char* url, const git_access& with) {
    return git_program_for(*repository_url::parse(url), {"status"}, with, {}).variables;
  };
  const auto plain = git_program({}, {}).variables;
  const auto ssh = given("git@github.com:acme/shop.git", access);
  BOOST_TEST(ssh.at("GIT_SSH_COMMAND") ==
             R"(ssh -F '/data/it'\''s/repositories.conf' -oStrictHostKeyChecking=accept-new)");
  BOOST_TEST(ssh.at("GIT_SSH_VARIANT") == "ssh");
  BOOST_TEST(!ssh.contains("GIT_CONFIG_COUNT"));
  for (const char* known : {"git@example.org:shop.git", "ssh://example.org/shop",
                            "ssh://git@example.org:2222/x", "ssh://example.org:22/x"})
    BOOST_TEST(given(known, access).at("GIT_SSH_COMMAND").ends_with("=yes"));
  BOOST_TEST(given("ssh://example.org:23/x", access).at("GIT_SSH_COMMAND").ends_with("=accept-new"));
  const auto https = given("https://github.com/acme/shop", access);
  BOOST_TEST(https.at("GIT_SSH_COMMAND") == "/bin/false");
  BOOST_TEST(https.at("GIT_SSL_CAINFO") == "/etc/ca.pem");
  BOOST_TEST(https.at("GIT_CONFIG_KEY_0") == "credential.helper");
  BOOST_TEST(https.at("GIT_CONFIG_VALUE_0") ==
             R"(!f() { test "$1" != get || git credential-store --file='/data/it'\''s' get; }; f)");
  auto open_to_all = access;
  open_to_all.unused_because = "others may read it";
  BOOST_TEST(!given("https://github.com/acme/shop", open_to_all).contains("GIT_CONFIG_COUNT"));
  BOOST_TEST((given("file:///srv/git/shop", access) == plain));
  for (const char* url : {"git@github.com:acme/shop.git", "https://github.com/acme/shop"})
    BOOST_TEST((given(url, {}) == plain));  // who has no access has none
}

BOOST_AUTO_TEST_CASE(only_addresses_that_are_allowed_are_asked) {
  const std::vector<std::string> roots{"/srv/git/", "/other"};
  for (const char* good : {"https://github.com/acme/shop", "https://github.com:8443/acme/shop.git",
                           "ssh://git@example.org:2222/acme/shop", "git@github.com:acme/shop.git",
                           "file:///srv/git/shop.git", "file:///other"})
    BOOST_TEST(allowed_repository(good, roots).has_value(), "refused " << good);
  for (const auto& bad : hostile_urls)
    BOOST_TEST(!allowed_repository(bad, roots).has_value(), "accepted " << bad);
  const auto outside = allowed_repository("file:///home/x", roots);
  BOOST_REQUIRE(!outside);
  BOOST_TEST((outside.error().code == errc::refused));
  BOOST_TEST(outside.error().detail.find("--file-root") != std::string::npos);
  BOOST_TEST(!allowed_repository("file:///srv/git/x", {}).has_value());
}

BOOST_AUTO_TEST_CASE(the_head_is_that_of_exactly_the_ref) {
  const std::string answer = a + "\trefs/heads/main\n" + b + "\trefs/heads/feature/main\n" + b +
                             "\trefs/tags/v1\n" + a + "\trefs/tags/v1^{}\n";
  BOOST_TEST(head_in(answer, "refs/heads/main") == a);
  BOOST_TEST(head_in(answer, "refs/tags/v1") == a);  // of an annotated tag its commit
  BOOST_TEST(head_in(answer, "main") == "");
  BOOST_TEST(head_in(answer, "refs/heads/other") == "");
  BOOST_TEST(head_in(a + "\trefs/heads/main", "refs/heads/main") == a);
  for (const auto& odd : {std::string(), std::string("\n\n"), std::string("\t"), a + " refs/heads/main\n",
                          std::string("nothing\trefs/heads/main\n"),
                          "warning: x\n" + a.substr(1) + "\trefs/heads/main\n", std::string(a + "\t")})
    BOOST_TEST(head_in(odd, "refs/heads/main") == "");
}

BOOST_AUTO_TEST_CASE(the_reason_is_the_line_that_counts) {
  BOOST_TEST(git_reason(ended(128, "", "Cloning\nfatal: repository 'x' not found\n")) ==
             "git: repository 'x' not found");
  BOOST_TEST(git_reason(ended(1, "", "remote: denied\nerror: failed\nmore")) == "git: failed");
  BOOST_TEST(git_reason(ended(128, "",
                              "fatal: write error: No space left on device\n"
                              "fatal: fetch-pack: invalid index-pack output\n")) ==
             "no space is left on the disk here: git: write error: No space left on device");
  BOOST_TEST(
      git_reason(ended(128, "", "remote: x: No space left on device\nfatal: the other side hung up\n")) ==
      "git: the other side hung up");
  BOOST_TEST(git_reason(ended(128, "", "remote: No space left on device\n")) ==
             "git: No space left on device");
  BOOST_TEST(git_reason(ended(3)) == "git ended with 3");
  BOOST_TEST(git_reason(ended(3, "", "\n")) == "git ended with 3");
  BOOST_TEST(git_reason(ended(1, "", "fatal: " + std::string(5000, 'x'))).size() == 205u);
  auto late = ended(1);
  late.timed_out = true;
  BOOST_TEST(git_reason(late) == "git did not come to an end in time");
}

BOOST_AUTO_TEST_CASE(garbage_is_collected_in_the_mirror_alone_and_in_its_own_time) {
  BOOST_TEST(in_words(effect(collect_garbage("/data/git/x.git"))) ==
             safe_git +
                 "--git-dir=/data/git/x.git -c gc.auto=6700 -c gc.autoDetach=false -c gc.cruftPacks=true gc "
                 "--auto --quiet, 1h");
}

BOOST_AUTO_TEST_CASE(resolve_asks_for_the_ref_and_its_commit) {
  const auto what = a_step(source);
  const auto context = a_context();
  BOOST_TEST(says("resolve", what, context) ==
             safe_git +
                 "ls-remote --exit-code --end-of-options https://github.com/acme/shop refs/heads/main "
                 "refs/heads/main^{}, 30s");
  BOOST_TEST(says("resolve", what, context, {ended(0, b + "\trefs/heads/main\n")}) ==
             "finished {\"head\":\"" + b + "\"}");
  BOOST_TEST(says("resolve", what, context, {ended(2)}) ==
             "gave up for good: refs/heads/main is not there any more");
  BOOST_TEST(says("resolve", what, context, {ended(0, b + "\trefs/heads/feature/main\n")}) ==
             "gave up for good: refs/heads/main is not there any more");
  BOOST_TEST(
      says("resolve", what, context, {ended(128, "", "fatal: unable to access: Could not resolve host")}) ==
      "gave up: https://github.com/acme/shop cannot be read now: git: unable to access: Could not resolve "
      "host");
  judges_failures("resolve", what, context);
}

BOOST_AUTO_TEST_CASE(resolve_asks_the_mirror_for_the_order_of_commits) {
  const auto context = a_context();
  auto args = source;  // commit a, of which b is the head
  args["after"] = c;
  const auto what = a_step(args);
  const auto in_mirror = safe_git + "--git-dir=/data/git/" +
                         to_hex(sha256("https://github.com/acme/shop")).substr(0, 24) + ".git ";
  std::vector<observation> seen{ended(0, b + "\trefs/heads/main\n")};
  BOOST_TEST(says("resolve", what, context, seen).starts_with("run touch -- /data/git/"));
  seen.push_back(ended(0));
  BOOST_TEST(says("resolve", what, context, seen) ==
             in_mirror +
                 "-c fetch.unpackLimit=1 -c core.fsync=committed,reference fetch --quiet --no-tags "
                 "--no-recurse-submodules --no-write-fetch-head --update-shallow "
                 "--end-of-options https://github.com/acme/shop refs/heads/main, 10m");
  seen.push_back(ended(0));
  BOOST_TEST(says("resolve", what, context, seen) == in_mirror + "cat-file -e " + b + "^{commit}, 1m");
  auto moved = seen;
  moved.push_back(ended(128));
  BOOST_TEST(says("resolve", what, context, moved).starts_with("gave up: "));
  seen.push_back(ended(0));
  BOOST_TEST(says("resolve", what, context, seen) ==
             in_mirror + "merge-base --is-ancestor " + a + " " + b + ", 1m");
  for (const int no : {1, 128}) {  // another line of history; not there at all
    auto aside = seen;
    aside.push_back(ended(no));
    BOOST_TEST(says("resolve", what, context, aside) ==
               "finished {\"head\":\"" + b + "\",\"in_order\":false}");
  }
  seen.push_back(ended(0));
  BOOST_TEST(says("resolve", what, context, seen) ==
             in_mirror + "merge-base --is-ancestor " + c + " " + a + ", 1m");
  for (const auto& [code, verdict] : {std::pair{0, "true"}, {1, "false"}, {128, "false"}}) {
    auto end = seen;
    end.push_back(ended(code));
    BOOST_TEST(says("resolve", what, context, end) ==
               "finished {\"head\":\"" + b + "\",\"in_order\":" + verdict + "}");
  }
  // Nothing is live: whatever leads to the head will do. And the head needs nobody's word.
  args["after"] = "";
  BOOST_TEST(says("resolve", a_step(args), context, seen) ==
             "finished {\"head\":\"" + b + "\",\"in_order\":true}");
  BOOST_TEST(says("resolve", a_step(args), context, {ended(0, a + "\trefs/heads/main\n")}) ==
             "finished {\"head\":\"" + a + "\"}");
  args["after"] = "--output=/etc/passwd";
  BOOST_TEST(says("resolve", a_step(args), context, {ended(0, b + "\trefs/heads/main\n")})
                 .starts_with("gave up for good: "));
}

BOOST_AUTO_TEST_CASE(hostile_words_never_reach_git) {
  for (const auto& url : hostile_urls)
    for (const char* action : {"resolve", "fetch"})
      BOOST_TEST(says(action, a_step(with("repository", url)), a_context()).starts_with("gave up for good: "),
                 action << " took " << url);
  for (const auto& ref : hostile_refs)
    BOOST_TEST(says("resolve", a_step(with("ref", ref)), a_context()).starts_with("gave up for good: "),
               "took " << ref);
  for (const auto& commit : {std::string(), std::string("HEAD"), std::string("-x"), std::string(39, 'a'),
                             std::string(40, 'A'), std::string(40, 'g'), a + "^", a + "\n"})
    BOOST_TEST(says("fetch", a_step(with("commit", commit)), a_context()).starts_with("gave up for good: "),
               "took " << commit);
}

BOOST_AUTO_TEST_SUITE_END()
