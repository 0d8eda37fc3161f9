#include "workers/consumer.hpp"

#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/base/failpoint.hpp"
#include "core/deployment/events.hpp"
#include "core/run/events.hpp"
#include "ports/patience.hpp"

namespace eeveon::workers {

using namespace std::chrono_literals;

asio::awaitable<void> consumer::take_offers() {
  const auto io = co_await asio::this_coro::executor;
  asio::steady_timer timer(io);
  patience patience;
  while (!stopping_) {
    const int free = settings_.slots - static_cast<int>(busy_.size());
    if (free <= 0) {
      timer.expires_after(2ms);
      co_await timer.async_wait(asio::use_awaitable);
      continue;
    }
    auto offers = co_await with_.bell.take(settings_.name, std::min(free, 128), 5s);
    bell_away_ = !offers;
    if (!offers) {
      co_await patience.wait();
      continue;
    }
    patience.reset();
    if (offers->empty()) continue;
    EEVEON_FAILPOINT("W1");
    asio::co_spawn(io, work_on(std::move(*offers)), asio::detached);
  }
}

asio::awaitable<void> consumer::take_from_database() {
  const auto io = co_await asio::this_coro::executor;
  asio::steady_timer timer(io);
  while (!stopping_) {
    timer.expires_after(1s);
    co_await timer.async_wait(asio::use_awaitable);
    const int free = settings_.slots - static_cast<int>(busy_.size());
    if (!bell_away_ || free <= 0) continue;
    auto open = co_await runs_.sweep(1s, free);
    if (!open || open->empty()) continue;
    std::vector<offer> offers;
    for (auto& run : *open) offers.push_back({.entry = {}, .run = std::move(run)});
    asio::co_spawn(io, work_on(std::move(offers)), asio::detached);
  }
}

// What was offered together is looked up together: one question for up to a hundred runs.
asio::awaitable<void> consumer::work_on(std::vector<offer> offers) {
  const auto io = co_await asio::this_coro::executor;
  std::map<std::string, std::string> entries;  // by run
  std::vector<std::string> runs;
  for (auto& what : offers) {
    if (stopping_ || !busy_.insert(what.run).second) continue;
    runs.push_back(what.run);
    entries.emplace(std::move(what.run), std::move(what.entry));
  }
  if (runs.empty()) co_return;
  auto rows = co_await runs_.find(std::move(runs));
  if (rows) {
    for (auto& row : *rows) {
      auto entry = entries.extract(row.id);
      if (entry)
        asio::co_spawn(io,
                       work_on_run(std::move(entry.mapped()), std::move(row.id), std::move(row.subject),
                                   std::move(row.kind)),
                       asio::detached);
    }
  }
  // Not to be taken, or not to be known now: the sweeper repeats what was lost.
  for (const auto& [run, entry] : entries) {
    busy_.erase(run);
    co_await forget(entry);
  }
}

asio::awaitable<void> consumer::work_on_run(std::string entry, std::string run, std::string subject,
                                            std::string kind) {
  struct release {
    std::set<std::string>& busy;
    const std::string& run;
    ~release() { busy.erase(run); }
  } const at_the_end{busy_, run};

  append_command claim{.actor = settings_.name};
  claim.claim = run_claim{run, settings_.name, settings_.lease};
  claim.streams.push_back({subject, std::nullopt, {make_event(run_claimed{run, settings_.name})}});
  auto claimed = co_await with_.events.append(std::move(claim));
  if (claimed) {
    EEVEON_FAILPOINT("W2");
    const auto fence = claimed->first_position;
    if (kind == "noop") {
      (void)co_await perform_noop(run, subject, fence);
    } else {
      auto driver =
          std::make_shared<run_driver>(with_, run, subject, fence, co_await asio::this_coro::executor);
      drivers_[subject] = driver;
      leases_.hold(run, [driver] { return driver->lose_lease(); });
      co_await driver->drive();
      leases_.let_go(run);
      drivers_.erase(subject);
    }
  } else if (claimed.error().code != errc::conflict) {
    spdlog::warn("{}: not claimed: {}", run, claimed.error().detail);
  }
  // Taken, or not to be taken: either way this entry has done its work. The sweeper repeats what was lost.
  EEVEON_FAILPOINT("W9");
  co_await forget(std::move(entry));
}

asio::awaitable<void> consumer::forget(std::string entry) {
  if (entry.empty()) co_return;  // it came from the database
  worked_off_.push_back(std::move(entry));
  if (forgetting_) co_return;
  forgetting_ = true;
  while (!worked_off_.empty()) (void)co_await with_.bell.acknowledge(std::exchange(worked_off_, {}));
  forgetting_ = false;
}

asio::awaitable<result<>> consumer::perform_noop(const std::string& run, const std::string& subject,
                                                 std::int64_t fence) {
  append_command done{.actor = settings_.name, .causation = fence, .guard = run_guard{run, fence}};
  done.streams.push_back({subject, std::nullopt, {make_event(deployment_succeeded{"run"})}});
  done.moves.push_back({run, run_state::done});
  auto written = co_await with_.events.append(std::move(done));
  if (!written) co_return std::unexpected(written.error());
  co_return result<>{};
}

void consumer::look_again(std::string_view id) {
  for (const auto& [subject, driver] : drivers_)
    if (subject.ends_with(id)) driver->look_again();
}

asio::awaitable<void> consumer::drain(std::chrono::milliseconds grace) {
  stopping_ = true;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const auto until = std::chrono::steady_clock::now() + grace;
  for (const auto& [subject, driver] : drivers_) driver->hand_back();
  bool interrupted = false;
  while (!busy_.empty()) {
    if (!interrupted && std::chrono::steady_clock::now() > until) {
      interrupted = true;
      for (const auto& [subject, driver] : std::map(drivers_)) driver->interrupt();
    }
    if (std::chrono::steady_clock::now() > until + 15s) {
      spdlog::warn("not waited for: {}; what is unfinished is taken over when its lease ends",
                   fmt::join(busy_, ", "));
      break;
    }
    timer.expires_after(20ms);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

}  // namespace eeveon::workers
