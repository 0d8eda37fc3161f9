#include "server/live/live_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <utility>

#include "core/base/failpoint.hpp"
#include "core/base/json_text.hpp"
#include "core/base/utf8.hpp"

namespace eeveon {
namespace {

constexpr std::size_t most_followed = 20;  // deployments per socket
constexpr std::size_t longest_id = 64;     // bytes
constexpr std::size_t most_parts = 100;    // of a message; ours have five
constexpr std::size_t most_quoted = 40;    // bytes of what a client said

feed::message text(const json::object& message) { return make_message(json::serialize(message)); }

std::optional<std::int64_t> position_in(std::string_view asked) {
  std::int64_t value = 0;
  const auto* end = asked.data() + asked.size();
  const auto read = std::from_chars(asked.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end && value >= 0 ? std::optional(value) : std::nullopt;
}

// Looks at once, for they may have ended while the socket was opened. A database that is away now is no
// reason to send everybody home.
asio::awaitable<void> keep_authorised(http::authenticator& authority, http::credentials shown,
                                      std::shared_ptr<websocket> socket,
                                      std::shared_ptr<asio::steady_timer> timer,
                                      std::chrono::milliseconds recheck) {
  for (;;) {
    const auto known = co_await authority.identify(shown);
    if (!socket->is_open()) co_return;
    if (!known && known.error().code == errc::unauthorized)
      co_return socket->close(sign_in_again, "Sign in again.");
    boost::system::error_code ended;
    timer->expires_after(recheck);
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ended));
    if (ended || !socket->is_open()) co_return;
  }
}

}  // namespace

void live_session::begin(std::optional<std::int64_t> after) {
  at_ = after;
  if (wants(board)) take_up();
  EEVEON_FAILPOINT("S2");
  if (picture_.load() && wants(load)) send_(picture_.load());
  started_ = true;
  picture_.add(this);
}

void live_session::choose(std::string_view list) {
  std::vector<std::string_view> words;
  while (!list.empty()) {
    words.push_back(list.substr(0, list.find(',')));
    list.remove_prefix(std::min(list.size(), words.back().size() + 1));
  }
  choose(words);
}

void live_session::choose(const std::vector<std::string_view>& words) {
  static constexpr std::array<std::pair<std::string_view, unsigned>, 4> known{
      {{"board", board}, {"events", board | events}, {"load", load}, {"logs", logs}}};
  unsigned chosen = 0;
  for (const auto word : words) {
    const auto* one = std::ranges::find(known, word, [](const auto& each) { return each.first; });
    if (one == known.end())
      return complain(
          "This topic does not exist.",
          fmt::format("\"{}\" is none of board, events, load and logs. What is sent stays as it was.",
                      printable(word, most_quoted)));
    chosen |= one->second;
  }
  const auto before = std::exchange(topics_, chosen);
  const auto is_new = [&](topic one) { return wants(one) && (before & one) == 0; };
  if (!started_) return;
  if (is_new(board)) take_up();
  if (is_new(load) && picture_.load()) send_(picture_.load());
}

// From where the client's board stands to the present: by what it missed, else by the whole.
void live_session::take_up() {
  const auto missed = at_ ? picture_.since(*at_) : std::nullopt;
  if (!missed) return send_snapshot();
  at_ = picture_.position();
  for (const auto& change : *missed) send_change(change);
}

void live_session::send_change(const feed::change& what) {
  send_(wants(events) ? what.text : what.without_events());
}

void live_session::send_snapshot() {
  const auto position = picture_.position();
  at_ = position;
  auto rows = picture_.board();
  const auto at = rows.at("at");
  send_(text({{"type", "snapshot"}, {"position", position}, {"at", at}, {"board", std::move(rows)}}));
}

void live_session::on_change(const feed::change& what) {
  if (!wants(board)) return;
  // The picture was made anew under us: what comes does not follow what the client has.
  if (what.first != at_.value_or(-1) + 1) return send_snapshot();
  at_ = what.last;
  send_change(what);
}

// The build's output belongs to its release; whoever follows a deployment sees it too.
void live_session::on_log(const std::string& subject, const std::string& chunk) {
  if (!wants(logs)) return;
  for (const auto& followed : followed_) {
    const auto row = picture_.now().deployments().find(followed);
    const bool build = row != picture_.now().deployments().end() && row->second.release == subject;
    if (followed != subject && !build) continue;
    auto message = json::parse(chunk).as_object();
    message["type"] = "log";
    message["deployment"] = followed;
    message.erase("subject");
    send_(text(message));
  }
}

void live_session::choose_as_told(const json::object& message) {
  const auto* list = message.if_contains("topics");
  std::vector<std::string_view> words;
  bool sound = list && list->is_array();
  for (std::size_t i = 0; sound && i < list->get_array().size(); ++i) {
    const auto& word = list->get_array()[i];
    sound = word.is_string();
    if (sound) words.push_back(word.get_string());
  }
  if (sound) return choose(words);
  complain(
      "The topics could not be read.",
      R"(Send {"type":"topics","topics":["board"]} with a list of names. What is sent stays as it was.)");
}

void live_session::follow(std::string_view deployment) {
  if (deployment.size() > longest_id)
    complain("This deployment does not exist.", "No id of a deployment is so long.");
  else if (followed_.size() >= most_followed && !followed_.contains(deployment))
    complain("Too many deployments are followed.",
             fmt::format("At most {} at a time: unfollow another first.", most_followed));
  else
    followed_.emplace(deployment);
}

// A connection lives on after a wrong message, so that nothing else is lost by it.
void live_session::complain(std::string_view title, std::string detail) {
  send_(text({{"type", "problem"}, {"title", title}, {"detail", std::move(detail)}}));
}

bool live_session::hear(std::string_view said) {
  if (json_parts(said) > most_parts) return false;
  boost::system::error_code error;
  const auto message = json::parse(json::string_view(said.data(), said.size()), error);
  if (error || !message.is_object()) return false;
  const auto* type = message.get_object().if_contains("type");
  const auto* id = message.get_object().if_contains("deployment");
  if (type && type->is_string() && type->get_string() == "topics") {
    choose_as_told(message.get_object());
    return true;
  }
  if (!type || !type->is_string() || !id || !id->is_string()) return true;  // of a later version
  if (type->get_string() == "follow") follow(id->get_string());
  if (type->get_string() == "unfollow") followed_.erase(std::string(id->get_string()));
  return true;
}

feed::message live_session::behind(std::size_t lost) {
  json::object news{{"type", "behind"}, {"missed", lost}};
  if (wants(board))
    news["position"] = picture_.position();
  else
    at_.reset();  // changes from before it was given up may be among what is lost
  return text(news);
}

asio::awaitable<void> serve_live(live_parts with, std::shared_ptr<websocket> socket,
                                 http::request_context context) {
  const auto executor = co_await asio::this_coro::executor;
  auto& picture = with.picture;
  auto shown = http::credentials_of(context.request);
  const open_sockets::place here(with.sockets, shown, socket);
  live_session session(picture, [&to = *socket](feed::message message) { to.send(std::move(message)); });
  if (const auto topics = context.request.parameter("topics")) session.choose(*topics);
  socket->on_behind([&session](std::size_t lost) { return session.behind(lost); });
  // A client that was connected before this server started again may be ahead of what is folded so far.
  const auto asked = context.request.parameter("after");
  const auto after = asked ? position_in(*asked) : std::nullopt;
  if (asked && !after)
    session.complain("The position could not be read.",
                     "`after` is a position of the log, 0 or more. The whole board comes instead.");
  context = {};  // an idle feed keeps nothing of its request
  if (after) co_await picture.reached(*after, std::chrono::seconds(2));
  session.begin(after);
  const auto timer = std::make_shared<asio::steady_timer>(executor);
  asio::co_spawn(executor, keep_authorised(with.authority, std::move(shown), socket, timer, with.recheck),
                 asio::detached);
  co_await socket->run([&session, &to = *socket](std::string_view said) {
    if (!session.hear(said)) to.close(frames::close_unsupported, "messages are JSON objects");
  });
  timer->cancel();
}

}  // namespace eeveon
