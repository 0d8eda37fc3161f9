#include <boost/test/unit_test.hpp>

#include "server/live/websocket.hpp"
#include "tests/server/http/running_server.hpp"
#include "tests/support/http_peer.hpp"
#include "tests/support/raw_client.hpp"

namespace eeveon::test {
namespace {

socket_message text(const std::string& value) { return make_message(value); }

// What a live feed does, reduced: it echoes, floods on "flood", and closes on "bye".
asio::awaitable<void> feed(std::shared_ptr<websocket> socket, http::request_context context) {
  const auto sent = std::make_shared<int>(0);
  const std::weak_ptr<websocket> weak = socket;
  socket->on_behind([sent](std::size_t lost) {
    return text("behind " + std::to_string(*sent) + ", lost " + std::to_string(lost));
  });
  if (context.who) socket->send(text("hello " + context.who->name));
  co_await socket->run([weak, sent](std::string_view message) {
    const auto here = weak.lock();
    if (message == "flood") {
      for (int i = 0; i < 2000; ++i)
        here->send(text("number " + std::to_string(++*sent) + std::string(16 * 1024, ' ')));
    } else if (message == "bye") {
      here->send(text("last words"));
      here->close(4401, "Sign in again.");
    } else {
      here->send(text(std::string(message)));
    }
  });
}

std::vector<http::route> live_route() {
  http::route row{"GET", "/api/v1/live", http::access::signed_in, "", {}};
  row.serve_socket = feed;
  return {row};
}
const std::pair<std::string, std::string> bearer{"Authorization", "Bearer good"},
    cookie{"Cookie", "eeveon_session=good"};

std::string upgrade(const std::string& key = "dGhlIHNhbXBsZSBub25jZQ==") {
  return "GET /api/v1/live HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nConnection: Upgrade\r\n"
         "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
         key + "\r\n\r\n";
}

// A client's frame under the mask that changes nothing.
std::string frame(int first, std::string_view payload) {
  return std::string(1, static_cast<char>(first)) + static_cast<char>(0x80 | payload.size()) +
         std::string(4, '\0') + std::string(payload);
}

// Reads until `wanted` has come.
bool reads(raw_client& from, std::string_view wanted) {
  std::string all;
  while (all.find(wanted) == all.npos) {
    const auto more = from.read_some();
    if (more.empty()) return false;
    all += more;
  }
  return true;
}

BOOST_AUTO_TEST_SUITE(websockets)

BOOST_AUTO_TEST_CASE(messages_come_back_whole) {
  running_server server({}, live_route());
  websocket_peer peer(server.port, "/api/v1/live?after=3", {bearer});
  BOOST_TEST(peer.status() == 101);
  BOOST_TEST(peer.read().value() == "hello ada");
  for (const std::size_t size : {0u, 1u, 125u, 126u, 65'535u, 65'536u, 200'000u}) {
    peer.send(std::string(size, 'x'));
    BOOST_TEST(peer.read().value().size() == size);
  }
  peer.send("bye");
  BOOST_TEST(peer.read().value() == "last words");
  BOOST_TEST(!peer.read());
  BOOST_TEST(peer.close_code() == 4401);
}

BOOST_AUTO_TEST_CASE(one_message_may_be_larger_than_the_queue) {
  http::settings set;
  set.socket_limits.queued_bytes = 1000;
  running_server server(set, live_route());
  websocket_peer peer(server.port, "/api/v1/live", {bearer});
  BOOST_TEST(peer.read().value() == "hello ada");
  peer.send(std::string(100'000, 'x'));
  BOOST_TEST(peer.read().value().size() == 100'000u);
}

BOOST_AUTO_TEST_CASE(only_our_own_page_or_a_token_opens_one) {
  running_server server({}, live_route());
  const auto status = [&](std::vector<std::pair<std::string, std::string>> headers) {
    return websocket_peer(server.port, "/api/v1/live", headers).status();
  };
  BOOST_TEST(status({}) == 401);
  BOOST_TEST(status({bearer}) == 101);
  BOOST_TEST(status({cookie}) == 403);
  BOOST_TEST(status({cookie, {"Origin", "http://a"}}) == 101);
  BOOST_TEST(status({cookie, {"Origin", "http://evil"}}) == 403);
  BOOST_TEST(status({bearer, {"Origin", "http://evil"}}) == 403);
  raw_client plain(server.port);
  plain.send("GET /api/v1/live HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\n\r\n");
  BOOST_TEST(plain.reply().status == 426);
}

BOOST_AUTO_TEST_CASE(bytes_behind_an_upgrade_are_refused) {
  running_server server({}, live_route());
  raw_client client(server.port);
  client.send(upgrade() + "GET /healthz HTTP/1.1\r\n");
  BOOST_TEST(client.reply().status == 400);
  BOOST_TEST(server.served == 0);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_none_is_refused) {
  running_server server({}, live_route());
  raw_client client(server.port);
  client.send(upgrade("not base64 at all 1234!!"));
  BOOST_TEST(client.reply().status == 400);
}

BOOST_AUTO_TEST_CASE(a_ping_between_fragments_is_answered_before_they_are_whole) {
  running_server server({}, live_route());
  raw_client client(server.port);
  client.send(upgrade());
  BOOST_TEST(client.reply().status == 101);
  client.send(frame(0x01, "\xe2\x82") + frame(0x89, "still there?"));
  BOOST_TEST(reads(client, "\x8a\x0cstill there?"));
  client.send(frame(0x80, "\xac uro"));
  BOOST_TEST(reads(client, "\x81\x07\xe2\x82\xac uro"));
}

BOOST_AUTO_TEST_CASE(a_close_is_answered_with_its_code_and_the_connection_ends) {
  running_server server({}, live_route());
  raw_client client(server.port);
  client.send(upgrade());
  BOOST_TEST(client.reply().status == 101);
  client.send(frame(0x88, "\x0f\xa1gone") + frame(0x81, "nobody hears this"));
  bool closed = false;
  const auto all = client.rest(closed);
  BOOST_TEST(closed);
  BOOST_TEST(all.ends_with("\x88\x02\x0f\xa1"));
}

BOOST_AUTO_TEST_CASE(what_breaks_the_protocol_is_told_its_code) {
  running_server server({}, live_route());
  raw_client client(server.port);
  client.send(upgrade());
  BOOST_TEST(client.reply().status == 101);
  client.send(frame(0x81, "\xff"));
  bool closed = false;
  const auto all = client.rest(closed);
  BOOST_TEST(closed);
  BOOST_TEST(all.ends_with("\x88\x02\x03\xef"));  // 1007
}

BOOST_AUTO_TEST_CASE(a_message_too_large_ends_the_connection) {
  running_server server({}, live_route());
  websocket_peer peer(server.port, "/api/v1/live", {bearer});
  peer.read();
  peer.send(std::string(256 * 1024 + 1, 'x'));
  BOOST_TEST(!peer.read());
  BOOST_TEST(peer.close_code() == 1009);
}

BOOST_AUTO_TEST_CASE(a_slow_reader_is_told_it_is_behind_and_misses_nothing_after_that) {
  running_server server({}, live_route());
  websocket_peer peer(server.port, "/api/v1/live", {bearer}, 4096);
  BOOST_TEST(peer.read().value() == "hello ada");
  peer.send("flood");
  int received = 0;
  std::string message;
  for (;;) {
    message = peer.read().value();
    if (message.starts_with("behind")) break;
    ++received;
    BOOST_TEST(message.starts_with("number " + std::to_string(received) + " "));
  }
  BOOST_TEST(received < 1000);
  BOOST_TEST(message == "behind 2000, lost " + std::to_string(2000 - received));
  peer.send("still there?");
  BOOST_TEST(peer.read().value() == "still there?");
}

BOOST_AUTO_TEST_CASE(a_reader_that_has_stopped_is_dropped) {
  http::settings set;
  set.socket_limits.stalled = http::milliseconds(200);
  running_server server(set, live_route());
  websocket_peer stuck(server.port, "/api/v1/live", {bearer}, 4096);
  stuck.send("flood");
  // Each flood is more than the kernels' buffers hold, so a write is under way that cannot end by itself.
  for (int i = 0; i < 20; ++i) stuck.send("flood");
  const auto begun = std::chrono::steady_clock::now();
  server.stop();  // waits for open connections, up to its grace of 25 s
  BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds(10)));
  while (stuck.read()) {
  }
  BOOST_TEST(stuck.close_code() == 0);  // a full pipe has no room for a close frame
}

BOOST_AUTO_TEST_CASE(a_silent_peer_is_pinged_and_a_dead_one_dropped) {
  http::settings set;
  set.socket_limits.ping = http::milliseconds(100);
  running_server server(set, live_route());
  raw_client dead(server.port);
  dead.send(upgrade());
  BOOST_TEST(dead.reply().status == 101);
  bool closed = false;
  const auto frames = dead.rest(closed);
  BOOST_TEST(closed);
  BOOST_TEST(frames.find('\x89') != std::string::npos);  // a ping
}

BOOST_AUTO_TEST_CASE(stopping_says_goodbye) {
  running_server server({}, live_route());
  websocket_peer peer(server.port, "/api/v1/live", {bearer});
  peer.read();
  server.begin_to_stop();
  BOOST_TEST(!peer.read());
  BOOST_TEST(peer.close_code() == 1001);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
