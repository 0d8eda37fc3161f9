// Who asks too often is told to wait, and nobody else is.
#include "server/http/rate_limit.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/server/http/running_server.hpp"
#include "tests/support/raw_client.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;
const http::rate_limit::time start{1h};

int taken(http::rate_limit& limit, std::string_view address, int tries, http::rate_limit::time now) {
  int out = 0;
  for (int i = 0; i < tries; ++i) out += limit.take(address, now);
  return out;
}

BOOST_AUTO_TEST_SUITE(the_rate_limit)

BOOST_AUTO_TEST_CASE(a_burst_is_let_through_and_then_the_rate) {
  http::rate_limit limit(10, 20);
  BOOST_TEST(taken(limit, "192.0.2.1", 100, start) == 20);
  BOOST_TEST(taken(limit, "192.0.2.1", 100, start + 500ms) == 5);
  BOOST_TEST(taken(limit, "192.0.2.1", 100, start + 1h) == 20);
  BOOST_TEST(taken(limit, "192.0.2.1", 100, start) == 0);  // a clock that goes back gives nothing
}

BOOST_AUTO_TEST_CASE(clients_have_a_bucket_each) {
  http::rate_limit limit(1, 5);
  BOOST_TEST(taken(limit, "192.0.2.1", 9, start) == 5);
  BOOST_TEST(taken(limit, "192.0.2.2", 9, start) == 5);
  BOOST_TEST(taken(limit, "2001:db8::1", 9, start) == 5);
  BOOST_TEST(taken(limit, "2001:db8::2", 9, start) == 0);
  BOOST_TEST(taken(limit, "2001:db8:0:1::1", 9, start) == 5);
}

BOOST_AUTO_TEST_CASE(an_ipv4_client_is_one_however_it_is_told) {
  http::rate_limit limit(1, 5);
  BOOST_TEST(taken(limit, "::ffff:192.0.2.1", 9, start) == 5);
  BOOST_TEST(taken(limit, "::ffff:192.0.2.2", 9, start) == 5);
  BOOST_TEST(taken(limit, "192.0.2.1", 9, start) == 0);
}

BOOST_AUTO_TEST_CASE(without_a_rate_there_is_no_limit) {
  http::rate_limit limit(0, 1);
  BOOST_TEST(taken(limit, "192.0.2.1", 1000, start) == 1000);
}

bool has_ipv6() {
  asio::io_context io;
  boost::system::error_code failed;
  asio::ip::tcp::acceptor any(io);
  any.open(asio::ip::tcp::v6(), failed);
  if (!failed) any.bind({asio::ip::tcp::v6(), 0}, failed);
  return !failed;
}

// The tests' own proxy says where a request comes from.
void refuse_who_asks_too_often(const std::string& address) {
  http::settings set{.address = address, .trusted_proxies = {"127.0.0.1"}};
  set.allowed.requests_per_second = 1;
  set.allowed.burst = 3;
  running_server server(set);
  const auto ask = [&](const std::string& from) {
    raw_client client(server.port);
    client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n" +
                (from.empty() ? "" : "X-Forwarded-For: " + from + "\r\n") + "\r\n");
    return client.reply();
  };
  for (int i = 0; i < 3; ++i) BOOST_TEST(ask("192.0.2.1").status == 200);
  const auto refused = ask("192.0.2.1");
  BOOST_TEST(refused.status == 429);
  BOOST_TEST(refused.header("retry-after") == "1");
  BOOST_TEST(refused.header("content-type") == "application/problem+json");
  BOOST_TEST(ask("192.0.2.7").status == 200);
  BOOST_TEST(ask("::ffff:192.0.2.1").status == 429);
  for (int i = 0; i < 9; ++i) BOOST_TEST(ask("").status == 200);  // this machine's own
}

BOOST_AUTO_TEST_CASE(who_asks_too_often_is_told_to_wait) { refuse_who_asks_too_often("127.0.0.1"); }

BOOST_AUTO_TEST_CASE(a_listener_of_both_families_keeps_ipv4_clients_apart) {
  if (has_ipv6()) refuse_who_asks_too_often("::");
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace
}  // namespace eeveon::test
