#include "workers/log_writer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <iterator>

#include "core/base/utf8.hpp"

namespace eeveon::workers {
namespace {

// A line beyond this is cut into several: no viewer should choke on one.
constexpr std::size_t longest_line = 16 * 1024;
// What gathers while the store is away is handed over in pieces that a reader can hold.
constexpr std::size_t largest_chunk = 256 * 1024;

bool may_stand_later(errc failed) {
  return failed == errc::unavailable || failed == errc::timed_out || failed == errc::unknown_outcome;
}

}  // namespace

log_writer::tail& log_writer::tail_of(const std::string& step, int attempt) {
  for (auto& tail : tails_)
    if (tail.step == step && tail.attempt == attempt) return tail;
  tails_.push_back({.step = step, .attempt = attempt});
  return tails_.back();
}

void log_writer::write(const std::string& step, int attempt, std::string_view text) {
  auto& tail = tail_of(step, attempt);
  while (!text.empty()) {
    const auto end = text.find('\n');
    const bool whole = end != std::string_view::npos;
    tail.rest += text.substr(0, end);
    text.remove_prefix(whole ? end + 1 : text.size());
    while (tail.rest.size() > longest_line || whole) {
      const bool cut = tail.rest.size() > longest_line;
      tail.text += to_valid_utf8(tail.rest.substr(0, longest_line));
      tail.text += '\n';
      ++tail.lines;
      tail.rest.erase(0, cut ? longest_line : tail.rest.size());
      if (!cut) break;
    }
  }
}

void log_writer::end_of(const std::string& step, int attempt) {
  auto& tail = tail_of(step, attempt);
  if (!tail.rest.empty()) write(step, attempt, "\n");
}

std::vector<log_chunk> log_writer::take_gathered() {
  std::vector<log_chunk> chunks;
  for (auto& tail : tails_) {
    if (tail.text.empty()) continue;
    for (std::string_view rest = tail.text; !rest.empty();) {
      const auto piece =
          rest.size() <= largest_chunk ? rest : rest.substr(0, rest.rfind('\n', largest_chunk) + 1);
      const auto count = std::ranges::count(piece, '\n');
      chunks.push_back({subject_, tail.step, tail.attempt, tail.first, count, std::string(piece), fence_});
      tail.first += count;
      rest.remove_prefix(piece.size());
    }
    tail.text.clear();
  }
  return chunks;
}

asio::awaitable<bool> log_writer::flush() {
  while (storing_) {
    boost::system::error_code ended;
    stored_.expires_at(asio::steady_timer::time_point::max());
    co_await stored_.async_wait(asio::redirect_error(asio::use_awaitable, ended));
  }
  const bool again = !unsaved_.empty();
  auto fresh = take_gathered();
  if (!again && fresh.empty()) co_return true;
  storing_ = true;
  const auto let_next = std::unique_ptr<log_writer, decltype([](log_writer* me) {
                                          me->storing_ = false;
                                          me->stored_.cancel();
                                        })>(this);
  // Kept until the store says yes: a flush may end at any wait, when its step is cancelled.
  unsaved_.insert(unsaved_.end(), fresh.begin(), fresh.end());
  auto chunks = unsaved_;
  const auto stored = co_await store_.write(std::move(chunks), again);
  if (!stored && may_stand_later(stored.error().code)) co_return false;
  if (!stored) spdlog::warn("{}: output could not be stored: {}", subject_, stored.error().detail);
  for (auto& chunk : unsaved_) chunk.stored = stored.value_or(timestamp{});
  untold_.insert(untold_.end(), std::move_iterator(unsaved_.begin()), std::move_iterator(unsaved_.end()));
  unsaved_.clear();
  co_return true;
}

asio::awaitable<void> log_writer::announce() {
  for (auto& chunk : std::exchange(untold_, {})) {
    boost::json::object message{{"subject", chunk.subject},
                                {"step", chunk.step},
                                {"attempt", chunk.attempt},
                                {"first_line", chunk.first_line},
                                {"text", std::move(chunk.text)}};
    if (chunk.stored.us > 0) message["at"] = to_rfc3339(chunk.stored);
    if (!co_await bell_.announce(channel_log, boost::json::serialize(message))) co_return;
  }
}

}  // namespace eeveon::workers
