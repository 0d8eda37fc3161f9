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

// A claimed run of one step, and the log it is driven by.
struct fixture : test::node_fixture {
  std::shared_ptr<test::fake_log> log = std::make_shared<test::fake_log>();
  std::unique_ptr<event_store> quick = test::make_fake_event_store(log);
  slow_reader slow{*quick};
  test::fake_log_store logs;
  test::fake_doorbell bell;
  std::unique_ptr<http_client> http = make_http_client();
  step_performer performer{{*programs, *nodes, *artifacts, *http}};
  test::fake_repository_access access;

  std::shared_ptr<run_driver> claim(event_store& events, step only, std::vector<node_registered> on = {}) {
    plan deploy{"deploy", std::move(on), {{"only", {std::move(only)}}}};
    const auto body = canonical_json(deploy);
    append_command asked{.actor = "gate"};
    asked.streams.push_back(
        {"deployment-dep_1",
         0,
         {make_event(deployment_requested{
              .deployment = "dep_1", .project = "shop", .environment = "live", .release = "rel_1"}),
          make_event(deployment_planned{to_hex(sha256(body)), "", ""}),
          make_event(run_queued{"run_1", "deploy"})}});
    asked.documents.push_back({sha256(body), body});
    asked.runs.push_back({"run_1", "deployment-dep_1", "shop/live", "deploy"});
    BOOST_REQUIRE(test::wait(io, quick->append(std::move(asked))));
    append_command claim{.actor = "worker-1"};
    claim.streams.push_back(
        {"deployment-dep_1", std::nullopt, {make_event(run_claimed{"run_1", "worker-1"})}});
    claim.claim = run_claim{.run = "run_1", .owner = "worker-1"};
    const auto claimed = test::wait(io, quick->append(std::move(claim)));
    BOOST_REQUIRE(claimed);
    return std::make_shared<run_driver>(
        driver_parts{events, logs, bell, performer, access, "worker-1", folder, {}}, "run_1",
        "deployment-dep_1", claimed->first_position, io.get_executor());
  }
  void drive(const std::shared_ptr<run_driver>& driver) {
    bool ended = false;  // nodes stay connected for a while
    asio::co_spawn(io, driver->drive(), [&](std::exception_ptr) { ended = true; });
    io.restart();
    while (!ended) io.run_one();
    log->on_committed = nullptr;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(driving_a_run, fixture)

BOOST_AUTO_TEST_CASE(a_step_that_ends_while_the_log_is_read_is_not_begun_again) {
  const auto driver = claim(slow, {.id = "only@worker", .action = "none such", .target = "worker"});
  log->on_committed = [&](std::int64_t, const auto&) { driver->look_again(); };  // reads while the step ends
  drive(driver);
  int begun = 0;
  for (const auto& event : log->events) begun += event.type == step_started::type;
  BOOST_TEST(begun == 1);
  BOOST_TEST(log->events.back().type == deployment_failed::type);
}

BOOST_AUTO_TEST_CASE(what_a_step_printed_is_stored_before_its_end) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"page", "hello"}}), "0.1");
  step hook{.id = "hook@node-1", .action = "hook", .target = "node-1"};
  hook.args = {{"argv", {"cat", "page"}}, {"release", "rel_1"}};
  const auto driver = claim(*quick, hook, {node});
  logs.turns = 20;
  logs.failures = {errc::unavailable, errc::unknown_outcome};
  std::size_t stored_before = 99;
  log->on_committed = [&](std::int64_t, const auto&) {
    if (log->events.back().type == step_succeeded::type) stored_before = logs.chunks.size();
    driver->look_again();
  };
  drive(driver);
  BOOST_TEST(log->events.back().type == deployment_succeeded::type);
  BOOST_TEST(stored_before == 1u);
  BOOST_REQUIRE(logs.chunks.size() == 1u);
  BOOST_TEST(logs.chunks[0].text == "hello\n");
}

BOOST_AUTO_TEST_SUITE_END()
