// Log chunks, read models and sessions over PostgreSQL.
#include <boost/test/unit_test.hpp>
#include <future>
#include <pqxx/pqxx>

#include "adapters/postgres/delivery_log.hpp"
#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/log_store.hpp"
#include "adapters/postgres/read_models.hpp"
#include "adapters/postgres/session_store.hpp"
#include "adapters/postgres/statements.hpp"
#include "tests/contract/event_store_contract.hpp"
#include "tests/support/io.hpp"
#include "tests/support/other_session.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

struct emptied {
  emptied() { shared_postgres().truncate(); }
  asio::io_context io;
  std::string url = shared_postgres().url();
};

view_row deployment(const std::string& key, std::int64_t sort, const std::string& status = "succeeded") {
  return {"deployment",
          key,
          sort,
          "shop",
          sort % 2 ? "production" : "staging",
          status,
          sort,
          std::string("{\"n\":\0}", 7)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stores_over_postgres)

BOOST_FIXTURE_TEST_CASE(output_is_read_on_from_any_chunk_and_back_from_the_end, emptied) {
  const auto logs = pg::make_log_store(url, io.get_executor());
  const auto first = wait(io, logs->write({{"dep_1", "build", 1, 1, 3, "a\nb\nc\n", 7},
                                           {"dep_1", "build", 1, 4, 2, "d\n\xff\n", 7}}));
  BOOST_REQUIRE(first);
  const auto second =
      wait(io, logs->write({{"dep_1", "switch", 1, 1, 1, "x\n", 8}, {"dep_2", "build", 1, 1, 1, "y\n", 9}}));
  BOOST_REQUIRE(second);
  // The answer to a write got lost: what stands is not doubled, what does not is added.
  BOOST_REQUIRE(wait(
      io, logs->write({{"dep_1", "build", 1, 4, 2, "d\n\xff\n", 7}, {"dep_3", "build", 1, 4, 1, "z\n", 7}},
                      true)));
  BOOST_TEST(wait(io, logs->read({.subject = "dep_3", .most = 100})).value().size() == 1u);
  const auto all = wait(io, logs->read({.subject = "dep_1", .most = 100})).value();
  BOOST_REQUIRE(all.size() == 3u);
  BOOST_TEST(all[1].text == "d\n\xff\n");
  BOOST_TEST(all[2].step == "switch");
  BOOST_TEST((0 < all[0].id && all[0].id < all[1].id && all[1].id < all[2].id));
  BOOST_TEST(all[0].stored.us == first->us);
  BOOST_TEST(all[2].stored.us == second->us);
  const auto rest = wait(io, logs->read({.subject = "dep_1", .edge = all[0].id, .most = 100})).value();
  BOOST_REQUIRE(rest.size() == 2u);
  BOOST_TEST(rest[0].first_line == 4);
  BOOST_TEST(wait(io, logs->read({.subject = "dep_1", .step = "switch", .most = 100})).value().size() == 1u);
  BOOST_TEST(wait(io, logs->read({.subject = "dep_1", .most = 2})).value().back().id == all[1].id);
  BOOST_TEST(wait(io, logs->read({.subject = "dep_1", .since = *second, .most = 9})).value().size() == 1u);
  const auto back = wait(io, logs->read_back({.subject = "dep_1", .most = 2})).value();
  BOOST_REQUIRE(back.size() == 2u);
  BOOST_TEST(back[0].id == all[2].id);
  BOOST_TEST(back[1].id == all[1].id);
  const auto before = wait(io, logs->read_back({.subject = "dep_1", .edge = all[1].id, .most = 2})).value();
  BOOST_REQUIRE(before.size() == 1u);
  BOOST_TEST(before[0].text == "a\nb\nc\n");
  BOOST_TEST(wait(io, logs->read_back({.subject = "dep_9", .most = 9})).value().empty());
  BOOST_TEST(wait(io, logs->drop_days(std::chrono::days(1))).value() == 0);
  BOOST_TEST(wait(io, logs->drop_days(std::chrono::days(-1))).value() == 1);
  BOOST_TEST(wait(io, logs->read({.subject = "dep_1", .most = 9})).value().empty());
}

BOOST_FIXTURE_TEST_CASE(deliveries_are_listed_page_by_page_and_emptied_by_age, emptied) {
  const auto store = pg::make_event_store(url, {}, io.get_executor(), {});
  const auto deliveries = pg::make_delivery_log(url, io.get_executor());
  const std::string large(100'000, 'x');
  for (int i = 0; i < 5; ++i)
    BOOST_REQUIRE(wait(io, store->append(delivered("d" + std::to_string(i), i == 4 ? large : "body"))));
  const auto page = wait(io, deliveries->list({.limit = 3})).value();
  BOOST_REQUIRE(page.size() == 3u);
  BOOST_TEST(page[0].key == "d0");
  BOOST_TEST(page[0].body.empty());
  BOOST_TEST(page[0].body_kept);
  const delivery_cursor seen{page[2].received_at, page[2].key};
  const auto rest =
      wait(io, deliveries->list({.source = "github/default", .after = seen, .with_bodies = true})).value();
  BOOST_REQUIRE(rest.size() == 2u);
  BOOST_TEST((rest[1].body == large));
  BOOST_TEST((rest[1].body_sha256 == sha256(large)));
  BOOST_TEST(rest[1].position == 5);
  BOOST_TEST(rest[1].events == 1);
  BOOST_TEST(wait(io, deliveries->list({.source = "other"})).value().empty());
  const auto newest = wait(io, deliveries->list({.newest_first = true, .limit = 2})).value();
  BOOST_REQUIRE(newest.size() == 2u);
  BOOST_TEST(newest[0].key == "d4");
  const delivery_cursor back{newest[1].received_at, newest[1].key};
  const auto older = wait(io, deliveries->list({.after = back, .newest_first = true})).value();
  BOOST_REQUIRE(older.size() == 3u);
  BOOST_TEST(older[0].key == "d2");
  const auto one = wait(io, deliveries->read("github/default", "d4")).value();
  BOOST_REQUIRE(one.has_value());
  BOOST_TEST((one->body == large));
  BOOST_TEST(!wait(io, deliveries->read("github/default", "d9")).value());
  const auto before = wait(io, deliveries->find("github/default", "d1")).value();
  BOOST_REQUIRE(before);
  BOOST_TEST(before->position == 2);
  BOOST_TEST((before->body_sha256 == sha256("body")));
  BOOST_TEST(!wait(io, deliveries->find("github/default", "d9")).value());
  BOOST_TEST(wait(io, deliveries->empty_bodies(1h, 10)).value() == 0);
  BOOST_TEST(wait(io, deliveries->empty_bodies(-1h, 3)).value() == 3);
  BOOST_TEST(!wait(io, deliveries->list({.limit = 1, .with_bodies = true})).value().at(0).body_kept);
  BOOST_TEST(wait(io, store->append(delivered("d0", "body")))->duplicate);
}

BOOST_FIXTURE_TEST_CASE(deliveries_are_found_by_what_they_are, emptied) {
  const auto store = pg::make_event_store(url, {}, io.get_executor(), {});
  const auto deliveries = pg::make_delivery_log(url, io.get_executor());
  const auto bring = [&](const char* source, const char* key, const char* headers) {
    auto command = delivered(key, "body");
    command.from->source = source, command.from->headers = headers;
    BOOST_REQUIRE(wait(io, store->append(std::move(command))));
  };
  bring("github", "a1", R"({"x-github-event":"push"})");
  bring("github/shop", "a2", R"({"x-github-event":"ping"})");
  bring("api/ada", "b1", "{}");
  bring("poll", "b2", "{}");
  const auto keys = [&](delivery_query query) {
    std::string out;
    const auto found = wait(io, deliveries->list(std::move(query))).value();
    for (const auto& one : found) out += one.key + " ";
    return out;
  };
  BOOST_TEST(keys({.hooks_only = true}) == "a1 a2 ");
  BOOST_TEST(keys({.event = "ping"}) == "a2 ");
  BOOST_TEST(keys({.event = "pin"}) == "");
  BOOST_TEST(keys({.key = "b", .newest_first = true}) == "b2 b1 ");
}

BOOST_FIXTURE_TEST_CASE(rows_and_checkpoint_move_together, emptied) {
  const auto views = pg::make_read_models(url, io.get_executor());
  const auto store = pg::make_event_store(url, {}, io.get_executor(), {});
  BOOST_REQUIRE(wait(io, views->store({deployment("dep_1", 1), deployment("dep_2", 2)}, {"views", 0, 2})));
  const auto late = wait(io, views->store({deployment("dep_3", 3)}, {"views", 0, 3}));
  BOOST_REQUIRE(!late);
  BOOST_TEST((late.error().code == errc::conflict));
  const auto start = wait(io, views->resume("views", {"deployment"}, {"node"}, 10)).value();
  BOOST_TEST(start.rows.size() == 2u);
  BOOST_TEST(start.position == 2);
  BOOST_TEST(wait(io, store->checkpoint("views")).value() == 2);
  const auto newest = wait(io, views->resume("views", {"node"}, {"deployment"}, 1)).value();
  BOOST_REQUIRE(newest.rows.size() == 1u);
  BOOST_TEST(newest.rows[0].key == "dep_2");
  BOOST_REQUIRE(wait(io, views->store({deployment("dep_1", 5, "rolled_back")}, {"views", 2, 5})));
  const auto one = wait(io, views->load("deployment", {"dep_1", "dep_9"})).value();
  BOOST_REQUIRE(one.size() == 1u);
  BOOST_TEST(one[0].status == "rolled_back");
  BOOST_TEST(one[0].body.size() == 7u);
  BOOST_REQUIRE(wait(io, views->clear("views")));
  const auto emptied = wait(io, views->resume("views", {"deployment"}, {}, 1)).value();
  BOOST_TEST(emptied.rows.empty());
  BOOST_TEST(emptied.position == 0);
  BOOST_TEST(wait(io, store->checkpoint("views")).value() == 0);
}

BOOST_FIXTURE_TEST_CASE(lists_are_newest_first_and_filtered, emptied) {
  const auto views = pg::make_read_models(url, io.get_executor());
  std::vector<view_row> rows;
  for (int i = 1; i <= 9; ++i)
    rows.push_back(deployment("dep_" + std::to_string(i), i, i > 7 ? "running" : "succeeded"));
  BOOST_REQUIRE(wait(io, views->store(rows, {"views", 0, 9})));
  const auto page = wait(io, views->list({"deployment", "shop", "production", "", 8, 2})).value();
  BOOST_REQUIRE(page.size() == 2u);
  BOOST_TEST(page[0].key == "dep_7");
  BOOST_TEST(page[1].key == "dep_5");
  BOOST_TEST(wait(io, views->list({"deployment", "", "", "running", 0, 50})).value().size() == 2u);
  BOOST_TEST(wait(io, views->list({"node", "", "", "", 0, 50})).value().empty());
}

// A statement that ran into its time, or was not given a lock, says nothing about what was asked.
BOOST_FIXTURE_TEST_CASE(a_read_that_postgres_cannot_answer_now_is_unavailable, emptied) {
  const auto views = pg::make_read_models(url, io.get_executor());
  const auto store = pg::make_event_store(url, {}, io.get_executor(), {});
  const auto cancelled = [](auto& read) {
    other_session other;
    other.lock("LOCK TABLE eeveon.view_rows, eeveon.events");
    auto answer = std::async(std::launch::async, read);
    other.wait_until_somebody_waits();
    other.cancel_waiting();
    return answer.get();
  };
  const auto list = [&] { return wait(io, views->list({"deployment", "", "", "", 0, 50})).error(); };
  const auto log = [&] { return wait(io, store->read_log(0, 10)).error(); };
  for (const auto& why : {cancelled(list), cancelled(log)}) {
    BOOST_TEST((why.code == errc::unavailable), why.detail);
    BOOST_TEST(why.detail.find("canceling") == std::string::npos);
    BOOST_TEST(why.detail.find("57014") != std::string::npos);
  }
  BOOST_TEST(wait(io, views->list({"deployment", "", "", "", 0, 50})).value().empty());
  BOOST_TEST(wait(io, store->read_log(0, 10)).value().empty());
}

BOOST_FIXTURE_TEST_CASE(a_sign_in_link_is_good_once, emptied) {
  const auto sessions = pg::make_session_store(url, io.get_executor());
  BOOST_REQUIRE(wait(io, sessions->create_link(sha256("link"), "admin", 15min)));
  BOOST_TEST(wait(io, sessions->consume_link(sha256("link"), sha256("cookie"), 1h)).value() == "admin");
  BOOST_TEST((wait(io, sessions->consume_link(sha256("link"), sha256("other"), 1h)).error().code ==
              errc::unauthorized));
  BOOST_TEST(wait(io, sessions->check_session(sha256("cookie"))).value().value() == "admin");
  BOOST_TEST(!wait(io, sessions->check_session(sha256("other"))).value().has_value());
  BOOST_REQUIRE(wait(io, sessions->sign_out(sha256("cookie"))));
  BOOST_TEST(!wait(io, sessions->check_session(sha256("cookie"))).value().has_value());
  BOOST_REQUIRE(wait(io, sessions->create_link(sha256("late"), "admin", -1s)));
  BOOST_TEST(!wait(io, sessions->consume_link(sha256("late"), sha256("cookie2"), 1h)));
}

BOOST_FIXTURE_TEST_CASE(a_token_under_a_known_id_takes_the_old_ones_place, emptied) {
  const auto sessions = pg::make_session_store(url, io.get_executor());
  BOOST_REQUIRE(wait(io, sessions->create_token("tok_1", sha256("old"), "admin")));
  BOOST_REQUIRE(wait(io, sessions->create_token("tok_1", sha256("new"), "admin")));
  BOOST_TEST(wait(io, sessions->check_token(sha256("new"))).value().has_value());
  BOOST_TEST(!wait(io, sessions->check_token(sha256("old"))).value().has_value());
}

BOOST_FIXTURE_TEST_CASE(a_revoked_token_opens_nothing, emptied) {
  const auto sessions = pg::make_session_store(url, io.get_executor());
  BOOST_REQUIRE(wait(io, sessions->create_token("tok_1", sha256("secret"), "admin")));
  BOOST_REQUIRE(wait(io, sessions->create_token("tok_2", sha256("secret"), "admin")));
  BOOST_TEST(wait(io, sessions->check_token(sha256("secret"))).value().value() == "admin");
  BOOST_TEST(!wait(io, sessions->check_token(sha256("wrong"))).value().has_value());
  BOOST_REQUIRE(wait(io, sessions->revoke_token("tok_1")));
  BOOST_TEST(!wait(io, sessions->check_token(sha256("secret"))).value().has_value());
}

// Its plan is kept: made on an empty table, it must still be right when there are many rows.
BOOST_AUTO_TEST_CASE(views_are_looked_up_by_their_key_however_empty_the_table_was) {
  shared_postgres().truncate();
  pqxx::connection connection(shared_postgres().admin_url());
  pqxx::nontransaction asking(connection);
  asking.exec(pg::statement("session"));
  asking.exec("SET plan_cache_mode = force_generic_plan");
  asking.exec(std::string("PREPARE load (text, text[]) AS ") + pg::statement("load_view_rows"));
  for (const auto* known : {"nothing", "ANALYZE view_rows"}) {
    if (known != std::string("nothing")) asking.exec(known);
    std::string plan;
    for (const auto& row : asking.exec("EXPLAIN EXECUTE load ('deployment', '{}')"))
      plan += row[0].c_str() + std::string("\n");
    BOOST_TEST_CONTEXT(plan) {
      BOOST_TEST(plan.find("view_rows_pkey") != std::string::npos);
      BOOST_TEST(plan.find("Index Cond: (key = ANY") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
