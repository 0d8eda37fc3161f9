#include "server/services/compute.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/support/io.hpp"

namespace eeveon::test {

BOOST_AUTO_TEST_SUITE(compute_threads)

BOOST_AUTO_TEST_CASE(work_is_done_on_another_thread_and_told_on_the_own) {
  asio::io_context io;
  compute desk(io.get_executor(), 1);
  const auto here = std::this_thread::get_id();
  auto only_one = std::make_unique<int>(7);
  const auto [where, what] =
      wait(io, desk.run([one = std::move(only_one)] { return std::pair(std::this_thread::get_id(), *one); }));
  BOOST_TEST((where != here));
  BOOST_TEST(what == 7);
}

BOOST_AUTO_TEST_CASE(what_work_throws_is_thrown_to_who_awaits) {
  asio::io_context io;
  compute desk(io.get_executor(), 1);
  BOOST_CHECK_THROW(wait(io, desk.run([]() -> int { throw std::runtime_error("torn"); })),
                    std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
