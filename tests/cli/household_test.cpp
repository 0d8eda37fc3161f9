// Processes that are kept running, and those for which it would be no use.
#include "cli/up/household.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/child.hpp"

using namespace eeveon;
namespace asio = boost::asio;

namespace {

struct house {
  house() { std::filesystem::create_directories(folder); }
  ~house() { std::filesystem::remove_all(folder); }
  up::member running(const std::string& script) {
    up::member out{.name = "worker-1",
                   .start = {.argv = {"sh", "-c", script}, .log = folder / "log", .user = {}}};
    out.hopeless = 2;
    return out;
  }
  template <class Until>
  void run(Until until) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!until() && std::chrono::steady_clock::now() < end) io.run_one_for(std::chrono::milliseconds(100));
  }
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("eeveon-household-" + std::to_string(getpid()));
  asio::io_context io;
  up::household members{io.get_executor()};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(keeping_house, house)

BOOST_AUTO_TEST_CASE(who_cannot_work_as_set_up_is_not_started_again) {
  members.keep(running("echo first; echo 'eeveon worker: --lease must be at least 2s' >&2; exit 2"));
  run([&] { return members.given_up().has_value(); });
  BOOST_REQUIRE(members.given_up().has_value());
  const auto& said = members.given_up()->detail;
  BOOST_TEST(said.find("worker-1") != std::string::npos, said);
  BOOST_TEST(said.find("--lease must be at least 2s") != std::string::npos, said);
  BOOST_TEST(said.find("first") == std::string::npos, said);
  BOOST_TEST((members.given_up()->code == errc::invalid));
}

BOOST_AUTO_TEST_CASE(who_only_died_is_started_again) {
  members.keep(running("exit 1"));
  run([&] { return members.deaths_in_a_row("worker-1") >= 3; });
  BOOST_TEST(members.deaths_in_a_row("worker-1") >= 3);
  BOOST_TEST(!members.given_up().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
