// What the server is told by real repositories that it asks for their refs.
#include "server/services/remote_refs.hpp"

#include <boost/test/unit_test.hpp>

#include "adapters/os/launcher.hpp"
#include "adapters/os/repository_access.hpp"
#include "tests/support/child.hpp"
#include "tests/support/io.hpp"
#include "tests/support/repositories.hpp"

using namespace eeveon;

namespace {

struct fixture {
  test::served_repository served;
  boost::asio::io_context io;
  std::unique_ptr<launcher> programs = os::make_launcher(io.get_executor());
  std::string key = served.folder + "/data/ssh/id_ed25519";
  std::unique_ptr<repository_access> access =
      os::make_repository_access({key, served.folder + "/data/git-credentials"}).value();

  git_door door() { return {*programs, *access, {served.folder}}; }
  result<std::string> resolve(const std::string& url, const std::string& ref = "refs/heads/main") {
    return test::wait(io, resolve_ref(door(), url, ref));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(remote_references, fixture)

BOOST_AUTO_TEST_CASE(are_read_over_ssh_with_the_servers_own_key) {
  BOOST_REQUIRE(test::wait(io, make_identity(*programs, key)).has_value());
  served.serve_ssh(test::read_file(key + ".pub"));
  const auto url = served.over_ssh();
  const auto head = resolve(url);
  BOOST_REQUIRE_MESSAGE(head.has_value(), head.error().detail);
  BOOST_TEST(*head == served.commit);
  BOOST_TEST((test::wait(io, remote_refs(door(), url)).value() ==
              std::map<std::string, std::string>{{"refs/heads/main", served.commit}}));
  BOOST_TEST((resolve(url, "refs/heads/none").error().code == errc::not_found));
  const auto missing = resolve(url + "x");
  BOOST_TEST((missing.error().code == errc::invalid));
  BOOST_TEST(missing.error().detail.find(key + ".pub") != std::string::npos);
  served.daemon.reset();
  BOOST_TEST((resolve(url).error().code == errc::unavailable));
}

BOOST_AUTO_TEST_CASE(of_a_folder_that_is_not_there_are_no_outage) {
  const auto url = "file://" + served.folder + "/git/";
  BOOST_TEST(resolve(url + "shop.git").value() == served.commit);
  const auto missing = resolve(url + "none.git");
  BOOST_TEST((missing.error().code == errc::invalid));
  BOOST_TEST(missing.error().where == "repository");
  BOOST_TEST(missing.error().detail == url + "none.git: there is no git repository in " + served.folder +
                                           "/git/none.git on this machine, or Eeveon may not read it");
}

BOOST_AUTO_TEST_SUITE_END()
