// The event store over PostgreSQL: the shared contract, and what only a real database can show.
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>
#include <future>

#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/run_store.hpp"
#include "tests/contract/event_store_contract.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

std::unique_ptr<store_under_test> make() {
  shared_postgres().truncate();
  auto made = std::make_unique<store_under_test>();
  const auto url = shared_postgres().url();
  // One writer: with two, commands pushed together may commit in either order.
  made->events = pg::make_event_store(url, {.writers = 1}, made->io.get_executor(), {});
  made->runs = pg::make_run_store(url, made->io.get_executor());
  return made;
}

// It is read in pages: whatever is asked beside it is answered, and it has no gap at their seams.
BOOST_AUTO_TEST_CASE(a_long_stream_comes_whole_from_postgres) {
  const auto s = make();
  constexpr int each = 2500, commands = 5;
  for (int i = 0; i < commands; ++i) {
    append_command command{.actor = "test"};
    command.streams.push_back({"long", std::nullopt, {}});
    for (int n = 0; n < each; ++n) command.streams[0].events.push_back({.type = "happened", .data = "{}"});
    command.streams.push_back({"short", std::nullopt, {{.type = "happened", .data = "{}"}}});
    BOOST_REQUIRE(wait(s->io, s->events->append(std::move(command))));
  }
  auto beside = asio::co_spawn(s->io, s->events->read_stream("short"), asio::use_future);
  for (const std::int64_t after : {0, 2500, 5000, 7500, 7501, 12'500}) {
    const auto events = wait(s->io, s->events->read_stream("long", after)).value();
    BOOST_TEST(std::ssize(events) == each * commands - after);
    auto version = after;
    for (const auto& event : events)
      if (event.version != ++version || event.stream != "long")
        BOOST_FAIL("at " << version << " came " << event.version);
  }
  s->io.restart();
  while (beside.wait_for(std::chrono::seconds(0)) != std::future_status::ready && s->io.run_one() > 0) {
  }
  BOOST_TEST(beside.get().value().size() == 5u);
}

const bool registered = (add_event_store_suite("event_store_over_postgres", make), true);

}  // namespace
}  // namespace eeveon::test
