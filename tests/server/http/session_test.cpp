#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <boost/test/unit_test.hpp>
#include <set>
#include <sstream>

#include "tests/server/http/running_server.hpp"
#include "tests/support/raw_client.hpp"

namespace eeveon::test {
namespace {

using http::milliseconds;

std::string asking(const std::string& line, const std::string& headers = {}, const std::string& body = {}) {
  return line + " HTTP/1.1\r\nHost: a\r\n" + headers +
         (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" + body;
}
const std::string bearer = "Authorization: Bearer good\r\n";
const std::string cookie = "Cookie: x=y; eeveon_session=good\r\n";
const std::string json = "Content-Type: application/json\r\n";

int status_of(running_server& server, const std::string& request) {
  raw_client client(server.port);
  client.send(request);
  return client.reply().status;
}

BOOST_AUTO_TEST_SUITE(a_connection)

BOOST_AUTO_TEST_CASE(serves_many_requests_one_after_the_other) {
  running_server server;
  raw_client client(server.port);
  for (int i = 0; i < 10'000; ++i) {
    const auto number = std::to_string(i);
    client.send(asking("POST /hooks/github?n=" + number, {}, "body " + number));
    const auto reply = client.reply();
    if (reply.body != "POST /hooks/github|n=" + number + "|body " + number)
      BOOST_FAIL("wrong reply: " + reply.body);
  }
  BOOST_TEST(server.served == 10'000);
}

BOOST_AUTO_TEST_CASE(answers_pipelined_requests_in_order) {
  running_server server;
  raw_client client(server.port);
  std::string all;
  for (int i = 0; i < 500; ++i)
    all += asking("POST /hooks/github?n=" + std::to_string(i), {}, std::string(100, 'x'));
  all +=
      "POST /hooks/github?n=last HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "4;ext=\"v\"\r\nabcd\r\nA\r\n0123456789\r\n000\r\nTrailer: dropped\r\n\r\n";
  all += asking("GET /healthz");
  client.send(all);
  for (int i = 0; i < 500; ++i)
    if (!client.reply().body.starts_with("POST /hooks/github|n=" + std::to_string(i) + "|"))
      BOOST_FAIL("out of order");
  BOOST_TEST(client.reply().body == "POST /hooks/github|n=last|abcd0123456789");
  BOOST_TEST(client.reply().body == "GET /healthz||");
}

BOOST_AUTO_TEST_CASE(takes_what_is_unusual_but_clear) {
  running_server server;
  for (const auto& request :
       {asking("GET http://a/healthz"), asking("GET /echo/caf%C3%A9"), asking("GET /echo/a+b?c=d%20e&f"),
        asking("GET /healthz", "Content-Length: 0\r\n"), asking("GET /healthz", "X:\r\nY:  padded \t\r\n"),
        std::string("GET /healthz HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"),
        std::string("GET /healthz HTTP/1.0\r\n\r\n"),
        asking("GET /healthz", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"),
        asking("GET /echo/%252e%252e")})
    BOOST_TEST(status_of(server, request) == 200, request);
}

BOOST_AUTO_TEST_CASE(ends_when_the_client_says_so) {
  running_server server;
  for (const auto& request :
       {asking("GET /healthz", "Connection: close\r\n"), asking("GET /healthz", "Connection: x, Close\r\n"),
        std::string("GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n")}) {
    raw_client client(server.port);
    client.send(request);
    const auto reply = client.reply();
    BOOST_TEST(reply.status == 200);
    BOOST_TEST(reply.header("connection") == "close");
    client.shut_down_sending();
    BOOST_TEST(client.closes());
  }
}

BOOST_AUTO_TEST_CASE(answers_head_without_a_body) {
  running_server server;
  raw_client client(server.port);
  client.send(asking("HEAD /healthz") + asking("GET /healthz"));
  const auto head = client.reply(true);
  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.header("content-length") == "15");
  BOOST_TEST(client.reply().body == "GET /healthz||");
}

BOOST_AUTO_TEST_CASE(continues_when_that_is_expected) {
  running_server server;
  raw_client client(server.port);
  client.send("POST /hooks/github HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  BOOST_TEST(client.reply().status == 100);
  client.send("abcd");
  BOOST_TEST(client.reply().body == "POST /hooks/github||abcd");
}

BOOST_AUTO_TEST_CASE(carries_security_headers_in_every_reply) {
  running_server server;
  for (const auto& request : {asking("GET /healthz"), asking("GET /nothing/x"), asking("GET /api/v1/board"),
                              asking("GET /broken"), std::string("nonsense\r\n\r\n")}) {
    raw_client client(server.port);
    client.send(request);
    const auto reply = client.reply();
    BOOST_TEST(reply.header("content-security-policy").starts_with("default-src 'none'"));
    BOOST_TEST(reply.header("content-security-policy").find("manifest-src 'self'; worker-src 'self'") !=
               std::string_view::npos);
    BOOST_TEST(reply.header("x-content-type-options") == "nosniff");
    BOOST_TEST(reply.header("date").ends_with(" GMT"));
    BOOST_TEST(reply.header("cache-control") == "no-store");
  }
}

BOOST_AUTO_TEST_CASE(names_every_request_in_its_answer) {
  running_server server;
  std::set<std::string> names;
  for (const auto& request : {asking("GET /healthz"), asking("GET /nothing/x"), asking("GET /api/v1/board"),
                              asking("GET /broken"), asking("HEAD /healthz"), std::string("nonsense\r\n\r\n"),
                              asking("GET /healthz", "X-Request-Id: two words\r\n"),
                              asking("GET /healthz", "X-Request-Id: " + std::string(65, 'x') + "\r\n"),
                              asking("GET /healthz", "X-Request-Id:\r\n")}) {
    raw_client client(server.port);
    client.send(request);
    const auto reply = client.reply(request.starts_with("HEAD"));
    const auto name = reply.header("x-request-id");
    BOOST_TEST(http::is_request_id(name), request);
    BOOST_TEST(names.insert(name).second, request);
    if (reply.status >= 400)
      BOOST_TEST(reply.body.ends_with(",\"request_id\":\"" + name + "\"}"), reply.body);
    else
      BOOST_TEST(reply.body.find("request_id") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(keeps_the_name_that_a_request_has) {
  running_server server;
  for (const auto& name : {std::string("a"), std::string("1b6f.F-2_x"), std::string(64, 'x')})
    for (const std::string path : {"/healthz", "/broken"}) {
      raw_client client(server.port);
      client.send(asking("GET " + path, "X-Request-Id: " + name + "\r\n"));
      const auto reply = client.reply();
      BOOST_TEST(reply.header("x-request-id") == name);
      BOOST_TEST(
          (path == "/healthz" || reply.body.find("\"request_id\":\"" + name + "\"") != std::string::npos));
    }
}

// By what a person quotes an operator finds why.
BOOST_AUTO_TEST_CASE(writes_the_name_of_a_request_that_failed_into_the_log) {
  std::ostringstream lines;
  const auto before = spdlog::default_logger();
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines)));
  {
    running_server server;
    for (const std::string path : {"/broken", "/corrupt", "/away"})
      BOOST_TEST(status_of(server, asking("GET " + path, "X-Request-Id: quoted" + path.substr(1) + "\r\n")) >=
                 500);
  }
  spdlog::set_default_logger(before);
  BOOST_TEST(lines.str().find("request quotedbroken: GET /broken failed: secret detail") !=
             std::string::npos);
  BOOST_TEST(lines.str().find("request quotedcorrupt: GET /corrupt was answered 500: ") != std::string::npos);
  BOOST_TEST(lines.str().find("the log has a hole") != std::string::npos);
  BOOST_TEST(lines.str().find("quotedaway") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(hides_what_a_handler_threw) {
  running_server server;
  raw_client client(server.port);
  client.send(asking("GET /broken") + asking("GET /healthz"));
  const auto reply = client.reply();
  BOOST_TEST(reply.status == 500);
  BOOST_TEST(reply.body.find("secret") == std::string::npos);
  BOOST_TEST(client.reply().status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_door)

BOOST_AUTO_TEST_CASE(is_closed_to_the_nameless) {
  running_server server;
  for (const auto& line :
       {"GET /api/v1/board", "POST /api/v1/nodes", "DELETE /api/v1/nodes/x", "GET /api/v1/unknown",
        "PUT /api/v1/board", "POST /page", "GET /hooks/github", "OPTIONS /api/v1/board", "GET /api"})
    BOOST_TEST(status_of(server, asking(line)) == 401, line);
  BOOST_TEST(status_of(server, asking("GET /api/v1/board", "Authorization: Bearer bad\r\n")) == 401);
  BOOST_TEST(status_of(server, asking("GET /api/v1/board", "Authorization: Basic Z29vZA==\r\n")) == 401);
  BOOST_TEST(status_of(server, asking("GET /api/v1/board", "Cookie: __Host-eeveon_session=good\r\n")) == 401);
  BOOST_TEST(status_of(server, asking("GET /api/v1/board", "Authorization: Bearer away\r\n")) == 503);
  BOOST_TEST(server.served == 0);
}

BOOST_AUTO_TEST_CASE(tells_those_inside_what_is_there) {
  running_server server;
  BOOST_TEST(status_of(server, asking("GET /api/v1/board", bearer)) == 200);
  BOOST_TEST(status_of(server, asking("GET /api/v1/board", cookie)) == 200);
  BOOST_TEST(status_of(server, asking("GET /api/v1/unknown", bearer)) == 404);
  raw_client client(server.port);
  client.send(asking("DELETE /api/v1/board", bearer));
  const auto reply = client.reply();
  BOOST_TEST(reply.status == 405);
  BOOST_TEST(reply.header("allow") == "GET, HEAD");
}

BOOST_AUTO_TEST_CASE(shows_the_page_to_everybody) {
  running_server server;
  raw_client client(server.port);
  client.send(asking("GET /") + asking("GET /deployments/dep_1"));
  BOOST_TEST(client.reply().body == "page /");
  BOOST_TEST(client.reply().body == "page /deployments/dep_1");
}

BOOST_AUTO_TEST_CASE(takes_changes_from_our_own_page_only) {
  running_server server;
  const auto sent = [&](const std::string& headers) {
    return status_of(server, asking("POST /api/v1/nodes", headers, "{}"));
  };
  BOOST_TEST(sent(bearer + json) == 200);
  BOOST_TEST(sent(bearer + "Content-Type: application/json; charset=utf-8\r\n") == 200);
  BOOST_TEST(sent(cookie + json + "Origin: http://a\r\n") == 200);
  BOOST_TEST(sent(cookie + json + "Origin: http://A:80\r\n") == 200);
  BOOST_TEST(sent(cookie + json) == 403);
  BOOST_TEST(sent(cookie + json + "Origin: http://b\r\n") == 403);
  BOOST_TEST(sent(cookie + json + "Origin: https://a\r\n") == 403);
  BOOST_TEST(sent(cookie + json + "Origin: http://a.b\r\n") == 403);
  BOOST_TEST(sent(cookie + json + "Origin: null\r\n") == 403);
  BOOST_TEST(sent(bearer + json + "Origin: http://b\r\n") == 403);
  for (const std::string odd :
       {"http://a:80:80", "http://a:80:", "http://a:", "http://a/", "http://a/x", "http:///a", "http://u@a",
        "http://a?x", "http://a#x", "http://a, http://a", "http://"})
    BOOST_TEST(sent(cookie + json + "Origin: " + odd + "\r\n") == 403, odd);
  BOOST_TEST(sent(bearer) == 415);
  BOOST_TEST(sent(bearer + "Content-Type: text/plain\r\n") == 415);
  BOOST_TEST(status_of(server, asking("POST /api/v1/session", json, "{}")) == 200);
  BOOST_TEST(status_of(server, asking("POST /api/v1/session", json + "Origin: http://b\r\n", "{}")) == 403);
  BOOST_TEST(status_of(server, asking("DELETE /api/v1/nodes/x", cookie + "Origin: http://a\r\n")) == 200);
}

// The scheme's own port may be left out, once and at the end of an authority alone.
BOOST_AUTO_TEST_CASE(an_origin_is_ours_when_it_is_one_and_names_this_host) {
  const auto ours = [](const std::string& origin, const std::string& host, bool secure = false) {
    http_request request{.headers = {{"origin", origin}, {"host", host}}};
    request.secure = secure;
    return http::origin_is_ours(request, true);
  };
  BOOST_TEST(ours("http://a:8080", "a:8080"));
  BOOST_TEST(ours("http://a", "a:80"));
  BOOST_TEST(ours("HTTPS://a:443", "A", true));
  BOOST_TEST(ours("http://[::1]:8080", "[::1]:8080"));
  BOOST_TEST(ours("http://[::1]:80", "[::1]"));
  BOOST_TEST(!ours("http://a:8080:80", "a:8080"));
  BOOST_TEST(!ours("https://a:8443:443", "a:8443", true));
  BOOST_TEST(!ours("http://[::1]:8080:80", "[::1]:8080"));
  BOOST_TEST(!ours("http://::1:80", "[::1]"));
  BOOST_TEST(!ours("http://::1", "::1"));
  BOOST_TEST(!ours("http://a:443", "a"));
}

BOOST_AUTO_TEST_CASE(believes_forwarded_headers_from_known_proxies_only) {
  const auto request =
      asking("GET /api/v1/board", "X-Forwarded-Proto: https\r\nCookie: __Host-eeveon_session=good\r\n");
  running_server plain;
  BOOST_TEST(status_of(plain, request) == 401);
  http::settings behind_proxy;
  behind_proxy.trusted_proxies = {"127.0.0.1"};
  running_server proxied(behind_proxy);
  BOOST_TEST(status_of(proxied, request) == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
