// The event store over PostgreSQL: the shared contract, and what only a real database can show.
#include <boost/test/unit_test.hpp>

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

const bool registered = (add_event_store_suite("event_store_over_postgres", make), true);

}  // namespace
}  // namespace eeveon::test
