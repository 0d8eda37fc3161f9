// One browser's live feed: a snapshot or what it missed, then every change, without a gap and without a
// repeat.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/routes.hpp"
#include "server/live/feed.hpp"
#include "server/live/open_sockets.hpp"
#include "server/live/websocket.hpp"

namespace eeveon {

// What is said to one client, whatever carries it. Lives no longer than its feed.
class live_session final : public feed::listener {
 public:
  live_session(feed& picture, std::function<void(feed::message)> send)
      : picture_(picture), send_(std::move(send)) {}
  ~live_session() override { picture_.remove(this); }
  live_session(const live_session&) = delete;
  live_session& operator=(const live_session&) = delete;

  // `after`: the position the client stands at; none: it knows nothing yet.
  void begin(std::optional<std::int64_t> after);
  // What the client wants to hear of: board, events (with the changes of the board), load, logs (of what it
  // follows). All of it to begin with. When one of them is unknown the client is told so and nothing changes.
  void choose(const std::vector<std::string_view>& topics);
  // The same as "board,logs".
  void choose(std::string_view list);
  // What the client says: follow, unfollow and topics. False when that is no message of this feed at all.
  bool hear(std::string_view said);
  // Tells the client that what it asked for could not be taken; whatever is sent goes on.
  void complain(std::string_view title, std::string detail);
  // What the client is told when so many messages were lost. With the board it stands at `position` from
  // then on; without it there is none, and a board that is chosen again comes whole.
  feed::message behind(std::size_t lost);

  void on_change(const feed::change& what) override;
  void on_log(const std::string& subject, const std::string& chunk) override;
  void on_load(const feed::message& text) override {
    if (wants(load)) send_(text);
  }
  bool wants_events() const override { return wants(events); }

 private:
  enum topic : unsigned { board = 1, events = 2, load = 4, logs = 8, everything = 15 };

  bool wants(topic one) const { return (topics_ & one) != 0; }
  void choose_as_told(const json::object& message);
  void take_up();
  void send_change(const feed::change& what);
  void send_snapshot();
  void follow(std::string_view deployment);

  feed& picture_;
  std::function<void(feed::message)> send_;
  unsigned topics_ = everything;
  bool started_ = false;
  // Where the client's board stands once it has everything that was sent; none: it has none.
  std::optional<std::int64_t> at_;
  std::set<std::string, std::less<>> followed_;
};

// What lives as long as the io_context runs.
struct live_parts {
  feed& picture;
  http::authenticator& authority;
  open_sockets& sockets;
  std::chrono::milliseconds recheck;  // how often the credentials of a socket are shown again
};

// Serves a socket until it ends. When the credentials it came with are nobody's any more it is closed with
// 4401: at once by a sign-out here, else at the next look.
asio::awaitable<void> serve_live(live_parts with, std::shared_ptr<websocket> socket,
                                 http::request_context context);

}  // namespace eeveon
