// A PostgreSQL that lives and does not answer: everybody is told so in time, and what comes late harms
// nobody.
#include <signal.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>
#include <condition_variable>
#include <fstream>
#include <thread>

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/schema.hpp"
#include "adapters/postgres/session_store.hpp"
#include "tests/contract/event_store_contract.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

// The postmaster first: what it has not forked yet stops nobody.
class stopped_postgres {
 public:
  explicit stopped_postgres(const postgres_fixture& server) : postmaster_(server.postmaster()) {
    tell(postmaster_, SIGSTOP);
    std::ifstream list("/proc/" + std::to_string(postmaster_) + "/task/" + std::to_string(postmaster_) +
                       "/children");
    for (int child; list >> child;) children_.push_back(child);
    for (const int child : children_) tell(child, SIGSTOP);
  }
  ~stopped_postgres() { go_on(); }
  void go_on() {
    for (const int child : children_) tell(child, SIGCONT);
    tell(postmaster_, SIGCONT);
  }

 private:
  static void tell(int process, int what) { BOOST_TEST(::kill(process, what) == 0); }
  int postmaster_;
  std::vector<int> children_;
};

// Its only thread waits in here until the test says otherwise.
struct gate {
  void pass() {
    std::unique_lock lock(mutex);
    ++passing;
    changed.notify_all();
    changed.wait(lock, [this] { return open; });
  }
  void await(int how_many) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return passing >= how_many; });
  }
  void let_go() {
    const std::scoped_lock lock(mutex);
    open = true;
    changed.notify_all();
  }
  std::mutex mutex;
  std::condition_variable changed;
  int passing = 0;
  bool open = false;
};

struct nothing {};
const blocking::limit soon{50ms, "the gate"};

}  // namespace

BOOST_AUTO_TEST_SUITE(silence)

BOOST_AUTO_TEST_CASE(who_waits_for_a_thread_that_hangs_is_told_in_time_and_its_late_answer_is_dropped) {
  asio::io_context io;
  gate closed;
  int begun = 0;
  blocking::pool<nothing> pool(io.get_executor(), 1, soon, [] { return nothing{}; });
  const auto hang = [&](nothing&) -> result<int> { return ++begun, closed.pass(), 1; };
  const auto late = wait(io, pool.run(hang));
  BOOST_REQUIRE(!late);
  BOOST_TEST((late.error().code == errc::timed_out));
  BOOST_TEST(late.error().detail == "the gate has not answered within 0.05 s; try again");
  const auto behind = wait(io, pool.run(hang));
  BOOST_REQUIRE(!behind);
  BOOST_TEST((behind.error().code == errc::timed_out));
  closed.let_go();
  const auto next = wait(io, pool.run({30s, "nobody"}, [](nothing&) -> result<int> { return 3; }));
  BOOST_TEST(next.value() == 3);
  BOOST_TEST(begun == 1);  // what nobody waited for any more was never begun
  io.restart();
  io.run();
}

BOOST_AUTO_TEST_CASE(a_pool_may_go_while_somebody_waits_for_what_it_never_began) {
  asio::io_context io;
  gate closed;
  std::optional<result<int>> told;
  {
    blocking::pool<nothing> pool(io.get_executor(), 1, soon, [] { return nothing{}; });
    const auto hang = [&](nothing&) -> result<int> { return closed.pass(), 1; };
    for (int i = 0; i < 2; ++i)
      asio::co_spawn(io, pool.run(hang), [&](std::exception_ptr, result<int> came) { told = came; });
    io.poll();
    closed.await(1);
    closed.let_go();
  }
  io.restart();
  io.run();
  BOOST_REQUIRE(told.has_value());
}

BOOST_AUTO_TEST_CASE(questions_to_a_stopped_postgresql_end_in_time_and_work_again_when_it_goes_on) {
  postgres_fixture server;
  BOOST_REQUIRE(pg::migrate(server.admin_url()));
  asio::io_context io;
  const auto store = pg::make_event_store(server.url(), {}, io.get_executor(), {});
  const auto sessions = pg::make_session_store(server.url(), io.get_executor());
  BOOST_REQUIRE(wait(io, store->head()));
  BOOST_REQUIRE(wait(io, store->read_stream("a")));
  BOOST_REQUIRE(wait(io, sessions->check_token(digest{})));
  {
    const stopped_postgres asleep(server);
    const auto begun = std::chrono::steady_clock::now();
    const auto head = wait(io, store->head());
    BOOST_TEST((!head && head.error().code == errc::timed_out));
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 4s));  // 1.5 and what a busy machine takes
    auto stream = asio::co_spawn(io, store->read_stream("a"), asio::use_future);
    auto log = asio::co_spawn(io, store->read_log(0, 10), asio::use_future);
    const auto token = wait(io, sessions->check_token(digest{}));
    BOOST_TEST((!token && token.error().code == errc::timed_out));
    io.restart();
    while (io.run_one_for(10s) > 0) {  // until both have been told; nothing else is asked
    }
    const auto no_stream = stream.get();
    BOOST_TEST((!no_stream && no_stream.error().code == errc::timed_out));
    const auto no_log = log.get();
    BOOST_REQUIRE_MESSAGE(!no_log, "an answer came");  // its thread had no connection yet
    BOOST_TEST((no_log.error().code == errc::unavailable));
    BOOST_TEST(no_log.error().detail.contains("timeout expired"), no_log.error().detail);
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 10s));
  }
  BOOST_TEST(wait(io, store->head()).has_value());
  BOOST_TEST(wait(io, store->read_stream("a")).has_value());
  BOOST_TEST(wait(io, sessions->check_token(digest{})).has_value());
}

// Alone it leaves from the io thread; two of them, and larger ones, from a writer.
BOOST_AUTO_TEST_CASE(a_delivery_to_a_stopped_postgresql_is_answered_in_time_and_is_there_once_at_last) {
  postgres_fixture server;
  BOOST_REQUIRE(pg::migrate(server.admin_url()));
  asio::io_context io;
  pg::append_limits limits;
  limits.silence = 300ms;
  const auto store = pg::make_event_store(server.url(), limits, io.get_executor(), {});
  const auto big = std::string(2 << 20, 'x');  // more than a socket takes at once
  BOOST_REQUIRE(wait(io, store->append(delivered("d0", "body"))));
  {
    const stopped_postgres asleep(server);
    const auto begun = std::chrono::steady_clock::now();
    auto lone = asio::co_spawn(io, store->append(delivered("d1", "body")), asio::use_future);
    io.restart();
    io.poll();
    auto one = asio::co_spawn(io, store->append(delivered("d2", big)), asio::use_future);
    auto other = asio::co_spawn(io, store->append(delivered("d3", "body")), asio::use_future);
    const auto all_told = [&] {
      for (auto* waiting : {&lone, &one, &other})
        if (waiting->wait_for(0s) != std::future_status::ready) return false;
      return true;
    };
    while (!all_told() && std::chrono::steady_clock::now() - begun < 10s) io.run_one_for(100ms);
    for (auto* waiting : {&lone, &one, &other}) {
      BOOST_REQUIRE((waiting->wait_for(0s) == std::future_status::ready));
      const auto answer = waiting->get();
      BOOST_TEST((!answer && answer.error().code == errc::unavailable));
    }
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 10s));
  }
  for (const auto& [key, body] : {std::pair{"d1", std::string("body")}, {"d2", big}, {"d3", "body"}}) {
    result<append_outcome> again;
    do again = wait(io, store->append(delivered(key, body)));
    while (!again && again.error().code == errc::unavailable);
    BOOST_TEST(again.has_value());
  }
  BOOST_TEST(wait(io, store->read_log(0, 10)).value().size() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
