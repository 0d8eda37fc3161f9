#include "workers/cleaner.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "core/projections/rows.hpp"
#include "tests/support/fake_event_store.hpp"
#include "tests/support/fake_ports.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::read_file;
namespace fs = std::filesystem;

namespace {

struct fixture : test::node_fixture {
  std::shared_ptr<test::fake_log> log = std::make_shared<test::fake_log>();
  std::unique_ptr<event_store> events = test::make_fake_event_store(log);
  test::fake_read_models views{log};
  workers::cleaner broom{*events, views, *artifacts};
  std::int64_t stored = 0;

  void tell(const std::string& kind, const std::string& key, const json::object& body,
            const std::string& status = {}) {
    view_row row{
        .kind = kind, .key = key, .project = "shop", .status = status, .body = json::serialize(body)};
    row.sort = ++stored;
    BOOST_REQUIRE(test::wait(io, views.store({row}, {"views", stored - 1, stored})));
  }
  void tell_release(const std::string& id, const packed_artifact& what) {
    const release_row row{.id = id,
                          .project = "shop",
                          .artifact_digest = to_hex(what.id),
                          .state = "built",
                          .position = stored + 1};
    tell("release", id, to_row_json(row), "built");
  }
  std::string place(const packed_artifact& what) const {
    return folder + "/data/artifacts/" + to_hex(what.id);
  }
  // As if nobody had used anything for two days.
  void two_days_pass() {
    for (const auto& entry : fs::recursive_directory_iterator(folder + "/data")) {
      const timespec then{::time(nullptr) - 2 * 86400, 0}, both[2]{then, then};
      ::utimensat(AT_FDCWD, entry.path().c_str(), both, AT_SYMLINK_NOFOLLOW);
    }
  }
  int clean() {
    const auto done = test::wait(io, broom.clean());
    BOOST_REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().detail));
    return *done;
  }
  long objects() const {
    return std::distance(fs::directory_iterator(folder + "/data/objects"), fs::directory_iterator());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cleaning_workers, fixture)

BOOST_AUTO_TEST_CASE(what_nobody_needs_goes_after_two_rounds_and_its_files_with_it) {
  const auto live = pack({{"same", "constant"}, {"a", "1"}}), old = pack({{"same", "constant"}, {"a", "2"}});
  tell("project", "shop", to_row_json(project_row{.name = "shop"}));
  environment_row environment{.project = "shop", .name = "production"};
  environment.current = environment_row::live{.release = "rel_live"};
  tell("environment", "shop/production", to_row_json(environment));
  tell_release("rel_live", live);
  tell_release("rel_old", old);
  for (int i = 0; i < 10; ++i) tell_release("rel_new" + std::to_string(i), live);
  two_days_pass();
  BOOST_TEST(objects() == 3);
  BOOST_TEST(clean() == 0);  // seen for the first time
  BOOST_TEST(clean() == 1);
  BOOST_TEST(!fs::exists(place(old)));
  BOOST_TEST(read_file(place(live) + "/tree/same") == "constant");
  BOOST_TEST(objects() == 2);
  BOOST_TEST(clean() == 0);
}

BOOST_AUTO_TEST_CASE(what_is_used_or_brought_by_a_run_stays) {
  const auto used = pack({{"a", "1"}}), waiting = pack({{"a", "2"}}), packed_again = pack({{"a", "3"}});
  tell("project", "shop", to_row_json(project_row{.name = "shop"}));
  tell_release("rel_waiting", waiting);
  const auto filler = pack({{"a", "4"}});
  for (int i = 0; i < 10; ++i) tell_release("rel_new" + std::to_string(i), filler);
  tell("deployment", "dep_1", to_row_json(deployment_row{.id = "dep_1", .release = "rel_waiting"}), "queued");
  two_days_pass();
  BOOST_TEST(clean() == 0);
  BOOST_REQUIRE(artifacts->tree(used.id).has_value());  // a transfer begins
  pack({{"a", "3"}});                                   // the same content is built anew
  BOOST_TEST(clean() == 0);
  for (const auto& kept : {used, waiting, packed_again, filler}) BOOST_TEST(fs::exists(place(kept)));
  two_days_pass();
  BOOST_TEST(clean() == 0);
  BOOST_TEST(clean() == 2);
  BOOST_TEST(fs::exists(place(waiting)));
}

BOOST_AUTO_TEST_CASE(read_tables_that_know_nothing_remove_nothing) {
  const auto one = pack({{"a", "1"}});
  two_days_pass();
  for (int round = 0; round < 3; ++round) BOOST_TEST(!test::wait(io, broom.clean()).has_value());
  BOOST_TEST(fs::exists(place(one)));
}

BOOST_AUTO_TEST_CASE(what_was_cut_short_is_finished) {
  const auto one = pack({{"a", "1"}});
  tell("project", "shop", to_row_json(project_row{.name = "shop"}));
  tell_release("rel_1", one);
  test::write_file(folder + "/data/artifacts/.gone-x/tree/a", "half removed");
  test::write_file(folder + "/data/artifacts/.new-1-1/tree/a", "half packed");
  test::write_file(folder + "/data/artifacts/.new-2-1/tree/a", "being packed");
  two_days_pass();
  ::utimensat(AT_FDCWD, (folder + "/data/artifacts/.new-2-1").c_str(), nullptr, 0);
  BOOST_TEST(clean() == 0);
  BOOST_TEST(!fs::exists(folder + "/data/artifacts/.gone-x"));
  BOOST_TEST(!fs::exists(folder + "/data/artifacts/.new-1-1"));
  BOOST_TEST(fs::exists(folder + "/data/artifacts/.new-2-1"));
}

BOOST_AUTO_TEST_SUITE_END()
