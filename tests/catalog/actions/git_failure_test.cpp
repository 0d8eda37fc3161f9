// What git and ssh print when a repository is not reached, word for word, and what a person is told.
#include "catalog/actions/git_failure.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "tests/support/golden.hpp"

using namespace eeveon;

namespace {

const git_access ours{.ssh_config = "/data/ssh/repositories.conf",
                      .identity = "/data/ssh/id_ed25519",
                      .known_hosts = "/data/ssh/known_hosts",
                      .pinned = {},
                      .credentials = "/data/git-credentials",
                      .unused_because = {},
                      .ca_file = {},
                      .secrets = {"t0p-secret"}};

failure explained(std::string_view url, std::string said, const git_access& with = ours) {
  observation seen;
  seen.code = 128;
  seen.errors = std::move(said);
  return explain_git(*repository_url::parse(url), seen, with);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(git_failures)

BOOST_AUTO_TEST_CASE(every_known_message_is_told_with_what_to_do) {
  const auto table =
      boost::json::parse(spec::read_file(std::string(EEVEON_TEST_DATA) + "/git_messages.json")).as_array();
  boost::json::array got;
  for (const auto& one : table) {
    const auto why =
        explained(std::string(one.at("url").as_string()), std::string(one.at("said").as_string()));
    got.push_back(boost::json::object{
        {"about", one.at("about")}, {"code", to_string(why.code)}, {"detail", why.detail}});
    BOOST_TEST(why.where == "repository");
    BOOST_TEST(why.detail.starts_with(std::string(one.at("url").as_string())));
  }
  spec::check_golden("git_failures.json", got);
}

BOOST_AUTO_TEST_CASE(what_took_too_long_may_work_the_next_time) {
  observation seen{.code = 143, .errors = "fatal: repository 'x' not found", .timed_out = true};
  const auto why = explain_git(*repository_url::parse("https://example.org/x"), seen, ours);
  BOOST_TEST((why.code == errc::unavailable));
  BOOST_TEST(why.detail == "https://example.org/x cannot be read now: git did not come to an end in time");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_used_is_said_to_be_so) {
  auto with = ours;
  with.unused_because = "others may read it (chmod 600)";
  BOOST_TEST(
      explained("https://example.org/x", "fatal: could not read Username for 'https://example.org': x", with)
          .detail.ends_with(", which is not used now: others may read it (chmod 600)"));
}

BOOST_AUTO_TEST_CASE(words_in_an_address_mean_nothing) {
  const auto why = explained("https://example.org/not-found/certificate",
                             "fatal: unable to ours 'https://example.org/not-found/certificate/': Could not "
                             "resolve host: example.org\n");
  BOOST_TEST((why.code == errc::unavailable));
}

BOOST_AUTO_TEST_CASE(a_host_that_says_a_secret_back_is_not_quoted) {
  const auto why = explained("https://example.org/x", "fatal: you sent t0p-secret and t0p-secret\n");
  BOOST_TEST(why.detail.find("t0p") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_new_is_told) {
  BOOST_TEST(
      newly_pinned("Warning: Permanently added '[127.0.0.1]:2222' (ED25519) to the list of known hosts.\r\n",
                   ours)
          .starts_with("the host key that [127.0.0.1]:2222 showed is trusted from now on"));
  BOOST_TEST(newly_pinned("fatal: no", ours).empty());
}

BOOST_AUTO_TEST_CASE(hosts_are_named_as_in_known_hosts) {
  for (const auto& [url, name] : std::vector<std::pair<const char*, const char*>>{
           {"git@github.com:acme/shop.git", "github.com"},
           {"ssh://github.com/acme/shop.git", "github.com"},
           {"ssh://git@example.org:22/x", "example.org"},
           {"ssh://git@example.org:2222/x", "[example.org]:2222"}})
    BOOST_TEST(known_host_name(*repository_url::parse(url)) == name);
}

BOOST_AUTO_TEST_SUITE_END()
