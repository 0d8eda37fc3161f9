#include "workers/lease_keeper.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

using namespace eeveon;
using namespace eeveon::workers;
using namespace std::chrono_literals;

namespace {

// Renews what it is told to, and nothing else.
struct renewing_store final : run_store {
  std::vector<std::string> renewed;
  int asked = 0;
  asio::awaitable<result<std::vector<run_row>>> find(std::vector<std::string>) override {
    co_return std::vector<run_row>{};
  }
  asio::awaitable<result<std::vector<std::string>>> renew(std::string, std::vector<std::string>,
                                                          std::chrono::milliseconds) override {
    ++asked;
    co_return renewed;
  }
  asio::awaitable<result<std::vector<std::string>>> sweep(std::chrono::milliseconds, int) override {
    co_return std::vector<std::string>{};
  }
  asio::awaitable<result<std::vector<run_row>>> list(bool) override { co_return std::vector<run_row>{}; }
  asio::awaitable<result<int>> end_leases(std::string) override { co_return 0; }
};

struct fixture {
  boost::asio::io_context io;
  renewing_store runs;
  lease_keeper keeper{runs, "worker-1", 120ms};
  boost::asio::cancellation_signal stop;

  fixture() {
    boost::asio::co_spawn(io, keeper.keep(),
                          boost::asio::bind_cancellation_slot(stop.slot(), boost::asio::detached));
  }
  ~fixture() {
    stop.emit(boost::asio::cancellation_type::terminal);
    io.poll();
  }
  void renewals(int count) {
    for (const int until = runs.asked + count; runs.asked < until;) io.run_one();
    io.poll();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(leases, fixture)

BOOST_AUTO_TEST_CASE(a_lease_that_is_gone_is_told_once) {
  int told = 0;
  runs.renewed = {"run_1"};
  keeper.hold("run_1", [&] { return ++told > 0; });
  renewals(2);
  BOOST_TEST(told == 0);
  runs.renewed.clear();
  renewals(1);
  BOOST_TEST(told == 1);
  keeper.hold("run_2", [] { return false; });  // so that renewals go on
  renewals(3);
  BOOST_TEST(told == 1);
}

BOOST_AUTO_TEST_CASE(a_run_that_ends_during_a_renewal_has_lost_nothing) {
  int asked = 0;
  bool ending = true;
  keeper.hold("run_1", [&] { return ++asked > 0 && !ending; });
  renewals(2);
  BOOST_TEST(asked == 2);
  // Its end could not be written after all: then the loss is one.
  ending = false;
  keeper.hold("run_2", [] { return false; });
  renewals(3);
  BOOST_TEST(asked == 3);
}

BOOST_AUTO_TEST_SUITE_END()
