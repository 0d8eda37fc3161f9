#include "server/http/session.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "server/http/peer.hpp"
#include "server/http/reply.hpp"
#include "server/live/frames.hpp"

namespace eeveon::http {
namespace {

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t most_logged = 500;  // bytes of an answer

http_reply not_found_here(const std::string& allow) {
  if (allow.empty()) return problem(404, "There is nothing at this path.", "not_found");
  auto reply = problem(405, "This path does not take this method.");
  reply.headers.emplace_back("Allow", allow);
  return reply;
}

// What only a page of ours, or a program with a token of its own, may send.
std::optional<http_reply> refuse_foreign(const route& row, const request_head& head, bool from_cookie) {
  const auto& request = head.request;
  if (row.needs == access::signed_body) return std::nullopt;
  if ((row.serve_socket || changes_state(request.method)) && !origin_is_ours(request, from_cookie))
    return problem(403, "The request comes from another origin.");
  if (row.serve_socket && !head.wants_websocket) {
    auto reply = problem(426, "This path speaks WebSocket only.");
    reply.headers.insert(reply.headers.end(), {{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}});
    return reply;
  }
  const bool brings_body = request.method == "DELETE" ? !head.body.empty() : changes_state(request.method);
  if (brings_body && !is_json(request.header("content-type")))
    return problem(415, "Send the body as application/json.", "invalid", "Content-Type");
  return std::nullopt;
}

}  // namespace

session::session(asio::ip::tcp::socket socket, std::shared_ptr<service> shared)
    : socket_(std::move(socket)), shared_(std::move(shared)), reader_(socket_, until_, *shared_) {
  boost::system::error_code ignored;
  peer_ = unmapped(socket_.remote_endpoint(ignored).address());
  peer_text_ = peer_.to_string();
  shared_->open.insert(this);
  ++shared_->connections[peer_];
}

session::~session() {
  shared_->open.erase(this);
  if (--shared_->connections[peer_] == 0) shared_->connections.erase(peer_);
}

asio::awaitable<void> session::run(std::shared_ptr<session> self) {
  while (co_await self->serve_next()) {
  }
  co_await self->part();
}

void session::check_deadline(deadline::clock::time_point now) {
  if (now < until_.at) return;
  boost::system::error_code ignored;
  until_.passed = true;
  socket_.cancel(ignored);
}

void session::wind_down() {
  boost::system::error_code ignored;
  if (reader_.is_idle()) socket_.cancel(ignored);
  if (const auto live = live_.lock()) live->close(1001, "The server stops.");
}

void session::abort() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  if (const auto live = live_.lock()) live->drop();
}

asio::awaitable<bool> session::serve_next() {
  auto head = co_await reader_.head();
  started_ = deadline::clock::now();
  record_ = {};
  head_only_ = secure_ = false;
  id_ = head ? shared_->ids.name(head->request) : shared_->ids.fresh();
  if (!head) co_return co_await refuse(head.error());
  auto& request = head->request;
  request.id = id_;
  request.peer = peer_text_;
  apply_forwarded(request, shared_->set.trusted_proxies);
  head_only_ = request.method == "HEAD";
  secure_ = request.secure;

  if (comes_too_often(request))
    co_return co_await send(
        problem(429, "Too many requests from this address: wait before the next.", "refused"),
        !head->keep_alive || !head->body.empty());
  auto let_in = co_await admit(*head);
  // A body that nobody reads would be taken for the next request: after an unread one there is no next
  // request.
  if (!let_in) co_return co_await send(std::move(let_in.error()), !head->keep_alive || !head->body.empty());
  record_.method = let_in->row->method;
  record_.pattern = let_in->row->pattern;
  request_context context{std::move(request), std::move(let_in->parameters), std::move(let_in->who)};
  co_return co_await serve(*let_in->row, std::move(context), *head);
}

// Whoever is on this machine could do worse than ask often; a proxy here asks for others.
bool session::comes_too_often(const http_request& request) {
  if (peer_.is_loopback() && request.peer == peer_text_) return false;
  return !shared_->rate.take(request.peer, started_);
}

asio::awaitable<std::expected<session::admission, http_reply>> session::admit(request_head& head) {
  auto& request = head.request;
  auto found = shared_->routes.find(request.method, request.path);
  std::optional<actor> who;
  if (!found.row || found.row->needs == access::signed_in) {
    auto shown = credentials_of(request);
    if (shown.empty())
      co_return std::unexpected(problem(401, "Sign in, or send a Bearer token.", "unauthorized"));
    const bool from_cookie = shown.from_cookie;
    until_.never();
    auto known = co_await shared_->authority.identify(std::move(shown));
    if (!known) co_return std::unexpected(problem(known.error()));
    who = std::move(*known);
    who->from_cookie = from_cookie;
  }
  if (!found.row) co_return std::unexpected(not_found_here(found.allow));
  if (auto foreign = refuse_foreign(*found.row, head, who && who->from_cookie))
    co_return std::unexpected(std::move(*foreign));
  co_return admission{found.row, std::move(found.parameters), std::move(who)};
}

asio::awaitable<bool> session::serve(const route& row, request_context context, const request_head& head) {
  if (row.serve_socket) {
    co_await upgrade(row, std::move(context));
    co_return false;
  }
  body_share share(*shared_);
  if (!head.body.empty()) {
    const bool fits = head.body.how == framing::kind::chunked || head.body.length <= row.body_cap;
    if (head.expects_continue && fits && !reader_.has_more() && !co_await say_continue()) co_return false;
    auto body = co_await reader_.body(head.body, row.body_cap, share);
    if (!body) co_return co_await refuse(body.error());
    context.request.body = std::move(*body);
    record_.received = context.request.body.size();
  }
  until_.never();
  auto reply = co_await answer(row, std::move(context));
  const bool close = reply.close || !head.keep_alive;
  co_return co_await send(std::move(reply), close);
}

asio::awaitable<http_reply> session::answer(const route& row, request_context context) {
  try {
    auto reply = co_await row.serve(std::move(context));
    // What is away for now (503) is told by whoever cannot reach it, not once more by each who asks.
    if (reply.status >= 500 && reply.status != 503)
      spdlog::error("request {}: {} {} was answered {}: {}", id_, row.method, row.pattern, reply.status,
                    std::string_view(reply.body).substr(0, most_logged));
    co_return reply;
  } catch (const std::exception& thrown) {
    spdlog::error("request {}: {} {} failed: {}", id_, row.method, row.pattern, thrown.what());
  }
  co_return problem(500, "Something went wrong here; the server's log says more.");
}

asio::awaitable<void> session::upgrade(const route& row, request_context context) {
  if (reader_.has_more()) {
    co_await refuse({400, "Bytes follow the upgrade before it was accepted."});
    co_return;
  }
  auto agreed = frames::accept_of(context.request.header("sec-websocket-key"));
  if (agreed.empty()) {
    co_await refuse({400, "Sec-WebSocket-Key is not 16 bytes in base64."});
    co_return;
  }
  until_.never();
  if (shared_->sockets >= shared_->set.allowed.sockets) {
    co_await refuse({503, "As many live connections as this server takes are open: try again later."});
    co_return;
  }
  ++shared_->sockets;
  const struct leave {
    int& sockets;
    ~leave() { --sockets; }
  } at_the_end{shared_->sockets};
  reader_.forget();
  const auto live =
      std::make_shared<websocket>(std::move(socket_), shared_->set.socket_limits, shared_->together);
  live_ = live;
  if (const auto accepted = co_await live->accept(std::move(agreed), id_); !accepted) co_return;
  try {
    co_await row.serve_socket(live, std::move(context));
  } catch (const std::exception& thrown) {
    spdlog::error("request {}: {} failed: {}", id_, row.pattern, thrown.what());
  }
  live->drop();
}

asio::awaitable<bool> session::say_continue() {
  static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  until_.in(shared_->set.allowed.reply_budget);
  auto [failed, bytes] = co_await asio::async_write(socket_, asio::buffer(go_on), as_tuple);
  co_return !failed;
}

asio::awaitable<bool> session::refuse(refusal reason) {
  if (reason.status == 0) co_return false;
  auto reply = problem(reason.status, reason.reason);
  if (reason.status == 426)  // RFC 6455 4.4
    reply.headers.insert(reply.headers.end(), {{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}});
  co_return co_await send(std::move(reply), true);
}

asio::awaitable<bool> session::send(http_reply reply, bool close) {
  close |= shared_->stopping;
  name_request(reply, id_);
  const auto head = write_head(reply, {head_only_, close, secure_, std::time(nullptr), id_});
  const bool with_body = !head_only_ && may_have_body(reply.status);
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head),
                                                with_body ? asio::buffer(reply.body) : asio::const_buffer{}};
  until_.in(budget_for(shared_->set.allowed.reply_budget, reply.body.size()));
  auto [failed, bytes] = co_await asio::async_write(socket_, parts, as_tuple);
  if (shared_->set.observe) {
    record_.status = reply.status;
    record_.took = std::chrono::duration_cast<std::chrono::microseconds>(deadline::clock::now() - started_);
    record_.sent = with_body ? reply.body.size() : 0;
    shared_->set.observe(record_);
  }
  co_return !failed && !close;
}

// Closing a socket with unread bytes resets the connection, and the client may never see why it was refused.
asio::awaitable<void> session::part() {
  if (!socket_.is_open()) co_return;  // it became a WebSocket
  boost::system::error_code failed;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, failed);
  if (!failed && !shared_->stopping) co_await reader_.drain();
  socket_.close(failed);
}

}  // namespace eeveon::http
