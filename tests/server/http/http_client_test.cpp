#include "adapters/net/http_client.hpp"

#include <stdlib.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/support/http_peer.hpp"
#include "tests/support/io.hpp"
#include "tests/support/repositories.hpp"

namespace eeveon::test {
namespace {

http_peer::answer answer_to(std::string_view target) {
  if (target == "/large") return {200, std::string(100'000, 'x')};
  if (target == "/moved") return {302, "elsewhere"};
  if (target == "/silent") return {200, {}, true};
  return {200, "asked for " + std::string(target)};
}

// Takes one request, head only, and gives the bytes it was told to give; then it closes.
class one_answer {
 public:
  explicit one_answer(std::string bytes)
      : thread_([this, bytes = std::move(bytes)] {
          auto peer = acceptor_.accept();
          asio::read_until(peer, asio::dynamic_buffer(heard_), "\r\n\r\n");
          boost::system::error_code gone;
          asio::write(peer, asio::buffer(bytes), gone);
        }) {}
  std::string url() const { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }
  const std::string& heard() { return thread_.join(), heard_; }  // once

 private:
  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::make_address("127.0.0.1"), 0}};
  std::string heard_;
  std::jthread thread_;
};

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

BOOST_AUTO_TEST_CASE(say_what_was_asked_and_no_more) {
  one_answer peer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  BOOST_TEST(asked(peer.url() + "/a%20b?c=d", {.method = "POST", .headers = {{"User-Agent", "shop"}}})
                 .value()
                 .status == 200);
  BOOST_TEST(peer.heard() == "POST /a%20b?c=d HTTP/1.1\r\nHost: " + peer.url().substr(7) +
                                 "\r\nUser-Agent: shop\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  for (const auto* method : {"", "GET /other", "GET\r\nX:"})
    BOOST_TEST((asked("http://127.0.0.1/", {.method = method}).error().code == errc::invalid), method);
}

BOOST_AUTO_TEST_CASE(understand_every_way_in_which_an_answer_ends) {
  for (const auto& [bytes, body] :
       {std::pair{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", "hello"},
        {"HTTP/1.0 200 OK\r\n\r\nhello", "hello"},  // with the connection
        {"HTTP/1.1 204 No Content\r\n\r\n", ""}}) {
    one_answer peer(bytes);
    BOOST_TEST(asked(peer.url()).value().body == body, bytes);
  }
  one_answer head("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  BOOST_TEST(asked(head.url(), {.method = "HEAD"}).value().status == 200);
  for (const auto* bytes :
       {"", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n", "what?\r\n\r\n"}) {
    one_answer peer(bytes);
    BOOST_TEST((asked(peer.url()).error().code == errc::unavailable), bytes);
  }
  one_answer talker("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  BOOST_TEST((asked(talker.url()).error().code == errc::too_large));
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

BOOST_AUTO_TEST_CASE(speak_tls_to_whom_the_machine_trusts_by_the_name_in_the_certificate) {
  served_repository peer;
  peer.serve_https();
  const auto refs = peer.over_https("shop.git/info/refs?service=git-upload-pack");
  const http_ask login{.headers = {{"Authorization", "Basic ZXZlOnNlOnNhbWU="}}};
  BOOST_CHECK(asked(refs, login).error().code == errc::unavailable);
  ::setenv("SSL_CERT_FILE", peer.certificate.c_str(), 1);
  const auto answer = asked(refs, login);
  const auto other_name = asked("https://localhost" + refs.substr(refs.find(':', 8)), login);
  ::unsetenv("SSL_CERT_FILE");
  BOOST_TEST(answer.value().status == 200);
  BOOST_TEST(answer.value().body.contains(peer.commit));
  BOOST_CHECK(other_name.error().code == errc::unavailable);
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
