// Submodules: what whoever pushes may choose, and what never becomes a path or an address.
#include "core/repository/submodule.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;

namespace {

bool admits(const char* source, const char* url) {
  const auto from = submodule_source::parse(source);
  const auto to = repository_url::parse(url);
  BOOST_REQUIRE_MESSAGE(from && to, source << ", " << url);
  return from->admits(*to);
}

std::string from_there(const char* superproject, const char* written) {
  const auto url = submodule_url(*repository_url::parse(superproject), written);
  return url ? url->text() : "no: " + url.error().detail;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(submodules)

BOOST_AUTO_TEST_CASE(an_address_admits_itself) {
  for (const auto& [source, url] : {std::pair{"https://github.com/acme/lib", "https://github.com/acme/lib"},
                                    {"https://github.com/acme/lib", "https://github.com/acme/lib.git"},
                                    {"https://github.com/acme/lib.git", "https://github.com/acme/lib/"},
                                    {"https://GitHub.com/acme/lib", "https://github.com/acme/lib"},
                                    {"git@github.com:acme/lib", "git@GITHUB.com:acme/lib.git"},
                                    {"ssh://git@h:2222/acme/lib", "ssh://git@h:2222/acme/lib"},
                                    {"file:///srv/git/lib.git", "file:///srv/git/lib.git"}})
    BOOST_TEST(admits(source, url), source << " does not admit " << url);
  for (const auto& [source, url] :
       {std::pair{"https://github.com/acme/lib", "https://github.com/acme/lib2"},
        {"https://github.com/acme/lib", "https://github.com/acme/lib/more"},
        {"https://github.com/acme/lib", "https://github.com/acme/Lib"},
        {"https://github.com/acme/lib", "https://github.com:8443/acme/lib"},
        {"https://github.com/acme/lib", "git@github.com:acme/lib"},
        {"https://github.com/acme/lib", "https://github.com.evil.example/acme/lib"},
        {"git@h:acme/lib", "ssh://git@h/acme/lib"},
        {"git@h:acme/lib", "eve@h:acme/lib"},
        {"git@h:acme/lib", "Git@h:acme/lib"},
        {"https://h/acme/lib", "https://h/acme/lib/.git"}})
    BOOST_TEST(!admits(source, url), source << " admits " << url);
}

BOOST_AUTO_TEST_CASE(an_owner_admits_what_lies_directly_below) {
  for (const auto& [source, url] : {std::pair{"https://github.com/acme/*", "https://github.com/acme/lib.git"},
                                    {"https://gitlab.com/acme/group/*", "https://gitlab.com/acme/group/lib"},
                                    {"git@github.com:acme/*", "git@github.com:acme/lib"},
                                    {"ssh://git@h:22/acme/*", "ssh://git@h:22/acme/lib"},
                                    {"file:///srv/git/*", "file:///srv/git/lib.git"}})
    BOOST_TEST(admits(source, url), source << " does not admit " << url);
  for (const auto& [source, url] : {std::pair{"https://github.com/acme/*", "https://github.com/acme"},
                                    {"https://github.com/acme/*", "https://github.com/acme/"},
                                    {"https://github.com/acme/*", "https://github.com/acme2/lib"},
                                    {"https://github.com/acme/*", "https://github.com/acme/group/lib"},
                                    {"https://github.com/acme/*", "https://evil.example/acme/lib"},
                                    {"https://github.com/acme/*", "git@github.com:acme/lib"},
                                    {"git@github.com:acme/*", "git@evil.example:acme/lib"},
                                    {"file:///srv/git/*", "file:///srv/git2/lib.git"}})
    BOOST_TEST(!admits(source, url), source << " admits " << url);
}

BOOST_AUTO_TEST_CASE(a_source_is_an_address_or_an_owner) {
  for (const char* bad : {"",
                          "*",
                          "/*",
                          "https://*",
                          "https://*/acme",
                          "https://github.com",
                          "https://github.com/*",
                          "https://github.com/a*",
                          "https://github.com/acme/**",
                          "https://github.com/*/lib",
                          "git@github.com:*",
                          "git@*:acme/*",
                          "http://github.com/acme/*",
                          "git://h/acme/*",
                          "ext::sh -c x",
                          "--upload-pack=x",
                          "-oProxyCommand=x",
                          "https://me:pw@h/acme/*",
                          "https://h/acme/../*",
                          "https://h/acme\n/*",
                          "../*",
                          "./*",
                          "file:///*",
                          "file://h/*",
                          "/srv/git/*",
                          "acme/*"})
    BOOST_TEST(!submodule_source::parse(bad).has_value(), "accepted " << bad);
  BOOST_TEST(submodule_source::parse("git@h:acme/*")->place().text() == "git@h:acme");
  BOOST_TEST(submodule_source::parse("https://me:pw@h/x").error().detail ==
             "must not carry a user or a password");
}

BOOST_AUTO_TEST_CASE(a_relative_address_starts_where_its_superproject_came_from) {
  for (const auto& [superproject, written, expected] :
       {std::tuple{"https://github.com/acme/shop.git", "../lib.git", "https://github.com/acme/lib.git"},
        {"https://github.com/acme/shop/", "../lib", "https://github.com/acme/lib"},
        {"https://github.com:8443/acme/shop", "../../other/lib", "https://github.com:8443/other/lib"},
        {"https://github.com/acme/shop", "./lib", "https://github.com/acme/shop/lib"},
        {"https://github.com/acme/shop", "./../lib", "https://github.com/acme/lib"},
        {"git@github.com:acme/shop.git", "../lib.git", "git@github.com:acme/lib.git"},
        {"git@github.com:acme/shop.git", "../../lib", "git@github.com:lib"},
        {"ssh://git@h:22/acme/shop", "../lib", "ssh://git@h:22/acme/lib"},
        {"file:///srv/git/shop.git", "../lib.git", "file:///srv/git/lib.git"},
        {"https://github.com/acme/shop", "https://example.org/x", "https://example.org/x"},
        {"https://github.com/acme/shop", "git@h:x", "git@h:x"}})
    BOOST_TEST(from_there(superproject, written) == expected);
  for (const char* bad : {"../../../lib",
                          "../../../../../../etc",
                          "../..",
                          "..",
                          ".",
                          "../../",
                          "../a/../b",
                          "../a//b",
                          "..//lib",
                          "../-oProxyCommand=x",
                          "../a b",
                          "../$(id)",
                          "../lib\n",
                          "../..\\lib",
                          "lib",
                          "/srv/git/lib",
                          "//github.com/x",
                          "",
                          "-x",
                          "--upload-pack=touch",
                          "ext::sh -c touch% /tmp/x",
                          "fd::7",
                          "file://../lib",
                          "http://h/x",
                          "https://me:pw@h/x"})
    BOOST_TEST(from_there("https://github.com/acme/shop", bad).starts_with("no: "), "accepted " << bad);
  BOOST_TEST(from_there("https://github.com/acme/shop", "../../../lib") ==
             "no: repository must not lie above its host's root");
}

BOOST_AUTO_TEST_CASE(a_path_stays_in_the_tree_and_out_of_git) {
  for (const char* good :
       {"lib", "third-party/lib", "a/b.c/_d", "git", ".github", "lib.git", ".gitted/x", "gi~1"})
    BOOST_TEST(submodule_path::parse(good).has_value(), "refused " << good);
  for (const char* bad : {"",           "/lib",
                          "..",         "../lib",
                          "a/../b",     "a/./b",
                          "./lib",      "a//b",
                          "lib/",       "-x",
                          "a/-x",       ".git",
                          "a/.git",     ".git/hooks",
                          ".GIT",       ".Git/x",
                          ".git.",      ".git..",
                          "git~1",      "GIT~2/x",
                          ".git ",      ".git::$INDEX_ALLOCATION",
                          ".g\u200cit", "a\\..\\b",
                          "a\nb",       "C:/x",
                          "a b"})
    BOOST_TEST(!submodule_path::parse(bad).has_value(), "accepted " << bad);
}

BOOST_AUTO_TEST_SUITE_END()
