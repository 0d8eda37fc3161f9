#include <boost/test/unit_test.hpp>

#include "tests/server/http/hostile_requests.hpp"
#include "tests/server/http/running_server.hpp"
#include "tests/support/raw_client.hpp"

namespace eeveon::test {
namespace {

constexpr std::string_view second_request = "GET /echo/second HTTP/1.1\r\nHost: a\r\n\r\n";

std::string shown(const std::string& bytes) {
  std::string out;
  for (const char c : bytes.substr(0, 160)) {
    if (c >= 0x20 && c < 0x7f)
      out += c;
    else
      out += c == '\r' ? "\\r" : c == '\n' ? "\\n" : "?";
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(hostile_requests_are_refused)

BOOST_AUTO_TEST_CASE(each_gets_one_refusal_and_a_closed_connection) {
  running_server server;
  const auto table = hostile_requests();
  BOOST_TEST(table.size() >= 100u);
  for (const auto& [rule, bytes, status] : table) {
    BOOST_TEST_CONTEXT("rule " << rule << ": " << shown(bytes)) {
      raw_client client(server.port);
      client.send(bytes + std::string(second_request));
      const auto reply = client.reply();
      BOOST_TEST(reply.status == status);
      BOOST_TEST(reply.header("connection") == "close");
      BOOST_TEST(reply.header("content-type") == "application/problem+json");
      client.shut_down_sending();
      bool closed = false;
      BOOST_TEST(client.rest(closed) == "");
      BOOST_TEST(closed);
    }
  }
  BOOST_TEST(server.served == 0);
}

// However the bytes are cut into packets, the decision is the same.
BOOST_AUTO_TEST_CASE(byte_by_byte_the_decision_is_the_same) {
  running_server server;
  for (const auto& [rule, bytes, status] : hostile_requests()) {
    if (bytes.size() > 400) continue;
    BOOST_TEST_CONTEXT("rule " << rule << ": " << shown(bytes)) {
      raw_client client(server.port);
      for (const char c : bytes)
        if (!client.send({&c, 1})) break;
      BOOST_TEST(client.reply().status == status);
    }
  }
  BOOST_TEST(server.served == 0);
}

BOOST_AUTO_TEST_CASE(every_rule_has_requests_of_its_own) {
  std::array<int, 15> count{};
  for (const auto& one : hostile_requests()) ++count[static_cast<std::size_t>(one.rule)];
  for (const int cases : count) BOOST_TEST(cases > 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
