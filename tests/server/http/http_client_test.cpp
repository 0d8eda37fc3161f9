#include "adapters/net/http_client.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/http_peer.hpp"
#include "tests/support/io.hpp"

namespace eeveon::test {
namespace {

http_peer::answer answer_to(std::string_view target) {
  if (target == "/large") return {200, std::string(100'000, 'x')};
  if (target == "/moved") return {302, "elsewhere"};
  if (target == "/silent") return {200, {}, true};
  return {200, "asked for " + std::string(target)};
}

result<http_answer> asked(const std::string& url, http_ask ask = {}) {
  asio::io_context io;
  const auto client = make_http_client();
  ask.url = url;
  return wait(io, client->send(std::move(ask)));
}

BOOST_AUTO_TEST_SUITE(outgoing_requests)

BOOST_AUTO_TEST_CASE(bring_the_answer) {
  http_peer peer(answer_to);
  const auto base = "http://127.0.0.1:" + std::to_string(peer.port());
  BOOST_TEST(asked(base).value().body == "asked for /");
  BOOST_TEST(asked(base + "/healthz?deep=1").value().body == "asked for /healthz?deep=1");
  BOOST_TEST(asked("http://localhost:" + std::to_string(peer.port()) + "/x").value().status == 200);
  BOOST_TEST(asked(base + "/moved").value().status == 302);  // and not where it points
}

BOOST_AUTO_TEST_CASE(end_in_time_and_in_size) {
  http_peer peer(answer_to);
  const auto base = "http://127.0.0.1:" + std::to_string(peer.port());
  http_ask hasty;
  hasty.timeout = std::chrono::milliseconds(100);
  BOOST_CHECK(asked(base + "/silent", hasty).error().code == errc::timed_out);
  http_ask small;
  small.answer_cap = 1000;
  BOOST_CHECK(asked(base + "/large", small).error().code == errc::too_large);
  BOOST_CHECK(asked(base + "/silent", {"GET", {}, {{"X", "a\r\nY: b"}}, {}, hasty.timeout}).error().code ==
              errc::invalid);
}

BOOST_AUTO_TEST_CASE(go_to_clear_addresses_only) {
  for (const auto* url :
       {"ftp://127.0.0.1/", "127.0.0.1", "http://", "http://user@127.0.0.1/", "/x", "http://a b/"})
    BOOST_TEST((asked(url).error().code == errc::invalid), url);
}

BOOST_AUTO_TEST_CASE(do_not_speak_tls_to_somebody_unknown) {
  http_peer peer(answer_to);
  const auto refused = asked("https://127.0.0.1:" + std::to_string(peer.port()) + "/");
  BOOST_CHECK(refused.error().code == errc::unavailable);
}

BOOST_AUTO_TEST_CASE(can_ask_whether_a_port_is_open) {
  asio::io_context io;
  const auto client = make_http_client();
  std::uint16_t port = 0;
  {
    http_peer peer(answer_to);
    port = peer.port();
    BOOST_TEST(wait(io, client->connect("127.0.0.1", port, std::chrono::seconds(2))).has_value());
  }
  BOOST_CHECK(wait(io, client->connect("127.0.0.1", port, std::chrono::seconds(2))).error().code ==
              errc::unavailable);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
