// A log in memory and the picture that follows it, for tests of the services that act on both.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <vector>

#include "server/live/feed.hpp"
#include "tests/support/fake_ports.hpp"

namespace eeveon::test {

struct followed_log {
  followed_log() {
    log->on_committed = [this](std::int64_t position, std::vector<std::string>) { grown.grown_to(position); };
  }
  // Gives the position.
  template <class Event>
  std::int64_t append(const std::string& stream, const Event& event) {
    append_command command{.actor = "test"};
    command.streams.push_back({stream, std::nullopt, {make_event(event)}});
    asio::co_spawn(io, store->append(std::move(command)), asio::detached);
    turn();
    return std::ssize(log->events);
  }
  void follow() { asio::co_spawn(io, picture.run(), asio::detached); }
  void turn() {
    io.restart();
    io.poll();
  }
  template <class Condition>
  void until(Condition holds) {
    io.restart();
    while (!holds()) BOOST_REQUIRE(io.run_one() > 0);
  }
  template <class Event>
  std::vector<Event> told() const {
    std::vector<Event> out;
    for (const auto& event : log->events) on<Event>(event, [&](const Event& e) { out.push_back(e); });
    return out;
  }

  asio::io_context io{1};
  std::shared_ptr<fake_log> log = std::make_shared<fake_log>();
  std::unique_ptr<event_store> store = make_fake_event_store(log);
  fake_read_models models{log};
  log_signal grown{io.get_executor()};
  duty storing{io.get_executor(), "projector", true};
  feed picture{*store, models, grown, storing, std::chrono::milliseconds(0)};
};

}  // namespace eeveon::test
