// A feed on a loop that the test turns by hand.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "core/deployment/events.hpp"
#include "server/live/feed.hpp"
#include "tests/support/looped_log.hpp"

namespace eeveon::test {

// An unwatched feed takes its time: somebody always looks.
struct onlooker final : feed::listener {
  void on_change(const feed::change&) override {}
  void on_log(const std::string&, const std::string&) override {}
};

struct turning : looped_log {
  turning() {
    picture.add(&watching);
    log->on_committed = [this](std::int64_t position, std::vector<std::string>) { grown.grown_to(position); };
    asio::co_spawn(io, picture.run(), asio::detached);
    settle();
  }
  void settle() {
    io.restart();
    io.poll();
  }
  void turn() {
    io.restart();
    io.poll_one();
  }
  void append(int count) {
    append_command command{.actor = "test"};
    for (int i = 0; i < count; ++i)
      // Of deployments that are not in memory: the feed has to look them up, and others get their turn
      // meanwhile.
      command.streams.push_back({deployment_stream("dep_" + std::to_string(++made)),
                                 std::nullopt,
                                 {make_event(deployment_cancelled{"x"})}});
    asio::co_spawn(io, store->append(std::move(command)), asio::detached);
  }

  fake_read_models models{log};
  duty storing{io.get_executor(), "projector", true};
  feed picture{*store, models, grown, storing, std::chrono::milliseconds(0)};
  onlooker watching;
  std::int64_t made = 0;
};

}  // namespace eeveon::test
