// The schema: migrations apply once and refuse what they do not know; events cannot be changed; unsafe
// servers are refused.
#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>

#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/pipeline.hpp"
#include "adapters/postgres/schema.hpp"
#include "core/base/embedded.hpp"
#include "core/events/leaf.hpp"
#include "tests/contract/event_store_contract.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

void as_admin(const std::string& sql) {
  pqxx::connection connection(shared_postgres().admin_url());
  pqxx::nontransaction(connection).exec(sql);
}

bool refused(const std::string& url, const std::string& sql) {
  try {
    pqxx::connection connection(url);
    pqxx::work(connection).exec(sql);
    return false;
  } catch (const pqxx::sql_error&) {
    return true;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(migrations_apply_once) {
  auto again = pg::migrate(shared_postgres().admin_url());
  BOOST_REQUIRE(again);
  BOOST_TEST(again->empty());
  const auto all = pg::migrations_of(shared_postgres().url());
  BOOST_REQUIRE(all);
  for (const auto& one : *all) BOOST_TEST(one.applied);
}

BOOST_AUTO_TEST_CASE(a_changed_or_unknown_migration_is_refused) {
  const auto admin = shared_postgres().admin_url();
  as_admin("UPDATE eeveon.schema_migrations SET checksum = 'x' || checksum WHERE version = 2");
  const auto changed = pg::migrate(admin);
  as_admin("UPDATE eeveon.schema_migrations SET checksum = substr(checksum, 2) WHERE version = 2");
  BOOST_REQUIRE(!changed);
  BOOST_TEST(changed.error().detail.find("0002_runs.sql") != std::string::npos);
  as_admin("INSERT INTO eeveon.schema_migrations VALUES (9999, 'future', 'x')");
  const auto unknown = pg::migrations_of(shared_postgres().url());
  as_admin("DELETE FROM eeveon.schema_migrations WHERE version = 9999");
  BOOST_REQUIRE(!unknown);
  BOOST_TEST((unknown.error().code == errc::conflict));
}

BOOST_AUTO_TEST_CASE(nobody_changes_events) {
  shared_postgres().truncate();
  asio::io_context io;
  const auto store = pg::make_event_store(shared_postgres().url(), {}, io.get_executor(), {});
  BOOST_REQUIRE(wait(io, store->append(fact("a"))));
  for (const auto& url : {shared_postgres().url(), shared_postgres().admin_url()})
    for (const char* sql :
         {"UPDATE eeveon.events SET actor = 'x'", "DELETE FROM eeveon.events", "TRUNCATE eeveon.events"})
      BOOST_TEST(refused(url, sql), url << ": " << sql);
  BOOST_TEST(refused(shared_postgres().url(), "ALTER TABLE eeveon.events DISABLE TRIGGER ALL"));
  BOOST_TEST(refused(shared_postgres().url(), "CREATE TABLE eeveon.mine (id int)"));
}

BOOST_AUTO_TEST_CASE(stored_leaves_are_those_of_the_stored_fields) {
  shared_postgres().truncate();
  asio::io_context io;
  const auto store = pg::make_event_store(shared_postgres().url(), {}, io.get_executor(), {});
  BOOST_REQUIRE(wait(io, store->append(delivered("d1", "body"))));
  const auto event = wait(io, store->read_log(0, 1)).value().at(0);
  pqxx::connection connection(shared_postgres().admin_url());
  const auto leaf =
      pqxx::work(connection)
          .exec(
              "SELECT encode(leaf, 'hex'), (SELECT data FROM eeveon.events_json) ->> 'n' FROM eeveon.events")
              [0];
  BOOST_TEST(leaf[0].as<std::string>() == to_hex(leaf_hash(leaf_envelope(event, "default", sha256("body")))));
  BOOST_TEST(leaf[1].as<std::string>() == "1");
}

BOOST_AUTO_TEST_CASE(every_statement_prepares) {
  auto line = pg::pipeline::open(shared_postgres().url());
  BOOST_REQUIRE(line);
  pqxx::connection connection(shared_postgres().url());
  pqxx::nontransaction work(connection);
  work.exec("SET search_path = eeveon");
  for (const auto& file : embedded::sql()) {
    const std::string name(file.path);
    const bool script = file.bytes.find(';') != std::string_view::npos;  // several statements, never prepared
    const bool bare =
        file.bytes.find(' ') == std::string_view::npos;  // BEGIN and its like: SQL's PREPARE takes none
    if (script || bare) continue;
    BOOST_TEST_CONTEXT(name)
    BOOST_CHECK_NO_THROW(work.exec("PREPARE \"" + name + "\" AS " + std::string(file.bytes)));
  }
}

BOOST_AUTO_TEST_CASE(an_unsafe_server_is_refused_with_the_fix) {
  BOOST_TEST(pg::check_safety(shared_postgres().url())->empty());
  as_admin("ALTER ROLE eeveon_app SET synchronous_commit = off");
  const auto unsafe = pg::check_safety(shared_postgres().url());
  as_admin("ALTER ROLE eeveon_app RESET synchronous_commit");
  BOOST_REQUIRE(!unsafe);
  BOOST_TEST(unsafe.error().detail.find("synchronous_commit = on") != std::string::npos);
  BOOST_TEST((pg::check_safety("postgresql:///x?host=/nowhere").error().code == errc::unavailable));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
