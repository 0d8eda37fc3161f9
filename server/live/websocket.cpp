#include "server/live/websocket.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <span>
#include <vector>

#include "server/live/frames.hpp"
#include "server/live/outgoing.hpp"

namespace eeveon {
namespace {
using clock = std::chrono::steady_clock;
using boost::system::error_code;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t most_at_once = 64;  // messages in one system call
// Bytes; a client that sends without a pause lets others in between.
constexpr std::size_t read_at_once = 65536;
// What the kernel holds for a reader that has stopped; left to itself it grows to megabytes for each.
constexpr int held_by_kernel = 128 * 1024;
constexpr auto farewell = std::chrono::seconds(2);  // for the peer's close frame after ours

// One buffer serves all sockets of the thread: an idle one holds no memory for reading.
std::span<char> scratch() {
  static thread_local std::vector<char> bytes(read_at_once);
  return bytes;
}
}  // namespace

// Everything happens in handlers of the socket and one timer, so that an idle connection costs no coroutine.
// Handlers that wait for the socket keep this alive; `end` closes it, which ends them.
struct websocket::state final : flusher::writer, std::enable_shared_from_this<state> {
  state(asio::ip::tcp::socket socket, websocket_limits allowed, std::shared_ptr<flusher> shared)
      : peer(std::move(socket)),
        watch(peer.get_executor()),
        over(peer.get_executor(), clock::time_point::max()),
        limits(allowed),
        together(std::move(shared)),
        incoming(allowed.message, {}),
        out(allowed.queued_messages, allowed.queued_bytes) {
    error_code ignored;
    peer.set_option(asio::socket_base::send_buffer_size(held_by_kernel), ignored);
    peer.non_blocking(true, ignored);
  }

  asio::ip::tcp::socket peer;
  asio::steady_timer watch;  // the next deadline
  asio::steady_timer over;   // cancelled at the end
  websocket_limits limits;
  std::shared_ptr<flusher> together;
  frames::reader incoming;
  outgoing out;
  std::function<void(std::string_view)> on_message;
  std::function<socket_message(std::size_t)> make_behind;

  bool open = true;
  bool accepted = false;  // the upgrade's answer is out: frames may follow
  bool asked = false;     // the flusher knows
  bool blocked = false;   // waiting until the socket can be written
  bool pinged = false;
  bool closing = false;     // the close frame is queued: nothing is taken any more
  bool said_close = false;  // and has been written
  clock::time_point heard = clock::now();
  clock::time_point stuck = clock::time_point::max();     // when a write that makes no progress ends it
  clock::time_point leave_by = clock::time_point::max();  // when the close handshake must be over

  void end() {
    if (!std::exchange(open, false)) return;
    error_code ignored;
    watch.cancel();
    over.cancel();
    peer.close(ignored);
    out = outgoing(0, 0);
  }

  // --- deadlines

  void watch_next() {
    const auto silent = closing ? clock::time_point::max() : heard + limits.ping * (pinged ? 2 : 1);
    watch.expires_at(std::min({silent, stuck, leave_by}));
    watch.async_wait([weak = weak_from_this()](error_code cancelled) {
      if (const auto self = weak.lock(); self && !cancelled && self->open) self->look_at_clock();
    });
  }

  void look_at_clock() {
    const auto now = clock::now();
    if (now >= stuck || now >= leave_by) return end();
    if (!closing && now >= heard + limits.ping * 2) return end();
    if (!closing && !pinged && now >= heard + limits.ping) {
      pinged = true;
      if (!out.has_own()) out.add_own(frames::make(frames::opcode::ping, {}));
      write_out();
    }
    if (open) watch_next();
  }

  void somebody_is_there() {
    heard = clock::now();
    pinged = false;
  }

  // --- reading

  void read_next() {
    peer.async_wait(asio::ip::tcp::socket::wait_read, [self = shared_from_this()](error_code failed) {
      if (failed) self->end();
      if (self->open) self->read_some();
    });
  }

  void read_some() {
    error_code failed;
    const auto to = scratch();
    const auto bytes = peer.read_some(asio::buffer(to.data(), to.size()), failed);
    if (failed && failed != asio::error::would_block) return end();
    if (bytes > 0) {
      somebody_is_there();
      if (const auto wrong = incoming.take({to.data(), bytes}); wrong != 0) say_goodbye(wrong, {});
      if (out.has_own()) write_out();
    }
    if (open) read_next();
  }

  void listen() {
    frames::reader::events to;
    to.message = [this](frames::opcode kind, std::string_view text) {
      if (!open || closing) return;
      if (kind != frames::opcode::text) return say_goodbye(frames::close_unsupported, "messages are text");
      if (on_message) on_message(text);
    };
    to.ping = [this](std::string_view payload) {
      // Of pings that come together the newest is answered (RFC 6455 5.5.3).
      if (open && !closing) out.add_own(frames::make(frames::opcode::pong, payload));
    };
    to.closed = [this](std::uint16_t code) {
      if (said_close) return end();
      say_goodbye(code == frames::close_nothing_said ? frames::close_normal : code, {});
    };
    incoming = frames::reader(limits.message, std::move(to));
  }

  // --- writing

  void send(socket_message message) {
    if (!open || closing || !message) return;
    out.add(std::move(message));
    if (blocked || std::exchange(asked, true)) return;
    together->add(weak_from_this());
  }

  // As much as the socket takes now.
  void write_out() override {
    asked = false;
    while (open && !blocked && !out.empty()) {
      if (out.has_caught_up()) tell_what_was_lost();
      std::array<std::string_view, most_at_once> parts;
      std::array<asio::const_buffer, most_at_once> buffers;
      const auto count = out.next(parts);
      if (count == 0) continue;
      for (std::size_t i = 0; i < count; ++i) buffers[i] = {parts[i].data(), parts[i].size()};
      error_code failed;
      const auto bytes = peer.write_some(std::span(buffers.data(), count), failed);
      if (failed && failed != asio::error::would_block) return end();
      if (bytes > 0) stuck = clock::time_point::max();
      out.wrote(bytes);
      if (failed) return wait_until_writable();
    }
    if (open && closing && out.empty()) wait_for_farewell();
  }

  void tell_what_was_lost() {
    const auto lost = out.take_up_again();
    if (auto news = make_behind ? make_behind(lost) : nullptr) out.add(std::move(news));
  }

  void wait_until_writable() {
    blocked = true;
    if (stuck == clock::time_point::max()) {
      stuck = clock::now() + time_for(out.front_size());
      watch_next();
    }
    peer.async_wait(asio::ip::tcp::socket::wait_write, [self = shared_from_this()](error_code failed) {
      self->blocked = false;
      if (failed) return self->end();
      // Who takes what was written is alive, though a large message may leave no room for a ping.
      self->somebody_is_there();
      self->write_out();
    });
  }

  clock::duration time_for(std::size_t bytes) const {
    return limits.stalled + std::chrono::seconds(bytes >> 16);
  }

  // --- the end

  void say_goodbye(std::uint16_t code, std::string_view reason) {
    if (!accepted) return end();
    if (!open || std::exchange(closing, true)) return;
    out.add_last(frames::make_close(code, reason));
    leave_by = clock::now() + time_for(out.bytes());
    write_out();
    if (open && !said_close) watch_next();
  }

  void wait_for_farewell() {
    if (std::exchange(said_close, true)) return;
    error_code ignored;
    peer.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    leave_by = std::min(leave_by, clock::now() + farewell);
    watch_next();
  }
};

websocket::websocket(asio::ip::tcp::socket socket, websocket_limits limits, std::shared_ptr<flusher> together)
    : state_(std::make_shared<state>(std::move(socket), limits, std::move(together))) {}

websocket::~websocket() { drop(); }

asio::awaitable<result<>> websocket::accept(std::string agreed, std::string request_id) {
  const auto self = state_;
  const std::string answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      agreed + "\r\nX-Request-Id: " + request_id + "\r\n\r\n";
  self->stuck = clock::now() + self->limits.stalled;
  self->watch_next();
  auto [failed, bytes] = co_await asio::async_write(self->peer, asio::buffer(answer), as_tuple);
  self->stuck = clock::time_point::max();
  self->accepted = !failed;
  if (!failed) co_return result<>{};
  self->end();
  co_return fail(errc::io, "The WebSocket could not be opened: " + failed.message());
}

asio::awaitable<void> websocket::run(std::function<void(std::string_view)> on_message) {
  const auto self = state_;
  if (!self->open) co_return;
  self->on_message = std::move(on_message);
  self->listen();
  self->read_next();
  self->write_out();
  if (self->open) self->watch_next();
  while (self->open) co_await self->over.async_wait(as_tuple);
  self->on_message = nullptr;
  self->make_behind = nullptr;
}

void websocket::send(socket_message message) { state_->send(std::move(message)); }

void websocket::on_behind(std::function<socket_message(std::size_t)> behind) {
  state_->make_behind = std::move(behind);
}

void websocket::close(std::uint16_t code, std::string reason) { state_->say_goodbye(code, reason); }

void websocket::drop() { state_->end(); }

bool websocket::is_open() const { return state_->open && !state_->closing; }

}  // namespace eeveon
