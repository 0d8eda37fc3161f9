// This server's own picture of the log: tails it in order, folds the views and hands every change to the
// WebSocket sessions. The one server whose duty it is stores what changed, with the checkpoint in one
// transaction.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/projections/views.hpp"
#include "ports/event_store.hpp"
#include "ports/read_models.hpp"
#include "server/live/message.hpp"
#include "server/services/duties.hpp"
#include "server/services/log_signal.hpp"

namespace eeveon {

class feed {
 public:
  using message = socket_message;
  struct change {
    std::int64_t first = 0, last = 0;  // positions it covers
    message text;
    message lean;                // the same without the events; empty when nobody wanted it
    std::size_t lean_begin = 0;  // where in the text the rest begins after the events
    message without_events() const;
  };
  struct listener {
    virtual ~listener() = default;
    virtual void on_change(const change& what) = 0;
    virtual void on_log(const std::string& deployment, const std::string& chunk) = 0;
    virtual void on_load(const message&) {}
    virtual bool wants_events() const { return true; }
  };

  // `gather`: changes in quick succession are told together, at most one message in this time.
  feed(event_store& events, read_models& models, log_signal& grown, duty& storing,
       std::chrono::milliseconds gather = std::chrono::milliseconds(20))
      : events_(events), models_(models), grown_(grown), storing_(storing), gather_(gather) {}

  asio::awaitable<void> run();  // until cancelled
  std::int64_t position() const { return position_; }
  const views& now() const { return views_; }
  bool ready() const { return ready_; }
  // Rows of this kind that were folded and may not stand in the read tables yet.
  std::vector<view_row> unstored(std::string_view kind) const;
  // Waits until everything up to `position` is folded, at most `at_most`; tells whether it is.
  asio::awaitable<bool> reached(std::int64_t position, std::chrono::milliseconds at_most);

  void add(listener* who) { listeners_.insert(who); }
  void remove(listener* who) { listeners_.erase(who); }
  // Changes after `position` that are still kept, oldest first. None when they do not reach back that far,
  // when `position` stands inside of one, or when it is ahead of this server: only a snapshot helps then.
  std::optional<std::vector<change>> since(std::int64_t position) const;
  void log_line(const std::string& deployment, std::string text);  // a chunk of live output, as JSON
  // How busy nodes are: what is new of it, and all of it for whoever comes later.
  void tell_load(std::string news, std::string whole);
  const message& load() const { return load_; }  // nullptr: nothing is known yet
  bool is_watched() const { return !listeners_.empty(); }
  json::object board() const;  // the whole dashboard

 private:
  asio::awaitable<result<>> start();
  asio::awaitable<result<>> follow();
  // `more` are being read already: what has changed may wait to be stored together.
  asio::awaitable<result<>> fold(std::vector<recorded_event> events, bool more);
  asio::awaitable<result<>> load_wanted(const std::vector<recorded_event>& events);
  asio::awaitable<result<>> store();
  asio::awaitable<result<>> see_stored();
  bool has_just_told() const { return std::chrono::steady_clock::now() < told_at_ + gather_; }
  asio::awaitable<void> let_gather();
  void tell(const std::vector<recorded_event>& events, const std::vector<changed_row>& rows);

  event_store& events_;
  read_models& models_;
  log_signal& grown_;
  duty& storing_;
  const std::chrono::milliseconds gather_;
  views views_;
  bool ready_ = false;
  // Folded so far. Moves from one told change to the next without a step between, so that whoever comes in
  // stands at a seam.
  std::int64_t position_ = 0;
  timestamp at_;             // of the newest event folded
  std::int64_t stored_ = 0;  // the checkpoint of the read tables
  std::map<row_key, changed_row> unstored_;
  std::set<listener*> listeners_;
  message load_;
  int waiting_ = 0;  // callers of reached()
  std::deque<change> recent_;
  std::size_t recent_bytes_ = 0;
  std::chrono::steady_clock::time_point told_at_, looked_at_;  // at the checkpoint, when another stores
  std::unique_ptr<asio::steady_timer> moved_;                  // woken whenever position_ moves
};

json::object to_json(const recorded_event& event);

}  // namespace eeveon
