// The live feed over real sockets: who may listen, for how long, and what a slow reader is told.
#include "tests/server/api_server.hpp"
#include "tests/support/http_peer.hpp"

namespace eeveon::test {
namespace {

const std::pair<std::string, std::string> bearer{"Authorization", "Bearer good"};

// A minute is long for a test.
struct impatient : api_server {
  impatient() {
    inside([this] { with.recheck_sockets = std::chrono::milliseconds(20); });
  }
};

json::object next(websocket_peer& peer) {
  const auto text = peer.read();
  BOOST_REQUIRE(text);
  return json::parse(*text).as_object();
}

BOOST_FIXTURE_TEST_SUITE(a_live_socket, impatient)

BOOST_AUTO_TEST_CASE(names_its_request_when_it_opens) {
  raw_client client(port);
  client.send(
      "GET /api/v1/live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      "Authorization: Bearer good\r\nX-Request-Id: live-1\r\n\r\n");
  const auto reply = client.reply(true);
  BOOST_TEST(reply.status == 101);
  BOOST_TEST(reply.header("x-request-id") == "live-1");
}

BOOST_AUTO_TEST_CASE(brings_a_snapshot_then_changes_with_their_times) {
  websocket_peer peer(port, "/api/v1/live", {bearer});
  BOOST_TEST(peer.status() == 101);
  const auto begun = next(peer);
  BOOST_TEST(begun.at("type") == "snapshot");
  BOOST_TEST(begun.contains("at"));
  with_shop();
  for (std::int64_t at = begun.at("position").as_int64(); at < 2;) {
    const auto change = next(peer);
    BOOST_TEST(change.at("type") == "change");
    BOOST_TEST(change.at("at") == change.at("events").as_array().back().at("recorded_at"));
    BOOST_TEST(change.at("events").at(0).at("position") == at + 1);
    at = change.at("position").as_int64();
  }
  peer.close();
  for (const std::string wrong : {"1x", "-1", "9223372036854775808", "1e3", "", "%20"}) {
    websocket_peer resumed(port, "/api/v1/live?after=" + wrong, {bearer});
    BOOST_TEST(next(resumed).at("type") == "problem", wrong);
    BOOST_TEST(next(resumed).at("type") == "snapshot", wrong);
    resumed.close();
  }
}

BOOST_AUTO_TEST_CASE(sends_only_the_topics_that_were_asked_for) {
  websocket_peer peer(port, "/api/v1/live?topics=board", {bearer});
  const auto begun = next(peer);
  BOOST_TEST(begun.at("type") == "snapshot");
  with_shop();
  const auto change = next(peer);
  BOOST_TEST(change.at("type") == "change");
  BOOST_TEST(!change.contains("events"));
  BOOST_TEST(change.at("first").as_int64() == begun.at("position").as_int64() + 1);
  peer.close();
}

BOOST_AUTO_TEST_CASE(says_so_when_a_topic_does_not_exist_and_sends_everything) {
  websocket_peer peer(port, "/api/v1/live?topics=boards", {bearer});
  BOOST_TEST(next(peer).at("type") == "problem");
  BOOST_TEST(next(peer).at("type") == "snapshot");
  peer.send(R"({"type":"topics","topics":["nothing"]})");
  BOOST_TEST(next(peer).at("type") == "problem");
  with_shop();
  BOOST_TEST(next(peer).contains("events"));
  peer.close();
}

BOOST_AUTO_TEST_CASE(ends_with_4401_when_its_token_is_gone) {
  websocket_peer peer(port, "/api/v1/live", {bearer});
  next(peer);
  inside([this] { tokens.away = true; });
  const int before = tokens.asked;
  while (tokens.asked < before + 2) std::this_thread::yield();  // a database that is away sends nobody home
  append("system", project_applied{});
  BOOST_TEST(next(peer).at("type") == "change");
  inside([this] { tokens.away = false, tokens.names.erase("good"); });
  BOOST_TEST(!peer.read());
  BOOST_TEST(peer.close_code() == 4401);
}

// The page has several tabs, and others their own sessions; nobody waits for the next look.
BOOST_FIXTURE_TEST_CASE(ends_at_once_when_its_session_signs_out, api_server) {
  BOOST_REQUIRE(with.recheck_sockets == std::chrono::minutes(1));
  const auto socket_of = [&](const std::string& session) {
    return std::make_unique<websocket_peer>(
        port, "/api/v1/live",
        std::vector<std::pair<std::string, std::string>>{{"Cookie", "eeveon_session=" + session},
                                                         {"Origin", "http://a"}});
  };
  const auto first = socket_of("good"), second = socket_of("good"), other = socket_of("other");
  websocket_peer script(port, "/api/v1/live", {bearer});
  for (auto* peer : {first.get(), second.get(), other.get(), &script})
    BOOST_TEST(next(*peer).at("type") == "snapshot");
  BOOST_TEST(
      ask("DELETE /api/v1/session", "", "Cookie: eeveon_session=good\r\nOrigin: http://a\r\n", "").status ==
      204);
  BOOST_TEST(inside([this] { return tokens.forgotten; }) == std::vector<std::string>{"good"},
             boost::test_tools::per_element());
  const auto last = append("system", project_applied{});
  for (auto* peer : {first.get(), second.get()}) {
    while (peer->read()) {
    }
    BOOST_TEST(peer->close_code() == 4401);
  }
  for (auto* peer : {other.get(), &script}) {
    while (next(*peer).at("position").as_int64() < last) {
    }
    peer->close();
  }
}

BOOST_AUTO_TEST_CASE(ends_when_the_client_talks_nonsense) {
  websocket_peer peer(port, "/api/v1/live", {bearer});
  next(peer);
  peer.send("hello");
  BOOST_TEST(!peer.read());
  BOOST_TEST(peer.close_code() == 1003);
}

BOOST_AUTO_TEST_CASE(ends_when_the_client_sends_what_is_no_text) {
  websocket_peer peer(port, "/api/v1/live", {bearer});
  next(peer);
  peer.send(R"({"type":"topics","topics":["board"]})", true);
  BOOST_TEST(!peer.read());
  BOOST_TEST(peer.close_code() == 1003);
}

// A reader that does not read is told so once, with a position from which nothing is lost.
BOOST_AUTO_TEST_CASE(tells_a_slow_reader_where_to_go_on) {
  websocket_peer peer(port, "/api/v1/live", {bearer}, 4096);
  next(peer);
  const json::object heavy{{"filler", std::string(200'000, 'x')}};
  std::int64_t last = 0;
  for (int i = 0; i < 60; ++i) last = append("project-p" + std::to_string(i), project_applied{"p", heavy});
  while (inside([this] { return picture.position(); }) < last) std::this_thread::yield();
  bool behind = false;
  for (std::int64_t at = 0; at < last;) {
    const auto message = next(peer);
    if (message.at("type") == "behind") {
      behind = true;
      BOOST_TEST(message.at("position").as_int64() > at);
      BOOST_TEST(message.at("missed").as_int64() > 0);
    } else {
      BOOST_TEST(message.at("events").at(0).at("position").as_int64() == at + 1);
    }
    at = message.at("position").as_int64();
  }
  BOOST_TEST(behind);
  peer.close();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
