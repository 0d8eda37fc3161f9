#include "server/live/feed.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>

#include "core/base/failpoint.hpp"
#include "core/projections/board.hpp"
#include "ports/patience.hpp"
#include "server/services/learn_directory.hpp"

namespace eeveon {
namespace {

constexpr const char* checkpoint_name = "views";
constexpr int batch = 1000;
// What a returning client may have missed: less than may wait for a socket (websocket_limits), for all of it
// is sent at once. Beyond it comes a snapshot.
constexpr std::size_t kept_changes = 200, kept_bytes = 512 << 10;
// Events that change no row move the checkpoint only now and then.
constexpr std::int64_t lazy_checkpoint = 5000;
// Far behind, the same rows change again and again: storing them rarely stores them once.
constexpr std::int64_t far_checkpoint = 20000;
constexpr auto look_again = std::chrono::seconds(1);

// A removed row stays as an empty one: lists skip it, a rebuild drops it.
view_row stored_form(const changed_row& row) {
  const bool removed = row.body.empty();
  return {row.id.kind,     row.id.key,
          row.position,    row.project,
          row.environment, removed ? "removed" : row.status,
          row.sort,        removed ? "{}" : row.body};
}

}  // namespace

json::object to_json(const recorded_event& e) {
  boost::system::error_code error;
  auto data = json::parse(json::string_view(e.data.data(), e.data.size()), error);
  json::object out{{"position", e.position},
                   {"stream", e.stream},
                   {"version", e.version},
                   {"type", e.type},
                   {"schema", e.schema},
                   {"data", std::move(data)},
                   {"actor", e.actor},
                   {"causation", e.causation},
                   {"correlation", to_string(e.correlation)},
                   {"recorded_at", to_rfc3339(e.recorded_at)}};
  if (!e.delivery.empty()) out["delivery"] = e.delivery;
  return out;
}

asio::awaitable<void> feed::run() {
  moved_ = std::make_unique<asio::steady_timer>(co_await asio::this_coro::executor,
                                                asio::steady_timer::time_point::max());
  patience patience;
  for (;;) {
    const auto heard = grown_.heard();
    auto done = ready_ ? result<>{} : co_await start();
    if (done) done = co_await follow();
    if (!done) {
      spdlog::warn("feed: {}: {}", to_string(done.error().code), done.error().detail);
      co_await patience.wait();
      continue;
    }
    patience.reset();
    co_await grown_.beyond(position_, heard, std::chrono::seconds(1));
    // Nobody looks, or was told a moment ago: what gathers meanwhile is read together.
    if (waiting_ == 0 && (listeners_.empty() || has_just_told())) co_await let_gather();
  }
}

asio::awaitable<void> feed::let_gather() {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  if (listeners_.empty())
    pause.expires_after(gather_);
  else
    pause.expires_at(told_at_ + gather_);
  co_await pause.async_wait(asio::use_awaitable);
}

// Takes up where the read tables stand: all small rows, the newest deployments, and whatever has not ended.
asio::awaitable<result<>> feed::start() {
  std::vector<std::string> whole{"project", "environment", "node"}, others{"deployment", "release"};
  auto stored = co_await models_.resume(checkpoint_name, std::move(whole), std::move(others), 200);
  if (!stored) co_return std::unexpected(stored.error());
  const auto at = stored->position;
  views_ = views{};
  for (const auto& row : stored->rows) views_.load({row.kind, row.key}, row.body);
  if (auto learned = co_await learn_directory(events_, views_.known(), at); !learned) co_return learned;
  (void)views_.take_changed();
  auto newest = co_await events_.read_log(std::max<std::int64_t>(at - 1, 0), 1);
  if (!newest) co_return std::unexpected(newest.error());
  at_ = at > 0 && !newest->empty() ? newest->front().recorded_at : timestamp{};
  position_ = stored_ = at;
  unstored_.clear();
  recent_.clear();
  recent_bytes_ = 0;
  ready_ = true;
  moved_->expires_at(asio::steady_timer::time_point::max());
  co_return result<>{};
}

// All that a batch needs, before any of it is applied: while this waits nobody may see half a batch, and when
// it fails nothing has happened.
asio::awaitable<result<>> feed::load_wanted(const std::vector<recorded_event>& events) {
  std::map<std::string, std::set<std::string>> wanted;
  for (const auto& event : events)
    for (auto& id : views_.wants(event)) wanted[id.kind].insert(std::move(id.key));
  for (const auto& [kind, keys] : wanted) {
    std::vector<std::string> asked(keys.begin(), keys.end());
    auto rows = co_await models_.load(kind, std::move(asked));
    if (!rows) co_return std::unexpected(rows.error());
    for (const auto& row : *rows) views_.load({kind, row.key}, row.body);
  }
  co_return result<>{};
}

// To the end of the log. While a full batch is folded the next one is being read.
asio::awaitable<result<>> feed::follow() {
  using namespace asio::experimental::awaitable_operators;
  auto events = co_await events_.follow_log(position_, batch);
  while (events && std::ssize(*events) == batch && ready_) {
    const auto last = events->back().position;
    auto [next, folded] = co_await (events_.follow_log(last, batch) && fold(std::move(*events), true));
    if (!folded) co_return folded;
    events = std::move(next);
  }
  if (!events) co_return std::unexpected(events.error());
  if (!ready_) co_return result<>{};
  co_return co_await fold(std::move(*events), false);
}

asio::awaitable<result<>> feed::fold(std::vector<recorded_event> events, bool more) {
  if (!events.empty()) {
    EEVEON_FAILPOINT("P1");
    if (auto loaded = co_await load_wanted(events); !loaded) co_return loaded;
    for (const auto& event : events) views_.apply(event);
    position_ = events.back().position;
    at_ = events.back().recorded_at;
    grown_.grown_to(position_);
    auto rows = views_.take_changed();
    if (!listeners_.empty())
      tell(events, rows);
    else
      recent_.clear(), recent_bytes_ = 0;
    for (auto& row : rows) unstored_.insert_or_assign(row.id, std::move(row));
    moved_->expires_at(asio::steady_timer::time_point::max());
  }
  if (position_ - stored_ < (more ? far_checkpoint : unstored_.empty() ? lazy_checkpoint : 0))
    co_return result<>{};
  auto done = storing_.held() ? co_await store() : co_await see_stored();
  if (unstored_.empty()) views_.trim(20000);  // what is forgotten can be loaded back
  co_return done;
}

// Another server stores: what it has stored need not be kept here, until this one takes over.
asio::awaitable<result<>> feed::see_stored() {
  const auto now = std::chrono::steady_clock::now();
  if (now < looked_at_ + look_again) co_return result<>{};
  looked_at_ = now;
  auto at = co_await events_.checkpoint(checkpoint_name);
  if (!at) co_return std::unexpected(at.error());
  if (*at < stored_) ready_ = false;  // the read tables were emptied to be rebuilt
  stored_ = *at;
  std::erase_if(unstored_, [&](const auto& row) { return row.second.position <= stored_; });
  co_return result<>{};
}

std::vector<view_row> feed::unstored(std::string_view kind) const {
  std::vector<view_row> out;
  for (const auto& [id, row] : unstored_)
    if (id.kind == kind) out.push_back(stored_form(row));
  return out;
}

asio::awaitable<result<>> feed::store() {
  std::vector<view_row> rows;
  for (const auto& [id, row] : unstored_) rows.push_back(stored_form(row));
  checkpoint_move move{checkpoint_name, stored_, position_};
  const auto to = position_;
  auto done = co_await models_.store(std::move(rows), std::move(move));
  if (done) {
    stored_ = to;
    unstored_.clear();
  } else if (done.error().code == errc::conflict) {
    // Another server stores the same rows: go on from where it stands.
    auto at = co_await events_.checkpoint(checkpoint_name);
    if (!at) co_return std::unexpected(at.error());
    stored_ = *at;
    if (stored_ >= position_)
      unstored_.clear();
    else if (stored_ == 0)
      ready_ = false;  // the read tables were emptied to be rebuilt
    co_return result<>{};
  }
  co_return done;
}

void feed::tell(const std::vector<recorded_event>& events, const std::vector<changed_row>& rows) {
  json::array list;
  for (const auto& event : events) list.push_back(to_json(event));
  json::object board;
  for (const auto& row : rows) {
    auto& group = board[row.id.kind + "s"];
    if (!group.is_array()) group = json::array{};
    auto shown = row.body.empty() ? json::object{{"name", row.id.key}, {"removed", true}}
                                  : json::parse(row.body).as_object();
    if (row.id.kind == "environment") environment_row::hide_inner(shown);
    group.get_array().push_back(std::move(shown));
  }
  // The events come first, so that the message without them is the end of the message with them.
  auto text = "{\"events\":" + json::serialize(list) + ",";
  change what{.first = events.front().position, .last = events.back().position, .lean_begin = text.size()};
  const auto rest = json::serialize(json::object{{"type", "change"},
                                                 {"first", what.first},
                                                 {"position", what.last},
                                                 {"at", to_rfc3339(events.back().recorded_at)},
                                                 {"board", std::move(board)}});
  text.append(rest, 1);
  what.text = make_message(text);
  if (!std::ranges::all_of(listeners_, &listener::wants_events)) what.lean = what.without_events();
  recent_bytes_ += what.text->bytes().size();
  recent_.push_back(what);
  while (recent_.size() > 1 && (recent_.size() > kept_changes || recent_bytes_ > kept_bytes)) {
    recent_bytes_ -= recent_.front().text->bytes().size();
    recent_.pop_front();
  }
  told_at_ = std::chrono::steady_clock::now();
  EEVEON_FAILPOINT("S1");
  for (auto* listener : listeners_) listener->on_change(what);
}

feed::message feed::change::without_events() const {
  return lean ? lean : make_message("{" + std::string(text->text().substr(lean_begin)));
}

std::optional<std::vector<feed::change>> feed::since(std::int64_t position) const {
  std::vector<change> out;
  if (position == position_) return out;
  // Only whole changes can be sent again: the client must stand at a seam.
  for (const auto& change : recent_)
    if (change.first > position) out.push_back(change);
  if (out.empty() || out.front().first != position + 1) return std::nullopt;
  return out;
}

void feed::log_line(const std::string& deployment, std::string text) {
  for (auto* listener : listeners_) listener->on_log(deployment, text);
}

void feed::tell_load(std::string news, std::string whole) {
  load_ = make_message(whole);
  const auto shared = make_message(news);
  for (auto* listener : listeners_) listener->on_load(shared);
}

asio::awaitable<bool> feed::reached(std::int64_t position, std::chrono::milliseconds at_most) {
  using namespace asio::experimental::awaitable_operators;
  const auto until = std::chrono::steady_clock::now() + at_most;
  ++waiting_;
  const struct leave {
    int& waiting;
    ~leave() { --waiting; }
  } at_the_end{waiting_};
  while ((!ready_ || position_ < position) && std::chrono::steady_clock::now() < until && moved_) {
    asio::steady_timer limit(co_await asio::this_coro::executor, until);
    boost::system::error_code moved, late;
    co_await (moved_->async_wait(asio::redirect_error(asio::use_awaitable, moved)) ||
              limit.async_wait(asio::redirect_error(asio::use_awaitable, late)));
  }
  co_return ready_&& position_ >= position;
}

json::object feed::board() const { return board_of(views_, position_, at_); }

}  // namespace eeveon
