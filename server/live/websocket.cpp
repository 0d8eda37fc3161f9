#include "server/live/websocket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

namespace eeveon {
namespace {
namespace beast = boost::beast;
using clock = std::chrono::steady_clock;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
}  // namespace

struct websocket::state {
  using stream = beast::websocket::stream<asio::ip::tcp::socket>;

  state(asio::ip::tcp::socket socket, websocket_limits allowed)
      : peer(std::move(socket)), wake(peer.get_executor()), watch(peer.get_executor()), limits(allowed) {}

  stream peer;
  asio::steady_timer wake;   // cancelled whenever there is something to write
  asio::steady_timer watch;  // runs while a write is under way
  websocket_limits limits;
  std::deque<socket_message> queue;
  std::size_t queued_bytes = 0;
  std::function<socket_message()> make_behind;
  bool behind = false;  // the queue was given up; what comes now is dropped until the reader has caught up
  bool open = true;
  bool writing = false;
  std::optional<beast::websocket::close_reason> closing;

  bool has_work() const { return behind || !queue.empty() || closing; }

  socket_message next() {
    if (std::exchange(behind, false)) return make_behind ? make_behind() : nullptr;
    auto message = std::move(queue.front());
    queue.pop_front();
    queued_bytes -= message->size();
    return message;
  }

  void give_up_queue() {
    queue.clear();
    queued_bytes = 0;
    behind = true;
  }

  void end() {
    boost::system::error_code ignored;
    open = false;
    wake.cancel();
    watch.cancel();
    beast::get_lowest_layer(peer).close(ignored);
  }

  static void end_when_stalled(const std::shared_ptr<state>& self) {
    self->watch.expires_after(self->limits.stalled);
    self->watch.async_wait([weak = std::weak_ptr(self)](boost::system::error_code cancelled) {
      if (const auto alive = weak.lock(); alive && !cancelled) alive->end();
    });
  }

  static asio::awaitable<void> write_all(std::shared_ptr<state> self) {
    while (self->open) {
      if (!self->has_work()) {
        self->wake.expires_at(clock::time_point::max());
        co_await self->wake.async_wait(as_tuple);
        continue;
      }
      end_when_stalled(self);
      if (!self->behind && self->queue.empty()) {  // only the farewell is left
        co_await self->peer.async_close(*self->closing, as_tuple);
        break;
      }
      const auto message = self->next();
      if (!message) continue;
      auto [failed, bytes] = co_await self->peer.async_write(asio::buffer(*message), as_tuple);
      if (failed) break;
      self->watch.cancel();
    }
    self->end();
  }
};

websocket::websocket(asio::ip::tcp::socket socket, websocket_limits limits)
    : state_(std::make_shared<state>(std::move(socket), limits)) {}

websocket::~websocket() { drop(); }

asio::awaitable<result<>> websocket::accept(http_request request) {
  const auto self = state_;
  beast::websocket::stream_base::timeout patience{};
  patience.handshake_timeout = self->limits.stalled;
  patience.idle_timeout = self->limits.ping * 2;  // Beast pings after half of it
  patience.keep_alive_pings = true;
  self->peer.set_option(patience);
  self->peer.read_message_max(self->limits.message);
  self->peer.auto_fragment(false);
  self->peer.text(true);
  // The gate has read the head; Beast gets the part of it that it answers.
  beast::http::request<beast::http::empty_body> upgrade{beast::http::verb::get, "/", 11};
  for (const auto& [name, value] : request.headers)
    if (name == "host" || name == "connection" || name == "upgrade" || name.starts_with("sec-websocket-"))
      upgrade.insert(name, value);
  upgrade.erase(beast::http::field::sec_websocket_extensions);
  auto [failed] = co_await self->peer.async_accept(upgrade, as_tuple);
  if (!failed) co_return result<>{};
  self->end();
  co_return fail(errc::io, "The WebSocket could not be opened: " + failed.message());
}

asio::awaitable<void> websocket::run(std::function<void(std::string_view)> on_message) {
  const auto self = state_;
  asio::co_spawn(self->peer.get_executor(), state::write_all(self), asio::detached);
  beast::flat_buffer buffer;  // bounded by read_message_max
  while (self->open) {
    auto [failed, bytes] = co_await self->peer.async_read(buffer, as_tuple);
    if (failed) break;
    const auto data = buffer.cdata();
    if (self->peer.got_text()) on_message({static_cast<const char*>(data.data()), data.size()});
    buffer.consume(buffer.size());
  }
  self->end();
}

void websocket::send(socket_message message) {
  auto& s = *state_;
  if (!s.open || s.behind || s.closing || !message) return;
  // One message alone may be larger than the queue: a snapshot must arrive, whatever it weighs.
  const bool too_many = s.queue.size() >= s.limits.queued_messages;
  if (!s.queue.empty() && (too_many || s.queued_bytes + message->size() > s.limits.queued_bytes)) {
    s.give_up_queue();
  } else {
    s.queued_bytes += message->size();
    s.queue.push_back(std::move(message));
  }
  s.wake.cancel();
}

void websocket::on_behind(std::function<socket_message()> behind) { state_->make_behind = std::move(behind); }

void websocket::close(std::uint16_t code, std::string reason) {
  if (!state_->open || state_->closing) return;
  reason.resize(std::min<std::size_t>(reason.size(), 120));  // a close frame has room for no more
  state_->closing = beast::websocket::close_reason(static_cast<beast::websocket::close_code>(code), reason);
  state_->wake.cancel();
}

void websocket::drop() {
  if (state_->open) state_->end();
}

bool websocket::is_open() const { return state_->open && !state_->closing; }

}  // namespace eeveon
