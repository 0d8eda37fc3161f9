// submodules: from where the spec lets them come, at their exact commits, each in a folder of its own.
#include "tests/catalog/actions/git_words.hpp"
#include "tests/catalog/actions/told.hpp"

using namespace eeveon;
using namespace eeveon::told;
using namespace std::string_literals;

namespace {

const std::string b(40, 'b'), c(40, 'c');
const std::string shop = "https://github.com/acme/shop", tree_folder = "/data/builds/run_1/tree";
const observation good = ended(0), fails = ended(128, "", "fatal: no");

step asked(std::vector<std::string> from = {"https://github.com/acme/*"}) {
  return a_step({{"repository", shop}, {"commit", a}, {"from", json::value_from(from)}});
}
std::string in_mirror(const std::string& url) {
  return safe_git + "--git-dir=/data/git/" + to_hex(sha256(url)).substr(0, 24) + ".git ";
}
// What ls-tree tells of a repository with these submodules.
observation holds(const std::vector<std::pair<std::string, std::string>>& links, bool gitmodules = true) {
  std::string out = "100644 blob " + c + "\tREADME\0"s;
  if (gitmodules) out += "100644 blob " + c + "\t.gitmodules\0"s;
  for (const auto& [path, commit] : links) out += "160000 commit " + commit + "\t" + path + '\0';
  return ended(0, out);
}
// What git reads in a .gitmodules of these paths and URLs.
observation settings(const std::vector<std::pair<std::string, std::string>>& urls) {
  std::string out;
  for (const auto& [path, url] : urls) {
    out += "submodule." + path + ".path\n" + path + '\0';
    out += "submodule." + path + ".url\n" + url + '\0';
  }
  return ended(0, out);
}
observation real(const std::string& path) { return ended(0, "/real/tree\0/real/tree/"s + path + '\0'); }

// What is said of one submodule with this path and URL, before anything is fetched.
std::string of_one(const std::string& path, const std::string& url,
                   std::vector<std::string> from = {"https://github.com/acme/*"}) {
  return says("submodules", asked(std::move(from)), a_context(),
              {holds({{path, b}}), settings({{path, url}})});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(submodules_of_a_commit)

BOOST_AUTO_TEST_CASE(a_commit_without_any_is_done_at_once) {
  BOOST_TEST(says("submodules", asked(), a_context(), {}) ==
             in_mirror(shop) + "ls-tree -r -z --full-tree " + a + ", 1m");
  BOOST_TEST(says("submodules", asked(), a_context(), {holds({})}) == R"(finished {"submodules":[]})");
}

// An observation is kept until the step ends, and a hundred repositories may have a million files each.
BOOST_AUTO_TEST_CASE(of_a_listing_only_what_counts_is_kept) {
  const auto said = ask("submodules", asked(), a_context());
  const auto distil = std::get<run_program>(std::get<effect>(said)).distil;
  BOOST_REQUIRE(distil);
  std::string listing;
  for (int i = 0; i < 1000; ++i) listing += "100644 blob " + c + "\tfile" + std::to_string(i) + '\0';
  BOOST_TEST(distil(listing) == "");
  const auto counts = "100644 blob "s + c + "\t.gitmodules\0"s + "160000 commit " + b + "\tlib\0"s;
  BOOST_TEST(distil(counts + listing + counts) == counts + counts);
}

BOOST_AUTO_TEST_CASE(each_is_checked_fetched_and_put_in_its_folder_then_its_own) {
  const auto lib = "https://github.com/acme/lib.git"s, deep = "https://github.com/acme/deep"s;
  const auto fetch =
      "-c fetch.unpackLimit=1 -c core.fsync=committed,reference fetch --quiet --no-tags --no-recurse-submodules --no-write-fetch-head --update-shallow "s;
  const auto settings_of = [](const std::string& commit) {
    return "config --blob=" + commit +
           ":.gitmodules --no-includes -z --get-regexp ^submodule\\..*\\.(path|url)$, 1m";
  };
  const auto mirror_of = [](const std::string& url) {
    return "/data/git/" + to_hex(sha256(url)).substr(0, 24) + ".git";
  };
  const std::vector<std::pair<std::string, observation>> story{
      {in_mirror(shop) + "ls-tree -r -z --full-tree " + a + ", 1m", holds({{"ext/lib", b}})},
      {in_mirror(shop) + settings_of(a), settings({{"ext/lib", "../lib.git"}, {"gone", "../gone"}})},
      {"run rm -rf -- /data/builds/run_1/modules, 1m", good},
      {"run mkdir -- /data/builds/run_1/modules, 1m", good},
      {"run touch -- " + mirror_of(lib) + "/objects/.., 1m", good},
      {in_mirror(lib) + "rev-parse --verify --quiet refs/eeveon/commits/" + b + "^{commit}, 1m", fails},
      {in_mirror(lib) + fetch + "--end-of-options " + lib + " " + b + ":refs/eeveon/commits/" + b + ", 10m",
       fails},
      {in_mirror(lib) + "rev-parse --verify --quiet refs/eeveon/commits/" + b + "^{commit}, 1m", fails},
      {in_mirror(lib) + fetch + "--prune --end-of-options " + lib +
           " +refs/heads/*:refs/heads/* +refs/tags/*:refs/tags/*, 10m",
       good},
      {in_mirror(lib) + "rev-list --quiet --objects " + b + "^{commit} --not --all, 1m", good},
      {in_mirror(lib) + "update-ref refs/eeveon/commits/" + b + " " + b + ", 1m", good},
      {"run realpath -e -z -- " + tree_folder + " " + tree_folder + "/ext/lib, 1m", real("ext/lib")},
      {in_mirror(lib) + "--work-tree=" + tree_folder + "/ext/lib read-tree --reset -u " + b + ", 5m", good},
      {in_mirror(lib) + "ls-tree -r -z --full-tree " + b + ", 1m", holds({{"deep", c}})},
      {in_mirror(lib) + settings_of(b), settings({{"deep", deep}})},
      {"run touch -- " + mirror_of(deep) + "/objects/.., 1m", good},
      {in_mirror(deep) + "rev-parse --verify --quiet refs/eeveon/commits/" + c + "^{commit}, 1m", good},
      {"run realpath -e -z -- " + tree_folder + " " + tree_folder + "/ext/lib/deep, 1m",
       real("ext/lib/deep")},
      {in_mirror(deep) + "--work-tree=" + tree_folder + "/ext/lib/deep read-tree --reset -u " + c + ", 5m",
       good},
      {in_mirror(deep) + "ls-tree -r -z --full-tree " + c + ", 1m", holds({}, false)}};
  std::vector<observation> seen;
  for (const auto& [expected, answer] : story) {
    BOOST_TEST(says("submodules", asked(), a_context(), seen) == expected);
    seen.push_back(answer);
  }
  BOOST_TEST(
      says("submodules", asked(), a_context(), seen) ==
      R"(finished {"submodules":[{"path":"ext/lib","repository":"https://github.com/acme/lib.git","commit":")" +
          b + R"("},{"path":"ext/lib/deep","repository":"https://github.com/acme/deep","commit":")" + c +
          R"("}]})");
  const auto index_at = [&](std::ptrdiff_t step) {
    const auto said = ask("submodules", asked(), a_context(), {seen.begin(), seen.begin() + step});
    return std::get<run_program>(std::get<effect>(said)).variables.at("GIT_INDEX_FILE");
  };
  BOOST_TEST(index_at(12) == "/data/builds/run_1/modules/1");
  BOOST_TEST(index_at(18) == "/data/builds/run_1/modules/2");
}

BOOST_AUTO_TEST_CASE(what_the_spec_does_not_name_is_not_asked) {
  BOOST_TEST(
      of_one("lib", "https://evil.example/acme/lib") ==
      "gave up for good: the submodule 'lib' comes from https://evil.example/acme/lib, which the project's "
      "spec does not allow: if it may, add that to `submodules` there");
  BOOST_TEST(of_one("lib", "../../evil/lib")
                 .starts_with("gave up for good: the submodule 'lib' comes from "
                              "https://github.com/evil/lib, which"));
  BOOST_TEST(of_one("lib", "git@github.com:acme/lib").starts_with("gave up for good: "));
  BOOST_TEST(of_one("lib", "../lib", {}).starts_with("gave up for good: "));
  BOOST_TEST(of_one("lib", "file:///srv/git/lib.git", {"file:///srv/git/*"}).starts_with("run rm "));
  BOOST_TEST(of_one("lib", "file:///srv/other/lib.git", {"file:///srv/other/*"})
                 .starts_with("gave up for good: the submodule 'lib' cannot be fetched from "
                              "file:///srv/other/lib.git: file: repositories are accepted only below"));
  BOOST_TEST(says("submodules", asked({"https://github.com/*"}), a_context()) ==
             "gave up for good: submodules must name a path after the host");
}

BOOST_AUTO_TEST_CASE(hostile_addresses_never_reach_git) {
  for (const char* url : {"-oProxyCommand=touch /tmp/x", "--upload-pack=touch", "ext::sh -c touch% /tmp/x",
                          "fd::7", "http://h/x", "git://h/x", "git@-x:y", "git@h:-x", "https://h/x\n",
                          "https://h/$(id)", "https://me:pw@h/x", "../../../../etc", "../a/../b",
                          "/srv/git/x", "lib", "file:///srv/git/../../etc", "!touch /tmp/x"})
    BOOST_TEST(of_one("lib", url, {"https://github.com/acme/*", "file:///srv/git/*"})
                   .starts_with("gave up for good: the submodule 'lib' cannot be fetched from '"),
               "took " << url);
  BOOST_TEST(
      of_one("lib", "ext::a\x1b[31m\nb") ==
      "gave up for good: the submodule 'lib' cannot be fetched from 'ext::a?[31m?b': its repository must be "
      "an https://, ssh://, user@host:path or file:/// URL");
}

BOOST_AUTO_TEST_CASE(a_login_in_an_address_is_not_repeated) {
  const auto refused =
      "gave up for good: the submodule 'lib' cannot be fetched from 'https://...@h.example/x': its "
      "repository must not carry a user or a password"s;
  for (const auto& login : {"s3cret"s, "me:s3cret"s, "me:s3@cret"s, std::string(500, 's')})
    BOOST_TEST(of_one("lib", "https://" + login + "@h.example/x") == refused);
  BOOST_TEST(of_one("lib", "https://h.example/x?@y").find("'https://h.example/x?@y'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(hostile_paths_never_become_folders) {
  for (const char* path : {"..", "../x", "a/../../x", "/etc", "-x", ".git", "a/.GIT/hooks", "git~1", "a\nb",
                           "a//b", ".git.", "a\\b", "\x1b[31m"})
    BOOST_TEST(of_one(path, "../lib").find("' cannot be fetched: its path ") != std::string::npos,
               "took " << path);
  BOOST_TEST(of_one("a\nb", "../lib").starts_with("gave up for good: the submodule 'a?b' cannot"));
  BOOST_TEST(of_one(std::string(5000, 'x'), "../lib").size() < 400u);
}

BOOST_AUTO_TEST_CASE(a_folder_behind_a_link_is_refused) {
  const auto with = [](const observation& found) {
    return says("submodules", asked(), a_context(),
                {holds({{"lib", b}}), settings({{"lib", "../lib"}}), good, good, good, good, found});
  };
  BOOST_TEST(with(real("lib")).starts_with(in_mirror("https://github.com/acme/lib") + "--work-tree="));
  for (const auto& odd : {"/real/tree\0/etc\0"s, "/real/tree\0/real/tree/other\0"s, "/real/tree\0"s, ""s,
                          "/real/tree\0/real/tree/lib\0/more\0"s})
    BOOST_TEST(
        with(ended(0, odd)) ==
        "gave up for good: the folder of the submodule 'lib' is reached by a link: the tree is damaged");
  BOOST_TEST(
      with(ended(1, "", "realpath: lib: No such file or directory")) ==
      "gave up: the folder of the submodule 'lib' is not there: realpath: lib: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_submodule_needs_an_entry) {
  const auto none =
      "gave up for good: the submodule 'lib' has no entry with its path and a url in .gitmodules: add "
      "one, or remove it from the repository"s;
  const auto what = asked();
  const auto context = a_context();
  BOOST_TEST(says("submodules", what, context, {holds({{"lib", b}}, false)}) == none);
  BOOST_TEST(says("submodules", what, context, {holds({{"lib", b}}), ended(1)}) == none);
  BOOST_TEST(says("submodules", what, context, {holds({{"lib", b}}), settings({{"other", "../lib"}})}) ==
             none);
  BOOST_TEST(of_one("lib", "") == none);
  BOOST_TEST(
      says("submodules", what, context, {holds({{"lib", b}}), ended(1, "", "error: bad config line 1")}) ==
      "gave up for good: .gitmodules of https://github.com/acme/shop cannot be read: git: bad config line 1");
  auto large = ended(0);
  large.output_exceeded = true;
  BOOST_TEST(says("submodules", what, context, {holds({{"lib", b}}), large}) ==
             "gave up for good: .gitmodules of https://github.com/acme/shop is larger than 64 KiB");
  BOOST_TEST(
      says("submodules", what, context, {large}) ==
      "gave up for good: https://github.com/acme/shop has too many files to look for submodules among them");
  auto late = ended(-1);
  late.timed_out = true;
  BOOST_TEST(says("submodules", what, context, {holds({{"lib", b}}), late}) ==
             "gave up: git did not come to an end in time");
}

BOOST_AUTO_TEST_CASE(there_are_a_hundred_at_most_three_levels_deep) {
  std::vector<std::pair<std::string, std::string>> links, urls;
  for (int i = 0; i < 101; ++i) {
    const auto path = "lib" + std::to_string(i);
    links.emplace_back(path, b), urls.emplace_back(path, "../lib");
  }
  BOOST_TEST(says("submodules", asked(), a_context(), {holds(links), settings(urls)}) ==
             "gave up for good: the commit has more than 100 submodules");
  links.pop_back(), urls.pop_back();
  std::vector<observation> seen{holds(links), settings(urls), good, good};
  BOOST_TEST(says("submodules", asked(), a_context(), seen).starts_with("run touch "));
  // The first of a hundred has one of its own.
  for (const auto& one : {good, good, real("lib0"), good, holds({{"x", c}}), settings({{"x", "../x"}})})
    seen.push_back(one);
  BOOST_TEST(says("submodules", asked(), a_context(), seen) ==
             "gave up for good: the commit has more than 100 submodules");

  // A repository that is its own submodule.
  seen = {holds({{"x", a}}), settings({{"x", "../shop"}}), good, good};
  for (const std::string path : {"x", "x/x", "x/x/x"})
    for (const auto& one : {good, good, real(path), good, holds({{"x", a}}), settings({{"x", "../shop"}})})
      seen.push_back(one);
  BOOST_TEST(says("submodules", asked(), a_context(), seen) ==
             "gave up for good: the submodule 'x/x/x/x' lies deeper than 3 submodules within each other");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_fetched_is_named) {
  const auto what = asked();
  const auto context = a_context();
  const std::vector<observation> before{holds({{"lib", b}}), settings({{"lib", "../lib"}}), good};
  const auto after = [&](const std::vector<observation>& more) {
    auto seen = before;
    seen.insert(seen.end(), more.begin(), more.end());
    return says("submodules", what, context, seen);
  };
  BOOST_TEST(
      after({good, good, fails, fails, fails, good, fails}) ==
      "gave up for good: commit bbbbbbbbbbbb of the submodule 'lib' is not in https://github.com/acme/lib: "
      "push it there, or name another");
  BOOST_TEST(after({good, good, fails, fails, fails, fails}) ==
             "gave up: https://github.com/acme/lib cannot be read now: git: no");
  const auto gone = ended(128, "", "fatal: repository 'https://github.com/acme/lib/' not found");
  BOOST_TEST(after({good, good, fails, gone, fails, gone})
                 .starts_with("gave up for good: https://github.com/acme/lib: there is no such repository"));
  BOOST_TEST(after({ended(1, "", "mkdir: no")}) == "gave up: the work folder cannot be made: mkdir: no");
  BOOST_TEST(after({good, good, good, real("lib"), fails}) == "gave up: the submodule 'lib': git: no");
  BOOST_TEST(after({good, good, good, real("lib"), good, fails}) == "gave up: git: no");
  judges_failures("submodules", what, context);
  judges_failures("submodules", what, context, before);
}

BOOST_AUTO_TEST_CASE(its_own_arguments_are_typed_too) {
  for (const char* key : {"repository", "commit"}) {
    auto what = asked();
    what.args[key] = "--output=/etc/passwd";
    BOOST_TEST(says("submodules", what, a_context()).starts_with("gave up for good: "));
  }
}

BOOST_AUTO_TEST_SUITE_END()
