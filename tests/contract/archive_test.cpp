// Looking into the past over PostgreSQL: what is found, how far was looked, and how long that takes.
#include "adapters/postgres/archive.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <pqxx/pqxx>

#include "adapters/postgres/delivery_log.hpp"
#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/read_models.hpp"
#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/node/events.hpp"
#include "core/projections/rows.hpp"
#include "core/system/events.hpp"
#include "tests/support/io.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

struct archived {
  archived() { shared_postgres().truncate(); }
  template <class Event>
  std::int64_t append(const std::string& stream, const Event& event, const std::string& actor = "gate",
                      const std::string& delivered_as = {}) {
    append_command command{.actor = actor};
    command.streams.push_back({stream, std::nullopt, {make_event(event)}});
    if (!delivered_as.empty())
      command.from = delivery{"api/" + actor, delivered_as, sha256(""), R"({"via":"page"})", "", ""};
    return wait(io, store->append(std::move(command))).value().position;
  }
  void stored(const std::string& id, std::int64_t position, const std::string& message,
              const std::string& trigger = "push", const std::string& environment = "production") {
    const deployment_row row{.id = id,
                             .project = "shop",
                             .environment = environment,
                             .message = message,
                             .status = "succeeded",
                             .trigger = trigger,
                             .actor = "ada",
                             .position = position};
    view_row out{"deployment", id, position, "shop", environment, "succeeded", position, {}};
    codec::text_writer{out.body, true}.put(row);
    const auto at = wait(io, store->checkpoint("views")).value();
    BOOST_REQUIRE(wait(io, views->store({out}, {"views", at, at + 1})));
  }
  std::vector<std::int64_t> found(event_search what) {
    std::vector<std::int64_t> out;
    for (const auto& e : wait(io, past->find_events(std::move(what))).value().events)
      out.push_back(e.position);
    return out;
  }
  std::vector<std::string> deployments(deployment_search what) {
    std::vector<std::string> out;
    for (const auto& row : wait(io, past->find_deployments(std::move(what))).value().rows)
      out.push_back(row.key);
    return out;
  }
  asio::io_context io;
  std::string url = shared_postgres().url();
  std::unique_ptr<event_store> store = pg::make_event_store(url, {}, io.get_executor(), {});
  std::unique_ptr<read_models> views = pg::make_read_models(url, io.get_executor());
  std::unique_ptr<archive> past = pg::make_archive(url, io.get_executor());
};

using positions = std::vector<std::int64_t>;
using names = std::vector<std::string>;

void same(const auto& got, const auto& expected) {
  BOOST_TEST(got == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_archive)

BOOST_FIXTURE_TEST_CASE(events_are_found_by_each_filter_newest_first, archived) {
  append("deployment-dep_1",
         deployment_requested{.deployment = "dep_1", .project = "shop", .message = "Say \"hello\" to Ada"},
         "ada");                                                                                // 1
  append("env-shop/production", release_went_live{.deployment = "dep_1", .release = "rel_1"});  // 2
  append("env-shop/staging", release_went_live{.deployment = "dep_9", .release = "rel_1"});     // 3
  append("env-shopping/production", release_went_live{.deployment = "dep_8"});                  // 4
  append("deployment-dep_1", deployment_succeeded{"run"}, "worker-1");                          // 5
  append("node-n1", node_health_changed{"n1", "shop", "production", "down", "timed out"});      // 6
  append("repo-github-7", node_removed{"stands for a push"});                                   // 7
  stored("dep_1", 1, "x");
  same(found({}), positions{7, 6, 5, 4, 3, 2, 1});
  same(found({.limit = 2}), positions{7, 6});
  same(found({.before = 4, .limit = 2}), positions{3, 2});
  same(found({.after = 5}), positions{7, 6});
  same(found({.types = {"deployment_succeeded", "node_removed"}}), positions{7, 5});
  same(found({.except = {"release_went_live"}}), positions{7, 6, 5, 1});
  same(found({.actor = "worker-1"}), positions{5});
  same(found({.project = "shop"}), positions{6, 5, 3, 2, 1});
  same(found({.project = "shop", .streams = {"repo-github-7"}}), positions{7, 6, 5, 3, 2, 1});
  same(found({.project = "shop", .environment = "production"}), positions{6, 5, 2, 1});
  same(found({.environment = "production"}), positions{6, 5, 4, 2, 1});
  same(found({.deployment = "dep_1"}), positions{5, 2, 1});
  same(found({.text = "HELLO\" to"}), positions{1});
  same(found({.text = "timed"}), positions{6});
  same(found({.text = "worker-"}), positions{5});
  same(found({.text = "100%"}), positions{});
  const auto times = wait(io, past->events_at({3, 5, 99})).value();
  BOOST_REQUIRE(times.size() == 2u);
  BOOST_TEST(times[1].type == "deployment_succeeded");
  same(found({.from = times[0].recorded_at, .to = times[1].recorded_at}), positions{4, 3});
}

BOOST_FIXTURE_TEST_CASE(a_search_tells_how_far_it_has_looked, archived) {
  for (int i = 0; i < 20; ++i) append("node-n", node_removed{i == 3 ? "rare" : "common"});
  auto page = wait(io, past->find_events({.stretch = 5, .text = "rare"})).value();
  BOOST_TEST(page.events.empty());
  BOOST_TEST(page.looked_to == 16);
  page = wait(io, past->find_events({.before = page.looked_to, .stretch = 50, .text = "rare"})).value();
  BOOST_REQUIRE(page.events.size() == 1u);
  BOOST_TEST(page.looked_to == 1);
  BOOST_TEST(wait(io, past->find_events({.limit = 3})).value().looked_to == 18);
}

// A bound that a query may name, however far away, is an answer and no error.
BOOST_FIXTURE_TEST_CASE(bounds_at_the_ends_of_the_numbers_are_bounds, archived) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (int i = 1; i <= 3; ++i) append("node-n", node_removed{"n"});
  stored("dep_1", 1, "x");
  same(found({.before = most}), positions{3, 2, 1});
  // From beyond the end the search begins at the end.
  BOOST_TEST(wait(io, past->find_events({.before = most, .stretch = 2})).value().looked_to == 2);
  same(found({.before = 1}), positions{});
  same(found({.after = most}), positions{});
  same(found({.from = timestamp{}}), positions{3, 2, 1});
  same(found({.to = timestamp{}}), positions{});
  const auto first = *parse_rfc3339("0000-01-01T00:00:00+23:59"),
             last = *parse_rfc3339("9999-12-31T23:59:60-23:59");
  same(found({.from = first, .to = last}), positions{3, 2, 1});
  same(found({.from = last}), positions{});
  BOOST_TEST(wait(io, past->last_before(first)).value() == 0);
  BOOST_TEST(wait(io, past->last_before(last)).value() == 3);
  same(deployments({.before = most}), names{"dep_1"});
  same(deployments({.after = most}), names{});
  BOOST_TEST(wait(io, views->list({"deployment", "", "", "", most, 50})).value().size() == 1u);
  for (const log_filter& filter : {log_filter{}, {.stream = "node-n"}, {.type = "node_removed"}})
    BOOST_TEST(wait(io, store->read_log(most, 10, filter)).value().empty());
  const auto deliveries = pg::make_delivery_log(url, io.get_executor());
  for (const std::int64_t us : {std::int64_t{1}, std::int64_t{253'402'300'799'999'999}})
    for (const bool newest : {false, true})
      BOOST_TEST(wait(io, deliveries->list({.after = {{us}, "k"}, .newest_first = newest})).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_moment_finds_its_position, archived) {
  BOOST_TEST(wait(io, past->last_before({1})).value() == 0);
  for (int i = 0; i < 9; ++i) append("node-n", node_removed{"n"});
  const auto all = wait(io, store->read_log(0, 100)).value();
  BOOST_TEST(wait(io, past->last_before({1})).value() == 0);
  for (const auto& event : all)
    BOOST_TEST(wait(io, past->last_before(event.recorded_at)).value() == event.position - 1);
  BOOST_TEST(wait(io, past->last_before({all.back().recorded_at.us + 1})).value() == 9);
}

BOOST_FIXTURE_TEST_CASE(deployments_are_found_by_what_stands_in_them, archived) {
  for (int i = 1; i <= 9; ++i)
    stored("dep_" + std::to_string(i), i,
           i == 4 ? "Größe \"quoted\" \\ text" : R"(says "trigger":"rollback")",
           i % 3 == 0 ? "rollback" : "push", i % 2 ? "production" : "staging");
  same(deployments({.limit = 2}), names{"dep_9", "dep_8"});
  same(deployments({.trigger = "rollback"}), names{"dep_9", "dep_6", "dep_3"});
  same(deployments({.environment = "staging", .trigger = "rollback"}), names{"dep_6"});
  same(deployments({.actor = "bob"}), names{});
  same(deployments({.actor = "ada", .before = 3}), names{"dep_2", "dep_1"});
  same(deployments({.after = 7}), names{"dep_9", "dep_8"});
  same(deployments({.text = "größe \"QUOTED\" \\"}), names{"dep_4"});
  auto page = wait(io, past->find_deployments({.text = "größe", .stretch = 4})).value();
  BOOST_TEST(page.rows.empty());
  BOOST_TEST(page.looked_to == 6);
  page = wait(io, past->find_deployments({.text = "größe", .before = 6, .stretch = 4})).value();
  BOOST_TEST(page.rows.size() == 1u);
  BOOST_TEST(page.looked_to == 2);
  page = wait(io, past->find_deployments({.text = "größe", .before = 2, .stretch = 4})).value();
  BOOST_TEST(page.looked_to == 0);
}

BOOST_FIXTURE_TEST_CASE(the_headers_of_asks_are_read_in_order, archived) {
  append("node-n", node_removed{"n"}, "ada", "k/1");
  const auto headers = wait(io, past->headers_of({{"api/ada", "none"}, {"api/ada", "k/1"}})).value();
  same(headers, names{"", R"({"via":"page"})"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
