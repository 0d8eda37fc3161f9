#include "adapters/redis/doorbell.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "adapters/redis/connection.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon::redis {
namespace {

using namespace std::chrono_literals;

constexpr auto answer_limit = 2s;
constexpr auto silence_limit = 15s;  // then a subscription is asked whether it is still there
constexpr auto trim_every = 60s;
constexpr std::int64_t forever = 1LL << 40;             // seconds
constexpr std::int64_t forgotten_after_ms = 3'600'000;  // an offer nobody took for an hour is the sweeper's
const char* const offers_key = "eeveon:runs";
const char* const group = "workers";

// The entries of XREADGROUP's answer: [[key, [[id, ["run", value]], …]]].
std::vector<offer> to_offers(const reply& answer) {
  std::vector<offer> offers;
  for (const auto& stream : answer.items) {
    if (stream.items.size() < 2) continue;
    for (const auto& entry : stream.items[1].items)
      if (entry.items.size() == 2 && entry.items[1].items.size() >= 2)
        offers.push_back({entry.items[0].text, entry.items[1].items[1].text});
  }
  return offers;
}

result<> first_error(const result<std::vector<reply>>& replies) {
  if (!replies) return std::unexpected(replies.error());
  for (const auto& one : *replies)
    if (one.type == reply::kind::error) return fail(errc::io, "Redis answered: " + one.text, "redis");
  return {};
}

class redis_doorbell final : public doorbell {
 public:
  redis_doorbell(asio::any_io_executor io, address where)
      : io_(io),
        where_(where),
        commands_(io, where),
        turn_(io, asio::steady_timer::time_point::max()),
        waiting_(io, std::move(where)) {}

  asio::awaitable<result<>> offer_runs(std::vector<std::string> runs) override {
    std::vector<command> adds;
    for (auto& run : runs) adds.push_back({"XADD", offers_key, "*", "run", std::move(run)});
    auto ok = first_error(co_await exchange(std::move(adds)));
    EEVEON_FAILPOINT("R4");
    co_return ok;
  }

  asio::awaitable<result<std::vector<offer>>> take(std::string worker, int limit,
                                                   std::chrono::milliseconds wait) override {
    // NOACK: what a dying worker has read is the sweeper's to repeat, so nothing has to be remembered here.
    const command read{"XREADGROUP", "GROUP",
                       group,        std::move(worker),
                       "COUNT",      std::to_string(limit),
                       "BLOCK",      std::to_string(std::max<std::int64_t>(1, wait.count())),
                       "NOACK",      "STREAMS",
                       offers_key,   ">"};
    for (int attempt = 0;; ++attempt) {
      std::vector<command> one{read};
      auto replies = co_await waiting_.call(std::move(one), wait + answer_limit);
      if (!replies) co_return std::unexpected(std::move(replies.error()));
      const auto& answer = replies->front();
      if (answer.type != reply::kind::error) {
        co_await trim();
        co_return to_offers(answer);
      }
      // The group is gone with every FLUSHALL or empty restart, and was never there at the first start.
      const bool no_group = answer.text.starts_with("NOGROUP") || answer.text.starts_with("UNBLOCKED");
      if (!no_group || attempt == 1) co_return fail(errc::io, "Redis answered: " + answer.text, "redis");
      std::vector<command> create{{"XGROUP", "CREATE", offers_key, group, "0", "MKSTREAM"}};
      if (auto made = co_await waiting_.call(std::move(create), answer_limit); !made)
        co_return std::unexpected(std::move(made.error()));
    }
  }

  asio::awaitable<result<>> acknowledge(std::vector<std::string> entries) override {
    if (entries.empty()) co_return result<>{};
    command forget{"XDEL", offers_key};
    forget.insert(forget.end(), std::make_move_iterator(entries.begin()),
                  std::make_move_iterator(entries.end()));
    std::vector<command> one{std::move(forget)};
    auto ok = first_error(co_await exchange(std::move(one)));
    co_return ok;
  }

  asio::awaitable<result<>> announce(std::string channel, std::string message) override {
    std::vector<command> one{{"PUBLISH", std::move(channel), std::move(message)}};
    co_return first_error(co_await exchange(std::move(one)));
  }

  asio::awaitable<void> listen(std::vector<std::string> channels,
                               std::function<void(std::string_view, std::string_view)> on_message) override {
    connection line(io_, where_);
    asio::steady_timer pause(io_);
    command subscribe{"SUBSCRIBE"};
    subscribe.insert(subscribe.end(), channels.begin(), channels.end());
    for (auto wait = 50ms;; wait = std::min<std::chrono::milliseconds>(wait * 2, 2000ms)) {
      std::vector<command> one{subscribe};
      if (auto sent = co_await line.send(std::move(one), answer_limit); sent) {
        wait = 50ms;
        co_await hear(line, on_message);
      }
      if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
        co_return;
      pause.expires_after(wait);
      boost::system::error_code cancelled;
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
      if (cancelled) co_return;
    }
  }

 private:
  // Hands on messages until the connection fails or two silences in a row show that nobody is there.
  static asio::awaitable<void> hear(
      connection& line, const std::function<void(std::string_view, std::string_view)>& on_message) {
    bool asked = false;
    while (true) {
      auto got = co_await line.next(silence_limit);
      if (got) {
        asked = false;
        if (got->items.size() == 3 && got->items[0].text == "message")
          on_message(got->items[1].text, got->items[2].text);
        continue;
      }
      if (got.error().code != errc::timed_out || asked) break;
      asked = true;
      std::vector<command> ping{{"PING"}};
      if (auto sent = co_await line.send(std::move(ping), answer_limit); !sent) break;
    }
    line.close();
  }

  // One exchange at a time on the shared connection; the others wait their turn.
  asio::awaitable<result<std::vector<reply>>> exchange(std::vector<command> commands) {
    while (busy_) {
      boost::system::error_code woken;
      co_await turn_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    const turn mine(*this);
    co_return co_await commands_.call(std::move(commands), answer_limit);
  }

  // Gives the shared connection back even when the caller's coroutine is cancelled.
  struct turn {
    explicit turn(redis_doorbell& bell) : owner(bell) { owner.busy_ = true; }
    ~turn() {
      owner.busy_ = false;
      owner.turn_.cancel_one();
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    redis_doorbell& owner;
  };

  // By age only: trimming by length would silently drop offers that nobody has taken yet.
  asio::awaitable<void> trim() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_trim_) co_return;
    next_trim_ = now + trim_every;
    std::vector<command> ask{{"TIME"}};
    auto time = co_await waiting_.call(std::move(ask), answer_limit);
    if (!time || time->front().items.empty()) co_return;
    std::int64_t seconds = 0;  // since 1970; a server that does not tell is not trimmed
    const auto& said = time->front().items[0].text;
    if (std::from_chars(said.data(), said.data() + said.size(), seconds).ec != std::errc{} || seconds < 1 ||
        seconds > forever)
      co_return;
    const auto oldest = seconds * 1000 - forgotten_after_ms;
    std::vector<command> one{{"XTRIM", offers_key, "MINID", "~", std::to_string(oldest)}};
    static_cast<void>(co_await waiting_.call(std::move(one), answer_limit));
  }

  asio::any_io_executor io_;
  address where_;
  connection commands_;
  asio::steady_timer turn_;  // never expires; cancel_one wakes the next in line
  bool busy_ = false;
  connection waiting_;  // blocks in XREADGROUP: nothing else may use it
  std::chrono::steady_clock::time_point next_trim_{};
};

}  // namespace

result<std::unique_ptr<doorbell>> make_doorbell(std::string url, asio::any_io_executor io) {
  auto where = parse_address(url);
  if (!where) return std::unexpected(std::move(where.error()));
  return std::make_unique<redis_doorbell>(std::move(io), std::move(*where));
}

}  // namespace eeveon::redis
