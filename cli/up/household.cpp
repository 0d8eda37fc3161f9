#include "cli/up/household.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <set>

#include "cli/terminal.hpp"

namespace eeveon::up {
namespace {

constexpr std::chrono::seconds settled{10};  // a death after this long does not count as one in a row

std::chrono::milliseconds backoff(int deaths) {
  return std::chrono::milliseconds(std::min(5000, 100 << std::clamp(deaths - 3, 0, 6)));
}

void say_death(const member& who, int code, std::chrono::milliseconds wait) {
  cli::say(fmt::format("eeveon: {} ended ({}), starting it again in {} ms; see {}\n", who.name,
                       code > 128 ? fmt::format("signal {}", code - 128) : fmt::format("exit code {}", code),
                       wait.count(), who.start.log.string()));
}

std::string last_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

}  // namespace

void household::keep(member who) {
  members_.push_back(std::make_shared<kept>(std::move(who), std::nullopt, 0));
  asio::co_spawn(io_, keep_alive(members_.back()), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
}

int household::deaths_in_a_row(std::string_view name) const {
  for (const auto& k : members_)
    if (k->who.name == name) return k->deaths;
  return 0;
}

asio::awaitable<void> household::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(io_, time);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> household::keep_alive(std::shared_ptr<kept> k) {
  bool first = true;
  while (!stopping_) {
    auto found = first && k->who.adopt ? k->who.adopt() : result<child>(fail(errc::not_found, ""));
    if (!found) found = child::start(io_, k->who.start);
    first = false;
    int code = 127;
    const auto began = std::chrono::steady_clock::now();
    if (found) {
      k->process.emplace(std::move(*found));
      code = co_await k->process->wait_end();
      k->process.reset();
    }
    if (stopping_) break;
    k->deaths = std::chrono::steady_clock::now() - began > settled ? 1 : k->deaths + 1;
    if (k->who.on_death) k->who.on_death();
    if (k->who.hopeless != 0 && code == k->who.hopeless) {
      given_up_ = failure{errc::invalid,
                          fmt::format("{} cannot work as it is set up: {} (see {})", k->who.name,
                                      last_line(tail_of(k->who.start.log)), k->who.start.log.string()),
                          ""};
      co_return;
    }
    const auto wait = backoff(k->deaths - 1);
    say_death(k->who, code, wait);
    co_await pause(wait);
  }
}

asio::awaitable<void> household::stop_wave(int wave) {
  std::vector<std::shared_ptr<kept>> here;
  std::copy_if(members_.begin(), members_.end(), std::back_inserter(here),
               [&](const auto& k) { return k->who.wave == wave; });
  const auto began = std::chrono::steady_clock::now();
  for (const auto& k : here)
    if (k->process) k->process->signal(k->who.stop_signal);
  while (std::any_of(here.begin(), here.end(), [](const auto& k) { return k->process.has_value(); })) {
    for (const auto& k : here)
      if (k->process && std::chrono::steady_clock::now() - began > k->who.patience)
        k->process->signal(SIGKILL);
    co_await pause(std::chrono::milliseconds(10));
  }
}

asio::awaitable<void> household::stop() {
  stopping_ = true;
  std::set<int> waves;
  for (const auto& k : members_) waves.insert(k->who.wave);
  for (const int wave : waves) co_await stop_wave(wave);
}

void household::kill_all() {
  stopping_ = true;
  for (const auto& k : members_)
    if (k->process) k->process->signal(SIGKILL);
}

}  // namespace eeveon::up
