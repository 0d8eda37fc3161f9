// What only one server may do: taken, followed, given up.
#include "server/services/duties.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>
#include <map>

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;
using names = std::vector<std::string>;

// The roster as one server of several sees it.
class seat final : public duty_roster {
 public:
  explicit seat(std::map<std::string, const seat*>& holders) : holders_(holders) {}
  asio::awaitable<result<names>> hold(names duties) override {
    ++asked;
    if (away) co_return fail(errc::unavailable, "the database does not answer");
    names held;
    for (auto& duty : duties)
      if (const auto [at, taken] = holders_.try_emplace(duty, this); at->second == this)
        held.push_back(std::move(duty));
    co_return held;
  }
  void leave() {
    std::erase_if(holders_, [this](const auto& one) { return one.second == this; });
  }

  int asked = 0;
  bool away = false;

 private:
  std::map<std::string, const seat*>& holders_;
};

struct two_servers {
  two_servers() {
    asio::co_spawn(io, first.run(1ms), asio::detached);
    turn(first_seat);
    asio::co_spawn(io, second.run(1ms), asio::detached);
    turn(second_seat);
  }
  // Until this server has asked, and been answered, once more.
  void turn(const seat& who) {
    for (const int before = who.asked; who.asked < before + 2;) io.run_one();
  }

  asio::io_context io{1};
  std::map<std::string, const seat*> holders;
  seat first_seat{holders}, second_seat{holders};
  duties first{first_seat, io.get_executor()}, second{second_seat, io.get_executor()};
  duty& firsts = first.add("gate");
  duty& seconds = second.add("gate");
};

asio::awaitable<void> note_when_taken(duty& mine, bool& noted) {
  co_await mine.taken();
  noted = true;
}

BOOST_FIXTURE_TEST_SUITE(duties_of_servers, two_servers)

BOOST_AUTO_TEST_CASE(one_server_holds_a_duty_and_another_follows_it) {
  bool followed = false;
  asio::co_spawn(io, note_when_taken(seconds, followed), asio::detached);
  BOOST_TEST(firsts.held());
  turn(second_seat);
  BOOST_TEST(!seconds.held());
  BOOST_TEST(!followed);
  first_seat.away = true;
  first_seat.leave();
  turn(first_seat);
  turn(second_seat);
  BOOST_TEST(!firsts.held());
  BOOST_TEST(seconds.held());
  BOOST_TEST(followed);
  first_seat.away = false;
  turn(first_seat);
  BOOST_TEST(!firsts.held());
}

BOOST_AUTO_TEST_CASE(who_cannot_ask_holds_nothing) {
  first_seat.away = true;
  turn(first_seat);
  BOOST_TEST(!firsts.held());
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace
}  // namespace eeveon::test
