// Nodes looked at side by side, and what is told of each.
#include "cli/look_at_nodes.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <latch>

#include "cli/field.hpp"
#include "tests/cli/fake_api.hpp"

using namespace eeveon;
using namespace eeveon::cli;

namespace {

// Nobody is answered before eight have asked.
class all_or_none final : public http_client {
 public:
  explicit all_or_none(std::latch& eight) : eight_(eight) {}
  asio::awaitable<result<http_answer>> send(http_ask ask) override {
    eight_.arrive_and_wait();
    const auto name = ask.url.substr(ask.url.rfind("/nodes/") + 7, 2);
    co_return http_answer{
        .status = 200,
        .headers = {},
        .body =
            R"({"worker":"w","findings":[{"what":"connection","state":"ok","remark":")" + name + R"("}]})"};
  }
  asio::awaitable<result<>> connect(std::string, int, std::chrono::milliseconds) override {
    co_return fail(errc::unavailable, "nothing to connect to");
  }

 private:
  std::latch& eight_;
};

class no_worker final : public http_client {
 public:
  explicit no_worker(std::atomic<int>& asked) : asked_(asked) {}
  asio::awaitable<result<http_answer>> send(http_ask) override {
    ++asked_;
    co_return http_answer{.status = 503, .headers = {}, .body = R"({"detail":"no worker has answered"})"};
  }
  asio::awaitable<result<>> connect(std::string, int, std::chrono::milliseconds) override {
    co_return fail(errc::unavailable, "nothing to connect to");
  }

 private:
  std::atomic<int>& asked_;
};

json::array nodes(int count) {
  json::array out;
  for (int i = 0; i < count; ++i)
    out.push_back(json::object{{"name", "n" + std::to_string(i)}, {"health", i == 0 ? "down" : "up"}});
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(looking_at_nodes)

BOOST_AUTO_TEST_CASE(eight_nodes_are_looked_at_at_once_and_told_in_their_order) {
  std::latch eight(8);
  const auto seen = look_at_nodes(
      [&] { return api{settings{.url = "http://a", .token = {}}, std::make_unique<all_or_none>(eight)}; },
      nodes(8));
  BOOST_REQUIRE_EQUAL(seen.size(), 8u);
  for (int i = 0; i < 8; ++i) {
    const auto& one = seen[static_cast<std::size_t>(i)];
    BOOST_TEST(one.worker == "w");
    BOOST_REQUIRE_EQUAL(one.findings.size(), 2u);
    BOOST_TEST(text_of(one.findings[0], "remark") == "n" + std::to_string(i));
    BOOST_TEST(text_of(one.findings[1], "what") == "health");
    BOOST_TEST(text_of(one.findings[1], "state") == (i == 0 ? "wrong" : "ok"));
  }
}

BOOST_AUTO_TEST_CASE(where_no_worker_answers_not_every_node_is_waited_for) {
  std::atomic<int> asked = 0;
  const auto seen = look_at_nodes(
      [&] { return api{settings{.url = "http://a", .token = {}}, std::make_unique<no_worker>(asked)}; },
      nodes(100));
  BOOST_TEST(asked <= 8);
  for (const auto& one : seen) {
    BOOST_TEST(text_of(one.findings.at(0), "state") == "wrong");
    BOOST_TEST(text_of(one.findings.at(0), "remark") == "no worker has answered");
  }
}

BOOST_AUTO_TEST_SUITE_END()
