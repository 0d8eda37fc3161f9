// The in-memory double keeps the same promises: what passes above it would pass above PostgreSQL.
#include "tests/support/fake_event_store.hpp"
#include "tests/contract/event_store_contract.hpp"

namespace eeveon::test {
namespace {

std::unique_ptr<store_under_test> make() {
  auto made = std::make_unique<store_under_test>();
  const auto log = std::make_shared<fake_log>();
  made->events = make_fake_event_store(log);
  made->runs = make_fake_run_store(log);
  return made;
}

const bool registered = (add_event_store_suite("event_store_in_memory", make), true);

}  // namespace
}  // namespace eeveon::test
