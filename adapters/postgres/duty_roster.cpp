#include "adapters/postgres/duty_roster.hpp"

#include <algorithm>

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/binary.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/pipeline.hpp"

namespace eeveon::pg {
namespace {

using names = std::vector<std::string>;

// The locks live and die with this connection, so it is never replaced silently.
class lock_session {
 public:
  explicit lock_session(std::string url) : url_(std::move(url)) {}

  result<names> hold(const names& wanted) {
    auto now = take(wanted);
    if (!now) line_.reset();  // whatever went wrong: no session, no locks
    return now;
  }

 private:
  result<names> take(const names& wanted) {
    if (!line_ || !line_->alive()) {
      held_.clear();
      auto opened = pipeline::open(url_);
      if (!opened) return std::unexpected(std::move(opened.error()));
      line_ = std::move(*opened);
      line_->send("limit_duties");
      if (auto limited = line_->collect(); !limited) return std::unexpected(std::move(limited.error()));
    }
    // Asked even when nothing is left to take: the answer proves that the session is alive.
    array free(oid::text);
    for (const auto& duty : wanted)
      if (std::ranges::find(held_, duty) == held_.end()) free.add(duty);
    line_->send("take_duties", {std::move(free).finish()});
    auto answers = line_->collect();
    if (!answers) return std::unexpected(std::move(answers.error()));
    const rows& taken = answers->front();
    for (int i = 0; i < taken.size(); ++i) held_.emplace_back(taken.bytes(i, 0));
    return held_;
  }

  std::string url_;
  std::unique_ptr<pipeline> line_;
  names held_;
};

class postgres_duty_roster final : public duty_roster {
 public:
  postgres_duty_roster(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 1, request_limit, [url] { return lock_session(url); }) {}

  asio::awaitable<result<names>> hold(names duties) override {
    return pool_.run([duties = std::move(duties)](lock_session& s) { return s.hold(duties); });
  }

 private:
  blocking::pool<lock_session> pool_;
};

}  // namespace

std::unique_ptr<duty_roster> make_duty_roster(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_duty_roster>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
