// Who is answered when more is asked than can be answered at once.
#include "workers/ask_queue.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

using namespace eeveon;
namespace asio = boost::asio;

namespace {

// Sixteen answers side by side, each of which lasts until it is let go.
struct questions {
  questions() {
    for (int i = 0; i < 16; ++i) asio::co_spawn(io, queue.run(), [](std::exception_ptr) {});
    io.poll();
  }
  void ask(const std::string& node, const std::string& check = "chk") {
    queue.hear(json::serialize(codec::write(node_question{.check = check, .node = node})));
    io.poll();
  }
  void let_go(std::size_t which) {
    gates.at(which)->cancel();
    io.poll();
  }
  asio::awaitable<void> answer(node_question asked) {
    begun.push_back(asked.node + asked.check.substr(3));
    auto gate =
        gates.emplace_back(std::make_shared<asio::steady_timer>(io, asio::steady_timer::time_point::max()));
    boost::system::error_code woken;
    co_await gate->async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  std::string joined() const {
    std::string out;
    for (const auto& one : begun) out += (out.empty() ? "" : " ") + one;
    return out;
  }

  asio::io_context io;
  std::vector<std::string> begun;
  std::vector<std::shared_ptr<asio::steady_timer>> gates;
  workers::ask_queue queue{io.get_executor(), "worker-1", 30,
                           [this](node_question asked) { return answer(std::move(asked)); }};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(questions_in_turn, questions)

BOOST_AUTO_TEST_CASE(one_node_does_not_keep_the_others_waiting) {
  for (int i = 1; i <= 7; ++i) ask("a", "chk" + std::to_string(i));
  ask("b");
  ask("c");
  BOOST_TEST(joined() == "a1 a2 a3 a4 b c");
  let_go(4);
  BOOST_TEST(begun.size() == 6u);
  let_go(1);
  BOOST_TEST(joined() == "a1 a2 a3 a4 b c a5");
  let_go(6);
  let_go(0);
  BOOST_TEST(joined() == "a1 a2 a3 a4 b c a5 a6 a7");
}

BOOST_AUTO_TEST_CASE(no_more_wait_than_there_is_room_for) {
  for (int i = 0; i < 100; ++i) ask("a");
  for (std::size_t i = 0; i < 40 && i < gates.size(); ++i) let_go(i);
  BOOST_TEST(begun.size() == 34u);
}

BOOST_AUTO_TEST_SUITE_END()
