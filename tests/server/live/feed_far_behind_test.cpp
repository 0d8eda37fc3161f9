// How the picture of the log is kept up when it is far behind: fast, without anybody telling it to look.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include "core/deployment/events.hpp"
#include "server/live/feed.hpp"
#include "tests/support/io.hpp"
#include "tests/support/looped_log.hpp"

namespace eeveon::test {
namespace {

// Counts how often something is stored, and can refuse to.
class counting_models final : public read_models {
 public:
  using rows_result = result<std::vector<view_row>>;
  explicit counting_models(std::shared_ptr<fake_log> log) : rows_(std::move(log)) {}
  asio::awaitable<rows_result> load(std::string kind, std::vector<std::string> keys) override {
    return rows_.load(std::move(kind), std::move(keys));
  }
  asio::awaitable<rows_result> load_all(std::string kind) override { return rows_.load_all(std::move(kind)); }
  asio::awaitable<result<stored_views>> resume(std::string checkpoint, std::vector<std::string> whole,
                                               std::vector<std::string> others, int newest) override {
    return rows_.resume(std::move(checkpoint), std::move(whole), std::move(others), newest);
  }
  asio::awaitable<result<>> store(std::vector<view_row> rows, checkpoint_move move) override {
    ++calls;
    written += rows.size();
    if (refusals > 0 && refusals-- > 0) return refuse();
    return rows_.store(std::move(rows), std::move(move));
  }
  asio::awaitable<rows_result> list(view_filter filter) override { return rows_.list(std::move(filter)); }
  asio::awaitable<result<>> clear(std::string name) override { return rows_.clear(std::move(name)); }

  int calls = 0, refusals = 0;
  std::size_t written = 0;

 private:
  static asio::awaitable<result<>> refuse() { co_return fail(errc::unavailable, "not now"); }
  fake_read_models rows_;
};

struct behind : looped_log {
  // A log in which each of `deployments` is requested, needs attention and succeeds, far from each other.
  void grow(int deployments) {
    for (const int part : {0, 1, 2})
      for (int i = 0; i < deployments; ++i) {
        const auto id = "dep_" + std::to_string(i);
        recorded_event event{.position = std::ssize(log->events) + 1, .stream = deployment_stream(id)};
        const auto told = part == 0   ? make_event(deployment_requested{.deployment = id, .project = "shop"})
                          : part == 1 ? make_event(attention_needed{.reason = "look"})
                                      : make_event(deployment_succeeded{"run"});
        event.version = part + 1, event.type = told.type, event.data = told.data;
        log->events.push_back(std::move(event));
      }
  }
  // Everything that can be done without the clock moving on.
  void run() {
    asio::co_spawn(io, picture.run(), asio::detached);
    io.poll();
  }

  counting_models models{log};
  duty storing{io.get_executor(), "projector", true};
  feed picture{*store, models, grown, storing};
};

BOOST_FIXTURE_TEST_SUITE(a_feed_far_behind, behind)

BOOST_AUTO_TEST_CASE(catches_up_without_waiting_for_anything) {
  grow(1500);
  run();
  BOOST_TEST(picture.position() == 4500);
  BOOST_TEST(stored() == 4500);
  BOOST_TEST(picture.now().deployments().at("dep_1499").status == "succeeded");
}

BOOST_AUTO_TEST_CASE(stores_a_row_once_that_changes_again_and_again) {
  grow(1500);
  run();
  BOOST_TEST(models.calls == 1);
  BOOST_TEST(models.written == 1500u);
}

BOOST_AUTO_TEST_CASE(stores_on_the_way_when_the_way_is_long) {
  grow(15000);
  run();
  BOOST_TEST(stored() == 45000);
  BOOST_TEST(models.calls == 3);
}

BOOST_AUTO_TEST_CASE(goes_on_from_what_it_has_folded_when_storing_fails) {
  grow(15000);
  models.refusals = 1;
  run();
  BOOST_TEST(stored() == 0);
  while (stored() < 45000 && io.run_one() > 0) {
  }
  BOOST_TEST(stored() == 45000);
  const auto rows = wait(io, models.load_all("deployment"));
  BOOST_TEST(std::ranges::count(rows.value(), "succeeded", &view_row::status) == 15000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
