#include <boost/test/unit_test.hpp>

#include <chrono>

#include "tests/server/http/running_server.hpp"
#include "tests/support/raw_client.hpp"

namespace eeveon::test {
namespace {

using http::milliseconds;
using clock = std::chrono::steady_clock;

const std::string healthy = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
std::string posting(std::size_t length) {
  return "POST /hooks/github HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(a_head_that_trickles_is_given_up) {
  http::settings set;
  set.allowed.head = milliseconds(200);
  running_server server(set);
  raw_client client(server.port);
  const auto begun = clock::now();
  client.send("GET /healthz HTTP/1.1\r\nHost: a\r\n");
  BOOST_TEST(client.reply().status == 408);
  BOOST_TEST(client.closes());
  const auto took = clock::now() - begun;
  BOOST_TEST((took >= milliseconds(190) && took < milliseconds(3500)));
  BOOST_TEST(server.served == 0);
}

BOOST_AUTO_TEST_CASE(a_connection_that_says_nothing_is_closed_without_a_word) {
  http::settings set;
  set.allowed.head = set.allowed.idle = milliseconds(100);
  running_server server(set);
  raw_client silent(server.port), idle(server.port);
  idle.send(healthy);
  BOOST_TEST(idle.reply().status == 200);
  bool closed = false;
  BOOST_TEST(silent.rest(closed) == "");
  BOOST_TEST(closed);
  BOOST_TEST(idle.rest(closed) == "");
  BOOST_TEST(closed);
}

BOOST_AUTO_TEST_CASE(a_body_that_trickles_is_given_up) {
  http::settings set;
  set.allowed.body_grace = milliseconds(200);
  running_server server(set);
  for (const std::string& start : {posting(1000), std::string("POST /hooks/github HTTP/1.1\r\nHost: a\r\n"
                                                              "Transfer-Encoding: chunked\r\n\r\n400\r\n")}) {
    raw_client client(server.port);
    client.send(start + "abc");
    BOOST_TEST(client.reply().status == 408);
    BOOST_TEST(client.closes());
  }
  BOOST_TEST(server.served == 0);
}

BOOST_AUTO_TEST_CASE(a_body_at_the_minimum_rate_still_ends_with_its_budget) {
  http::settings set;
  set.allowed.body_grace = milliseconds(60'000);
  set.allowed.body_budget = milliseconds(200);
  running_server server(set);
  raw_client client(server.port);
  client.send(posting(1000) + "abc");
  BOOST_TEST(client.reply().status == 408);
}

BOOST_AUTO_TEST_CASE(a_body_over_the_cap_is_refused_before_it_is_read) {
  running_server server;
  {
    raw_client client(server.port);
    client.send(posting((25 << 20) + 1));  // and not one byte of it
    BOOST_TEST(client.reply().status == 413);
  }
  {
    raw_client client(server.port);
    client.send(
        "POST /api/v1/nodes HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nContent-Type: "
        "application/json\r\n"
        "Expect: 100-continue\r\nContent-Length: 1025\r\n\r\n");
    BOOST_TEST(client.reply().status == 413);  // not 100
  }
  BOOST_TEST(server.served == 0);
}

BOOST_AUTO_TEST_CASE(a_client_that_keeps_sending_after_413_still_reads_the_refusal) {
  running_server server;
  raw_client client(server.port);
  client.send(posting(30 << 20));
  client.send(std::string(4 << 20, 'x'));
  BOOST_TEST(client.reply().status == 413);
}

BOOST_AUTO_TEST_CASE(the_largest_body_is_taken) {
  running_server server;
  raw_client client(server.port, 20'000);
  client.send(posting(25 << 20));
  client.send(std::string(25 << 20, 'x'));
  BOOST_TEST(client.reply().status == 200);
  BOOST_TEST(server.body == std::size_t{25 << 20});
}

BOOST_AUTO_TEST_CASE(bodies_in_flight_are_bounded_together) {
  http::settings set;
  set.allowed.bodies_in_flight = 100'000;
  running_server server(set);
  raw_client first(server.port), second(server.port);
  first.send(posting(80'000) + std::string(70'000, 'x'));
  // The second is refused once the first has its share; how soon that is, is up to the server.
  int status = 0;
  for (int i = 0; i < 100 && status != 503; ++i) {
    raw_client other(server.port);
    other.send(posting(90'000) + std::string(90'000, 'x'));
    const auto reply = other.reply();
    status = reply.status;
    if (status == 503) BOOST_TEST(reply.header("retry-after") == "1");
  }
  BOOST_TEST(status == 503);
  first.send(std::string(10'000, 'x'));
  BOOST_TEST(first.reply().status == 200);
  second.send(posting(90'000) + std::string(90'000, 'x'));
  BOOST_TEST(second.reply().status == 200);
}

BOOST_AUTO_TEST_CASE(one_peer_has_so_many_connections_and_no_more) {
  http::settings set;
  set.allowed.connections_per_peer = 3;
  running_server server(set);
  std::vector<std::unique_ptr<raw_client>> open;
  for (int i = 0; i < 3; ++i) {
    open.push_back(std::make_unique<raw_client>(server.port));
    open.back()->send(healthy);
    BOOST_TEST(open.back()->reply().status == 200);
  }
  raw_client surplus(server.port);
  BOOST_TEST(surplus.closes());
  open.front()->shut_down_sending();
  BOOST_TEST(open.front()->closes());
  open.erase(open.begin());
  int status = 0;
  for (int i = 0; i < 100 && status == 0; ++i) {
    raw_client next(server.port);
    next.send(healthy);
    status = next.reply().status;
  }
  BOOST_TEST(status == 200);
}

BOOST_AUTO_TEST_CASE(stopping_lets_requests_in_flight_end) {
  running_server server;
  raw_client idle(server.port), busy(server.port);
  idle.send(healthy);
  BOOST_TEST(idle.reply().status == 200);
  busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  while (server.served < 2) std::this_thread::yield();
  server.begin_to_stop();
  BOOST_TEST(idle.closes());
  const auto reply = busy.reply();
  BOOST_TEST(reply.body == "slow");
  BOOST_TEST(reply.header("connection") == "close");
  BOOST_TEST(busy.closes());
  BOOST_CHECK_THROW(raw_client(server.port), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(stopping_cuts_off_what_outlives_the_grace) {
  http::settings set;
  set.allowed.grace = milliseconds(50);
  running_server server(set);
  raw_client stuck(server.port);
  stuck.send(posting(1000));
  // Until the server has read the head, the connection would count as idle and end even sooner.
  server.stop();
  BOOST_TEST(stuck.closes());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
