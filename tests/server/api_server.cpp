#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

asio::awaitable<http_reply> page() { co_return http_reply{200, {{"Content-Type", "text/html"}}, "page"}; }

}  // namespace

api_server::api_server() {
  log->on_committed = [this](std::int64_t position, std::vector<std::string>) { grown.grown_to(position); };
  hooked.secrets[""] = {"secret"};
  with.hook_secrets = hooked.secrets;
  rows = api::whole_table(with, numbers, hooked, "test");
  http::settings set{.port = 0};
  set.allowed.tick = http::milliseconds(20);
  set.allowed.grace = http::milliseconds(500);
  ears_ = std::make_shared<http::listener>(
      io, std::move(set), http::router(rows, [](http::request_context) { return page(); }), tokens);
  port = ears_->open().value();
  asio::co_spawn(io, picture.run(), asio::detached);
  ears_->start();
  thread_ = std::thread([this] { io.run(); });
}

api_server::~api_server() {
  asio::co_spawn(io, ears_->stop(), asio::use_future).get();
  io.stop();
  thread_.join();
}

api_answer api_server::ask(const std::string& line, const std::string& body, const std::string& headers,
                           const std::string& token) {
  raw_client client(port);
  client.send(line + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" +
              (token.empty() ? "" : "Authorization: Bearer " + token + "\r\n") + headers +
              (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" +
              body);
  api_answer out;
  out.raw = client.reply();
  out.status = out.raw.status;
  boost::system::error_code not_json;
  out.body = json::parse(out.raw.body, not_json);
  return out;
}

std::int64_t api_server::append_made(const std::string& stream, new_event event) {
  append_command command{.actor = "test"};
  command.streams.push_back({stream, std::nullopt, {std::move(event)}});
  return asio::co_spawn(io, events->append(std::move(command)), asio::use_future).get().value().position;
}

std::size_t api_server::events_so_far() {
  return inside([this] { return log->events.size(); });
}

void api_server::with_shop(const std::string& queue) {
  BOOST_REQUIRE_EQUAL(ask("POST /api/v1/nodes", R"({"name":"node-1","kind":"local","root":"/srv"})").status,
                      201);
  BOOST_REQUIRE_EQUAL(ask("PUT /api/v1/projects/shop", spec(queue)).status, 200);
}

std::string api_server::spec(const std::string& queue) {
  return R"({"project":"shop","repository":"https://example.org/shop.git","environments":{"production":{"nodes":{"names":["node-1"]},"queue":")" +
         queue + R"("}}})";
}

}  // namespace eeveon::test
