// A listening server on a free port, with a few routes whose handlers count how often they were reached.
#pragma once

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <memory>
#include <thread>

#include "server/http/listener.hpp"
#include "server/http/reply.hpp"

namespace eeveon::test {

namespace asio = boost::asio;

class known_tokens final : public http::authenticator {
 public:
  asio::awaitable<result<http::actor>> identify(http::credentials shown) override {
    if (shown.token == "good") co_return http::actor{"ada"};
    if (shown.token == "away") co_return fail(errc::unavailable, "The database does not answer.");
    co_return fail(errc::unauthorized, "Sign in again.");
  }
};

class running_server {
 public:
  explicit running_server(http::settings set = {}, std::vector<http::route> more = {}) {
    set.port = 0;
    set.allowed.tick = std::min(set.allowed.tick, http::milliseconds(20));
    auto rows = routes();
    for (auto& row : more) rows.push_back(std::move(row));
    listener_ =
        std::make_shared<http::listener>(io_, std::move(set), http::router(std::move(rows), page()), tokens_);
    port = listener_->open().value();
    listener_->start();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~running_server() {
    io_.stop();
    thread_.join();
  }

  // Stops as on SIGTERM, and waits for it.
  void stop() { asio::co_spawn(io_, listener_->stop(), asio::use_future).get(); }
  void begin_to_stop() { asio::co_spawn(io_, listener_->stop(), asio::detached); }

  std::uint16_t port = 0;
  std::atomic<int> served{0};        // requests that reached a handler
  std::atomic<std::size_t> body{0};  // bytes of the last body

 private:
  asio::awaitable<http_reply> echo(http::request_context context) {
    ++served;
    body = context.request.body.size();
    co_return http_reply{200,
                         {{"Content-Type", "text/plain"}},
                         context.request.method + " " + context.request.path + "|" + context.request.query +
                             "|" + context.request.body};
  }
  asio::awaitable<http_reply> who(http::request_context context) {
    ++served;
    co_return http_reply{200, {}, context.who ? context.who->name : "nobody"};
  }
  asio::awaitable<http_reply> slow(http::request_context) {
    ++served;
    asio::steady_timer timer(io_, std::chrono::milliseconds(200));
    co_await timer.async_wait(asio::use_awaitable);
    co_return http_reply{200, {}, "slow"};
  }
  static asio::awaitable<http_reply> broken(http::request_context) {
    throw std::runtime_error("secret detail");
    co_return http_reply{};
  }
  static asio::awaitable<http_reply> corrupt(http::request_context) {
    co_return http::problem(fail(errc::corrupt, "the log has a hole").error());
  }
  static asio::awaitable<http_reply> away(http::request_context) {
    co_return http::problem(fail(errc::unavailable, "the database does not answer").error());
  }
  asio::awaitable<http_reply> show_page(http::request_context context) {
    ++served;
    co_return http_reply{200, {{"Content-Type", "text/html"}}, "page " + context.request.path};
  }

  std::vector<http::route> routes() {
    using enum http::access;
    const auto to_echo = std::bind_front(&running_server::echo, this);
    const auto to_who = std::bind_front(&running_server::who, this);
    return {
        {"POST", "/hooks/github", signed_body, "", to_echo, http::hook_body_cap},
        {"GET", "/healthz", anonymous, "", to_echo},
        {"GET", "/echo/{text}", anonymous, "", to_echo},
        {"POST", "/api/v1/session", anonymous, "", to_echo},
        {"GET", "/api/v1/board", signed_in, "", to_who},
        {"POST", "/api/v1/nodes", signed_in, "", to_echo, 1024},
        {"DELETE", "/api/v1/nodes/{name}", signed_in, "", to_echo},
        {"GET", "/slow", anonymous, "", std::bind_front(&running_server::slow, this)},
        {"GET", "/broken", anonymous, "", &running_server::broken},
        {"GET", "/corrupt", anonymous, "", &running_server::corrupt},
        {"GET", "/away", anonymous, "", &running_server::away},
    };
  }
  http::handler page() { return std::bind_front(&running_server::show_page, this); }

  asio::io_context io_{1};
  known_tokens tokens_;
  std::shared_ptr<http::listener> listener_;
  std::thread thread_;
};

}  // namespace eeveon::test
