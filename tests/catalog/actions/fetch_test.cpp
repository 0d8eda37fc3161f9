// fetch: exactly one commit, in a folder of its own, told as the commit tells it.
#include "tests/catalog/actions/git_words.hpp"
#include "tests/catalog/actions/told.hpp"

using namespace eeveon;
using namespace eeveon::told;

BOOST_AUTO_TEST_SUITE(git)

BOOST_AUTO_TEST_CASE(fetch_brings_one_commit_into_a_folder_of_its_own) {
  const auto what = a_step(source);
  const auto context = a_context();
  const auto mirror = "/data/git/" + to_hex(sha256("https://github.com/acme/shop")).substr(0, 24) + ".git";
  const auto in_mirror = safe_git + "--git-dir=" + mirror + " ";
  const auto about = std::string("Ada\0002026-01-02T03:04:05+01:00\000Say hello\n", 40);
  const std::vector<std::pair<std::string, observation>> story{
      {"run touch -- " + mirror + "/objects/.., 1m", ended(0)},
      {in_mirror + "rev-parse --verify --quiet refs/eeveon/commits/" + a + "^{commit}, 1m", ended(1)},
      {in_mirror +
           "-c fetch.unpackLimit=1 -c core.fsync=committed,reference fetch --quiet --no-tags "
           "--no-recurse-submodules --no-write-fetch-head --update-shallow "
           "--end-of-options "
           "https://github.com/acme/shop " +
           a + ":refs/eeveon/commits/" + a + ", 10m",
       ended(128)},
      {in_mirror + "rev-parse --verify --quiet refs/eeveon/commits/" + a + "^{commit}, 1m", ended(1)},
      {in_mirror + "-c fetch.unpackLimit=1 -c core.fsync=committed,reference fetch --quiet --no-tags "
                   "--no-recurse-submodules "
                   "--no-write-fetch-head --update-shallow --prune --end-of-options "
                   "https://github.com/acme/shop +refs/heads/*:refs/heads/* +refs/tags/*:refs/tags/*, 10m",
       ended(0)},
      {in_mirror + "rev-list --quiet --objects " + a + "^{commit} --not --all, 1m", ended(0)},
      {in_mirror + "update-ref refs/eeveon/commits/" + a + " " + a + ", 1m", ended(0)},
      {in_mirror + "show -s --no-show-signature --format=%an%x00%aI%x00%s --end-of-options " + a + ", 1m",
       ended(0, about)},
      {"run find /data/builds /data/git -mindepth 1 -maxdepth 1 ( -name run_1 -o -name run_* -mmin +1440 -o "
       "-name tmp.* -mmin +1440 -o -name *.git -mmin +43200 ) ( -type d -exec chmod -R u+rwX -- {} + -o "
       "-true ) -exec rm -rf -- {} +, "
       "1m",
       ended(0)},
      {"run mkdir -p -- /data/builds/run_1/tree, 1m", ended(0)},
      {in_mirror + "--work-tree=/data/builds/run_1/tree read-tree --reset -u " + a + ", 5m", ended(0)},
      {in_mirror + "cat-file blob " + a + ":.eeveon.yaml, 1m", ended(0, "test: {}\n")}};
  std::vector<observation> seen;
  for (const auto& [expected, answer] : story) {
    BOOST_TEST(says("fetch", what, context, seen) == expected);
    seen.push_back(answer);
  }
  BOOST_TEST(
      says("fetch", what, context, seen) ==
      R"(finished {"message":"Say hello","author":"Ada","authored_at":"2026-01-02T03:04:05+01:00","recipe":"test: {}\n"})");
  seen.back() = ended(128, "", "fatal: path '.eeveon.yaml' does not exist");
  BOOST_TEST(says("fetch", what, context, seen) ==
             R"(finished {"message":"Say hello","author":"Ada","authored_at":"2026-01-02T03:04:05+01:00"})");
  seen.back() = ended(0, std::string(64 * 1024 + 1, '#'));
  BOOST_TEST(says("fetch", what, context, seen) == "gave up for good: .eeveon.yaml is larger than 64 KiB");
  const auto checkout =
      std::get<run_program>(std::get<effect>(ask("fetch", what, context, {seen.begin(), seen.begin() + 10})));
  BOOST_TEST(checkout.variables.at("GIT_INDEX_FILE") == "/data/builds/run_1/index");
}

BOOST_AUTO_TEST_CASE(fetch_knows_what_can_be_tried_again) {
  const auto what = a_step(source);
  const auto context = a_context();
  const auto fails = ended(128, "", "fatal: no");
  const auto good = ended(0);
  BOOST_TEST(says("fetch", what, context, {good, fails, fails, fails, fails}) ==
             "gave up: https://github.com/acme/shop cannot be read now: git: no");
  // A fetch may fail for the ref that another build writes at the same moment.
  BOOST_TEST(says("fetch", what, context, {good, fails, fails, good}) ==
             says("fetch", what, context, {good, good}));
  const auto gone = ended(128, "", "fatal: repository 'https://github.com/acme/shop/' not found");
  BOOST_TEST(says("fetch", what, context, {good, fails, gone, fails, gone})
                 .starts_with("gave up for good: https://github.com/acme/shop: there is no such repository"));
  BOOST_TEST(says("fetch", what, context, {good, fails, fails, fails, good, fails}) ==
             "gave up for good: commit aaaaaaaaaaaa is not in the repository any more: it may have been "
             "force-pushed away");
  // From here on the mirror had the commit already.
  BOOST_TEST(says("fetch", what, context, {good, good, fails}) == "gave up: git: no");
  BOOST_TEST(says("fetch", what, context,
                  {good, good, good, good, ended(1, "", "mkdir: cannot create directory")}) ==
             "gave up: the work folder cannot be made: mkdir: cannot create directory");
  BOOST_TEST(says("fetch", what, context, {good, good, good, good, good, fails}) == "gave up: git: no");
  judges_failures("fetch", what, context);
  judges_failures("fetch", what, context, {fails, good});
  judges_failures("fetch", what, context, {good, good, good});
}

BOOST_AUTO_TEST_CASE(a_mirror_is_made_aside_and_moved_to_its_place) {
  const auto what = a_step(source);
  const auto context = a_context();
  const auto mirror = "/data/git/" + to_hex(sha256("https://github.com/acme/shop")).substr(0, 24) + ".git";
  const auto renew = "run touch -- " + mirror + "/objects/.., 1m";
  const auto fails = ended(1, "", "touch: no\n"), good = ended(0);
  const std::vector<std::pair<std::string, observation>> story{
      {renew, fails},
      {"run mkdir -p -- /data/git, 1m", good},
      {"run mktemp -d -p /data/git, 1m", ended(0, "/data/git/tmp.a1\n")},
      {safe_git + "init --quiet --bare --end-of-options /data/git/tmp.a1, 30s", good},
      {"run mv -T -- /data/git/tmp.a1 " + mirror + ", 1m", good}};
  std::vector<observation> seen;
  for (const auto& [expected, answer] : story) {
    BOOST_TEST(says("fetch", what, context, seen) == expected);
    seen.push_back(answer);
  }
  const auto look = says("fetch", what, context, {good});
  BOOST_TEST(look.find(mirror + " rev-parse ") != look.npos);
  BOOST_TEST(says("fetch", what, context, seen) == look);
  // Another build was faster.
  seen.back() = fails;
  BOOST_TEST(says("fetch", what, context, seen) == "run rm -rf -- /data/git/tmp.a1, 1m");
  seen.push_back(good);
  BOOST_TEST(says("fetch", what, context, seen) == renew);
  seen.push_back(good);
  BOOST_TEST(says("fetch", what, context, seen) == look);
  seen.back() = fails;
  BOOST_TEST(says("fetch", what, context, seen) ==
             "gave up: no mirror can be put to " + mirror + ": remove what is there, it is made anew");
  for (const auto& none : {ended(1, "", "mktemp: no space\n"), ended(0)})
    BOOST_TEST(
        says("fetch", what, context, {fails, good, none}).starts_with("gave up: a mirror cannot be made"));
  BOOST_TEST(says("fetch", what, context, {fails, good, seen[2], ended(128, "", "fatal: no")}) ==
             "gave up: git: no");
}

BOOST_AUTO_TEST_CASE(a_damaged_mirror_is_put_away) {
  const auto what = a_step(source);
  const auto context = a_context();
  const auto mirror = "/data/git/" + to_hex(sha256("https://github.com/acme/shop")).substr(0, 24) + ".git";
  const auto fails = ended(1), good = ended(0), aside = ended(0, "/data/git/tmp.a1\n");
  const auto anew = "gave up: the worker's copy of the repository was damaged and is fetched anew. git: ";
  const auto says_after = [&](std::vector<observation> seen, int code, const std::string& errors) {
    seen.push_back(ended(code, "", errors));
    return says("fetch", what, context, seen);
  };
  const auto put_away = "run mktemp -d -p /data/git, 1m";
  const auto broken = "fatal: not a git repository: '" + mirror + "'\n";
  BOOST_TEST(says_after({good, fails}, 128, broken) == put_away);
  BOOST_TEST(says_after({good, fails}, 128, "fatal: bad object refs/eeveon/commits/" + a) == put_away);
  BOOST_TEST(says_after({good, good, good, good, good}, 128, "fatal: unable to read tree " + a) == put_away);
  std::vector<observation> seen{good, fails, ended(128, "", broken), aside};
  BOOST_TEST(says("fetch", what, context, seen) == "run mv -- " + mirror + " /data/git/tmp.a1, 1m");
  seen.push_back(good);
  BOOST_TEST(says("fetch", what, context, seen) == "run rm -rf -- /data/git/tmp.a1, 1m");
  seen.push_back(good);
  BOOST_TEST(says("fetch", what, context, seen) == anew + ("not a git repository: '" + mirror + "'"));
  seen.resize(3), seen.push_back(fails);
  BOOST_TEST(says("fetch", what, context, seen)
                 .starts_with("gave up: the copy in " + mirror + " is damaged: remove it, it is made anew."));
  // What the other side says of itself, and a work folder that is full, are not the mirror's fault.
  BOOST_TEST(says_after({good, fails}, 128, "remote: fatal: bad object HEAD") != put_away);
  BOOST_TEST(says_after({good, good, good, good, good}, 128,
                        "error: unable to create file a: No space left on device") != put_away);
}

BOOST_AUTO_TEST_CASE(a_commit_cannot_pretend_another_author) {
  std::vector<observation> seen(7, ended(0));
  seen[2] = ended(0, std::string("Eve\0002026-01-02T03:04:05Z\000Fix\x1f"
                                 "Ada\x1f"
                                 "2000-01-01\n",
                                 44));
  const auto told = std::get<finished>(ask("fetch", a_step(source), a_context(), seen)).output;
  BOOST_TEST(told.at("author").as_string() == "Eve");
  BOOST_TEST(told.at("authored_at").as_string() == "2026-01-02T03:04:05Z");
  seen[2] = ended(0, std::string("Eve\000x\000", 6) + std::string(100'000, 'x'));
  BOOST_TEST(std::get<finished>(ask("fetch", a_step(source), a_context(), seen))
                 .output.at("message")
                 .as_string()
                 .size() <= 300u);
  seen[2] = ended(0, "");
  BOOST_TEST(
      std::get<finished>(ask("fetch", a_step(source), a_context(), seen)).output.at("author").as_string() ==
      "");
}

BOOST_AUTO_TEST_SUITE_END()
