#include "core/base/names.hpp"

#include <boost/test/unit_test.hpp>

#include "core/base/label.hpp"

using namespace eeveon;

namespace {

// What reaches a parser from webhooks, files and people who mean harm. None of it may become a name of any
// kind.
const std::vector<std::string> hostile{"",
                                       " ",
                                       "-",
                                       "-oProxyCommand=touch /tmp/x",
                                       "--upload-pack=touch",
                                       "a b",
                                       "a\nb",
                                       "a\tb",
                                       std::string("a\0b", 3),
                                       "a\x7f",
                                       "$(id)",
                                       "`id`",
                                       "${IFS}",
                                       "a;id",
                                       "a|id",
                                       "a&id",
                                       "a>b",
                                       "a<b",
                                       "a*b",
                                       "a?b",
                                       "a[b",
                                       "a\\b",
                                       "a'b",
                                       "a\"b",
                                       "a~^b:c",
                                       "a{b}",
                                       "..",
                                       "../x",
                                       "a/../b",
                                       "a/..",
                                       "./a",
                                       "a//b",
                                       "a/-b",
                                       "a@{b",
                                       "\xc3\xa4",
                                       "\xe2\x80\xae"
                                       "abc",
                                       "%2e%2e/x",
                                       "a\r",
                                       "!x"};

template <class Name>
void refuses_hostile_text(const std::vector<std::string>& except = {}) {
  for (const auto& text : hostile) {
    if (std::find(except.begin(), except.end(), text) != except.end()) continue;
    const auto parsed = Name::parse(text);
    BOOST_TEST(!parsed.has_value(), "accepted '" << text << "'");
    if (!parsed) BOOST_TEST(int(parsed.error().code) == int(errc::invalid));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(hostile_text_is_no_name_of_any_kind) {
  refuses_hostile_text<git_ref>();
  refuses_hostile_text<commit_id>();
  refuses_hostile_text<host_name>();
  refuses_hostile_text<user_name>();
  refuses_hostile_text<node_name>();
  refuses_hostile_text<project_name>();
  refuses_hostile_text<environment_name>();
  refuses_hostile_text<rel_path>();
  refuses_hostile_text<abs_path>();
  for (const auto& text : hostile) {
    BOOST_TEST(!repository_url::parse(text).has_value(), text);
    BOOST_TEST(!repository_url::parse("https://host/" + text).has_value(), text);
    BOOST_TEST(!abs_path::parse("/" + text).has_value(), text);
    if (!text.empty() && text.find('/') == std::string::npos)
      BOOST_TEST(!repository_url::parse("ssh://" + text + "@host/x").has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(refs_as_people_write_them) {
  for (const char* good : {"main", "refs/heads/main", "feature/login-2", "v1.2.3", "refs/tags/v1",
                           "release_1+2", "a=b", "user@topic", "fix/#12"})
    BOOST_TEST(git_ref::parse(good).has_value(), good);
  for (const char* bad : {"refs/heads/", "/main", "main/", "a..b", "a.lock", "a.lock/b", ".hidden", "a/.b",
                          "@", "a.", "HEAD^", "a b", "-d"})
    BOOST_TEST(!git_ref::parse(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(commits_are_whole_and_lower_case) {
  BOOST_TEST(commit_id::parse(std::string(40, 'a')).has_value());
  BOOST_TEST(commit_id::parse(std::string(64, '0')).has_value());
  BOOST_TEST(!commit_id::parse(std::string(39, 'a')).has_value());
  BOOST_TEST(!commit_id::parse(std::string(40, 'A')).has_value());
  BOOST_TEST(!commit_id::parse(std::string(40, 'g')).has_value());
}

BOOST_AUTO_TEST_CASE(hosts) {
  for (const char* good : {"example.com", "a", "10.0.0.1", "127.0.0.2", "::1", "fe80::1", "web-1.internal"})
    BOOST_TEST(host_name::parse(good).has_value(), good);
  for (const char* bad :
       {"under_score", "a..b", "-a", "a-", "a.", ".a", "a:b", "[::1]", "host%eth0", "a/b", "user@host"})
    BOOST_TEST(!host_name::parse(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(repositories) {
  const auto https = repository_url::parse("https://github.com/acme/shop.git");
  BOOST_REQUIRE(https.has_value());
  BOOST_TEST(https->scheme() == "https");
  BOOST_TEST(https->host() == "github.com");
  BOOST_TEST(https->path() == "/acme/shop.git");
  BOOST_TEST(repository_url::parse("git@github.com:acme/shop.git")->scheme() == "ssh");
  BOOST_TEST(repository_url::parse("ssh://git@host:2222/acme/shop")->host() == "host");
  BOOST_TEST(repository_url::parse("file:///srv/git/shop.git")->path() == "/srv/git/shop.git");
  for (const char* bad :
       {"http://host/x", "ext::touch x", "https://user:pw@host/x", "https://host", "file://host/x",
        "file:///a/../b", "ssh://-oProxyCommand=x/y", "git@-host:x", "git@host:-x", "https://ho_st/x",
        "https://host:x/y", "ftp://h/x", "https://host/a/../../b", "/srv/git", "host:path",
        "https://host/x?y", "https://host/x#y"})
    BOOST_TEST(!repository_url::parse(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(below_means_below) {
  BOOST_TEST(is_below("/srv/git/a", "/srv/git"));
  BOOST_TEST(is_below("/srv/git", "/srv/git/"));
  BOOST_TEST(!is_below("/srv/gitter", "/srv/git"));
  BOOST_TEST(!is_below("/srv/git/../x", "/srv/git"));
  BOOST_TEST(!is_below("/srv/git", ""));
}

BOOST_AUTO_TEST_CASE(a_name_that_is_none_finds_one_that_is) {
  BOOST_TEST(label_like("Bad_Name") == "bad-name");
  BOOST_TEST(label_like("--web 1!!b--") == "web-1-b");
  BOOST_TEST(label_like("web-1.example.org") == "web-1-example-org");
  BOOST_TEST(label_like("ü") == "");
  for (const auto& odd :
       {std::string("A b"), std::string("_x_"), std::string(62, 'a') + "--b", std::string(80, 'Z')})
    BOOST_TEST(node_name::parse(label_like(odd)).has_value(), label_like(odd));
}

BOOST_AUTO_TEST_SUITE_END()
