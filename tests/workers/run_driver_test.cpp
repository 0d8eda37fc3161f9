// What a driver may conclude from a log that it reads while its own steps end.
#include "workers/run_driver.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include "adapters/net/http_client.hpp"
#include "core/deployment/events.hpp"
#include "core/run/events.hpp"
#include "tests/support/fake_event_store.hpp"
#include "tests/support/fake_ports.hpp"
#include "tests/support/io.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using namespace eeveon::workers;

namespace {

// Tells what stood in the log when it was asked, and takes its time to tell it; of a COMMIT less.
class slow_reader final : public event_store {
 public:
  explicit slow_reader(event_store& quick) : quick_(quick) {}
  asio::awaitable<result<append_outcome>> append(append_command command) override {
    auto done = co_await quick_.append(std::move(command));
    co_await turns(10);
    co_return done;
  }
  asio::awaitable<result<std::vector<recorded_event>>> read_stream(std::string stream,
                                                                   std::int64_t after) override {
    auto found = co_await quick_.read_stream(std::move(stream), after);
    co_await turns(500);
    co_return found;
  }
  asio::awaitable<result<std::vector<recorded_event>>> read_log(std::int64_t after, int limit,
                                                                log_filter filter) override {
    return quick_.read_log(after, limit, std::move(filter));
  }
  asio::awaitable<result<std::int64_t>> head() override { return quick_.head(); }
  asio::awaitable<result<std::optional<std::string>>> document_body(digest id) override {
    return quick_.document_body(id);
  }
  asio::awaitable<result<std::int64_t>> checkpoint(std::string name) override {
    return quick_.checkpoint(std::move(name));
  }

 private:
  static asio::awaitable<void> turns(int count) {  // of the io thread
    while (count-- > 0) co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  event_store& quick_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(driving_a_run, test::node_fixture)

BOOST_AUTO_TEST_CASE(a_step_that_ends_while_the_log_is_read_is_not_begun_again) {
  asio::io_context io;
  const auto log = std::make_shared<test::fake_log>();
  const auto quick = test::make_fake_event_store(log);
  slow_reader events(*quick);
  test::fake_log_store logs;
  test::fake_doorbell bell;
  const auto http = make_http_client();
  step_performer performer{{*programs, *nodes, *artifacts, *http}};

  plan deploy{"deploy", {}, {{"only", {{.id = "only@worker", .action = "none such", .target = "worker"}}}}};
  const auto body = canonical_json(deploy);
  append_command asked{.actor = "gate"};
  asked.streams.push_back({"deployment-dep_1",
                           0,
                           {make_event(deployment_requested{.deployment = "dep_1", .project = "shop"}),
                            make_event(deployment_planned{to_hex(sha256(body)), "", ""}),
                            make_event(run_queued{"run_1", "deploy"})}});
  asked.documents.push_back({sha256(body), body});
  asked.runs.push_back({"run_1", "deployment-dep_1", "shop/production", "deploy"});
  BOOST_REQUIRE(test::wait(io, quick->append(std::move(asked))));
  append_command claim{.actor = "worker-1"};
  claim.streams.push_back({"deployment-dep_1", std::nullopt, {make_event(run_claimed{"run_1", "worker-1"})}});
  claim.claim = run_claim{.run = "run_1", .owner = "worker-1"};
  const auto claimed = test::wait(io, quick->append(std::move(claim)));
  BOOST_REQUIRE(claimed);

  const auto driver =
      std::make_shared<run_driver>(driver_parts{events, logs, bell, performer, "worker-1", folder, {}},
                                   "run_1", "deployment-dep_1", claimed->first_position, io.get_executor());
  log->on_committed = [&](std::int64_t, const auto&) { driver->look_again(); };  // reads while the step ends
  asio::co_spawn(io, driver->drive(), asio::detached);
  io.restart();
  io.run();
  log->on_committed = nullptr;

  int begun = 0;
  for (const auto& event : log->events) begun += event.type == step_started::type;
  BOOST_TEST(begun == 1);
  BOOST_TEST(log->events.back().type == deployment_failed::type);
}

BOOST_AUTO_TEST_SUITE_END()
