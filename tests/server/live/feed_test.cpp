// The picture each server has of the log: who stores it, and how much is said of it at once.
#include "server/live/feed.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include "core/deployment/events.hpp"
#include "tests/support/looped_log.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

struct one_log : looped_log {
  one_log() {
    log->on_committed = [this](std::int64_t position, std::vector<std::string>) { grown.grown_to(position); };
  }
  void follow(feed& picture) { asio::co_spawn(io, picture.run(), asio::detached); }
  void request(const std::string& deployment) {
    append_command command{.actor = "test"};
    command.streams.push_back(
        {deployment_stream(deployment),
         std::nullopt,
         {make_event(deployment_requested{.deployment = deployment, .project = "shop"})}});
    asio::co_spawn(io, store->append(std::move(command)), asio::detached);
  }
  template <class Condition>
  void until(Condition holds) {
    io.restart();
    while (!holds()) BOOST_REQUIRE(io.run_one() > 0);
  }

  fake_read_models models{log};
};

struct counting final : feed::listener {
  void on_change(const feed::change& what) override {
    ++changes;
    last = what.last;
  }
  void on_log(const std::string&, const std::string&) override {}
  int changes = 0;
  std::int64_t last = 0;
};

BOOST_FIXTURE_TEST_SUITE(a_feed, one_log)

BOOST_AUTO_TEST_CASE(stores_only_while_that_is_its_duty) {
  duty firsts(io.get_executor(), "projector", true), seconds(io.get_executor(), "projector");
  feed first(*store, models, grown, firsts, 0ms), second(*store, models, grown, seconds, 0ms);
  follow(second);
  request("dep_1");
  until([&] { return second.position() == 1; });
  BOOST_TEST(second.now().deployments().contains("dep_1"));
  BOOST_TEST(stored() == 0);
  follow(first);
  until([&] { return stored() == 1; });
  // The first is gone with something unstored: the second has kept it.
  firsts.set(false);
  request("dep_2");
  until([&] { return first.position() == 2 && second.position() == 2; });
  BOOST_TEST(stored() == 1);
  seconds.set(true);
  request("dep_3");
  until([&] { return stored() == 3; });
  std::vector<std::string> kinds{"deployment"};
  std::size_t rows = 0;
  asio::co_spawn(io, models.resume("views", kinds, {}, 0),
                 [&](std::exception_ptr, result<stored_views> found) { rows = found->rows.size(); });
  until([&] { return rows > 0; });
  BOOST_TEST(rows == 3u);
}

BOOST_AUTO_TEST_CASE(waits_although_somebody_announces_what_is_not_there) {
  duty mine(io.get_executor(), "projector", true);
  feed picture(*store, models, grown, mine, 0ms);
  counting page;
  picture.add(&page);
  follow(picture);
  until([&] { return picture.ready(); });
  grown.hear("9000000000000000000");
  io.poll();                    // one that never waits never comes back from here
  log->on_committed = nullptr;  // another server's
  request("dep_1");
  io.poll();
  grown.hear("1");
  io.poll();
  BOOST_TEST(page.last == 1);
  BOOST_TEST(grown.newest() == 1);
}

BOOST_AUTO_TEST_CASE(tells_what_comes_in_quick_succession_together) {
  duty mine(io.get_executor(), "projector", true);
  feed picture(*store, models, grown, mine, 50ms);
  counting page;
  picture.add(&page);
  follow(picture);
  until([&] { return picture.ready(); });
  for (int i = 1; i <= 40; ++i) {
    request("dep_" + std::to_string(i));
    io.poll();
  }
  until([&] { return page.last == 40; });
  BOOST_TEST(page.changes < 10);  // one at once, the rest gathered
  BOOST_TEST(page.changes >= 2);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace
}  // namespace eeveon::test
