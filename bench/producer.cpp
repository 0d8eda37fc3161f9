// Produces no-op runs as the gate does, through the product's own appender and doorbell, for `eeveon worker`
// to do.
//
// bench_producer DATABASE REDIS RUNS AT_ONCE
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <stdexcept>

#include "adapters/crypto/system_clock.hpp"
#include "adapters/postgres/event_store.hpp"
#include "adapters/redis/doorbell.hpp"
#include "core/base/ids.hpp"
#include "core/run/events.hpp"
#include "ports/bell_rope.hpp"

namespace eeveon {
namespace {

struct production {
  event_store& events;
  clock_source& clock;
  int left;
  std::string failed;
};

asio::awaitable<void> produce(production& all) {
  while (all.left > 0 && all.failed.empty()) {
    --all.left;
    const auto run = make_id("run", all.clock.fresh_uuid());
    append_command command{.actor = "bench"};
    command.streams.push_back({"noop-" + run, 0, {make_event(run_queued{run, "noop"})}});
    command.runs.push_back({run, "noop-" + run, "", "noop"});
    auto queued = co_await all.events.append(std::move(command));
    if (!queued) all.failed = queued.error().detail;
  }
}

void produce_all(char** argv) {
  asio::io_context io(1);
  auto bell = redis::make_doorbell(argv[2], io.get_executor());
  if (!bell) throw std::runtime_error(bell.error().detail);
  bell_rope rope(**bell, io.get_executor());
  auto events = pg::make_event_store(argv[1], {}, io.get_executor(),
                                     [&rope](std::int64_t position, std::vector<std::string> runs) {
                                       rope.pull(position, std::move(runs));
                                     });
  const auto clock = make_system_clock();
  production all{*events, *clock, std::atoi(argv[3]), {}};
  for (int i = 0; i < std::atoi(argv[4]); ++i) asio::co_spawn(io, produce(all), asio::detached);
  io.run();
  if (!all.failed.empty()) throw std::runtime_error(all.failed);
}

}  // namespace
}  // namespace eeveon

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "bench_producer DATABASE REDIS RUNS AT_ONCE\n");
    return 2;
  }
  try {
    eeveon::produce_all(argv);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_producer: {}\n", error.what());
    return 1;
  }
}
