#include "server/live/live_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "core/base/failpoint.hpp"
#include "core/base/json_text.hpp"

namespace eeveon {
namespace {

constexpr std::size_t most_followed = 20;  // deployments per socket
constexpr std::size_t most_parts = 100;    // of a message; ours have five
constexpr std::uint16_t sign_in_again = 4401;

feed::message text(const json::object& message) {
  return std::make_shared<const std::string>(json::serialize(message));
}

std::optional<std::int64_t> position_in(const http_request& request) {
  const auto asked = request.parameter("after");
  std::int64_t value = 0;
  if (!asked) return std::nullopt;
  const auto* end = asked->data() + asked->size();
  const auto read = std::from_chars(asked->data(), end, value);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(value) : std::nullopt;
}

// A database that is away now is no reason to send everybody home.
asio::awaitable<void> keep_authorised(http::authenticator& authority, http::credentials shown,
                                      std::shared_ptr<websocket> socket,
                                      std::shared_ptr<asio::steady_timer> timer,
                                      std::chrono::milliseconds recheck) {
  while (socket->is_open()) {
    boost::system::error_code ended;
    timer->expires_after(recheck);
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ended));
    if (ended || !socket->is_open()) co_return;
    const auto known = co_await authority.identify(shown);
    if (!known && known.error().code == errc::unauthorized) socket->close(sign_in_again, "Sign in again.");
  }
}

}  // namespace

void live_session::begin(std::optional<std::int64_t> after) {
  const auto missed = after ? picture_.since(*after) : std::nullopt;
  if (missed) {
    at_ = picture_.position();
    for (const auto& change : *missed) send_(change.text);
    EEVEON_FAILPOINT("S2");
  } else {
    send_snapshot();
  }
  if (picture_.load()) send_(picture_.load());
  picture_.add(this);
}

void live_session::send_snapshot() {
  at_ = picture_.position();
  auto board = picture_.board();
  const auto at = board.at("at");
  send_(text({{"type", "snapshot"}, {"position", at_}, {"at", at}, {"board", std::move(board)}}));
}

void live_session::on_change(const feed::change& what) {
  // The picture was made anew under us: what comes does not follow what the client has.
  if (what.first != at_ + 1) return send_snapshot();
  at_ = what.last;
  send_(what.text);
}

// The build's output belongs to its release; whoever follows a deployment sees it too.
void live_session::on_log(const std::string& subject, const feed::message& chunk) {
  for (const auto& followed : followed_) {
    const auto row = picture_.now().deployments().find(followed);
    const bool build = row != picture_.now().deployments().end() && row->second.release == subject;
    if (followed != subject && !build) continue;
    auto message = json::parse(*chunk).as_object();
    message["type"] = "log";
    message["deployment"] = followed;
    message.erase("subject");
    send_(text(message));
  }
}

bool live_session::hear(std::string_view said) {
  if (json_parts(said) > most_parts) return false;
  boost::system::error_code error;
  const auto message = json::parse(json::string_view(said.data(), said.size()), error);
  if (error || !message.is_object()) return false;
  const auto* type = message.get_object().if_contains("type");
  const auto* id = message.get_object().if_contains("deployment");
  if (!type || !type->is_string() || !id || !id->is_string()) return true;  // of a later version
  if (type->get_string() == "follow" && followed_.size() < most_followed)
    followed_.insert(std::string(id->get_string()));
  if (type->get_string() == "unfollow") followed_.erase(std::string(id->get_string()));
  return true;
}

asio::awaitable<void> serve_live(feed& picture, http::authenticator& authority,
                                 std::shared_ptr<websocket> socket, http::request_context context,
                                 std::chrono::milliseconds recheck) {
  const auto executor = co_await asio::this_coro::executor;
  live_session session(picture, [&to = *socket](feed::message message) { to.send(std::move(message)); });
  socket->on_behind([&picture] { return text({{"type", "behind"}, {"position", picture.position()}}); });
  // A client that was connected before this server started again may be ahead of what is folded so far.
  const auto after = position_in(context.request);
  if (after) co_await picture.reached(*after, std::chrono::seconds(2));
  session.begin(after);
  const auto timer = std::make_shared<asio::steady_timer>(executor);
  asio::co_spawn(executor,
                 keep_authorised(authority, http::credentials_of(context.request), socket, timer, recheck),
                 asio::detached);
  co_await socket->run([&session, &to = *socket](std::string_view said) {
    if (!session.hear(said)) to.close(1003, "messages are JSON objects");
  });
  timer->cancel();
}

}  // namespace eeveon
