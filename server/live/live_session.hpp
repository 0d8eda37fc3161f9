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

#include "server/http/routes.hpp"
#include "server/live/feed.hpp"
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
  // What the client says: follow and unfollow. False when that is not a message of this feed's at all.
  bool hear(std::string_view said);

  void on_change(const feed::change& what) override;
  void on_log(const std::string& subject, const feed::message& chunk) override;
  void on_load(const feed::message& text) override { send_(text); }

 private:
  void send_snapshot();

  feed& picture_;
  std::function<void(feed::message)> send_;
  std::int64_t at_ = 0;  // where the client stands once it has everything that was sent
  std::set<std::string> followed_;
};

// Serves a socket until it ends. Every `recheck` the credentials it came with are shown again; when they are
// nobody's any more the socket is closed with 4401. `authority` lives as long as the io_context runs.
asio::awaitable<void> serve_live(feed& picture, http::authenticator& authority,
                                 std::shared_ptr<websocket> socket, http::request_context context,
                                 std::chrono::milliseconds recheck);

}  // namespace eeveon
