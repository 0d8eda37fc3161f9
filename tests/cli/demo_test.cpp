#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "catalog/sources/github.hpp"
#include "cli/demo/node.hpp"
#include "cli/demo/push_payload.hpp"
#include "core/repository/events.hpp"

using namespace eeveon;
using namespace eeveon::cli::demo;

namespace {

namespace fs = std::filesystem;

// A node's folder as a deployment leaves it, with things around it that must not be served.
struct node_folder {
  fs::path root = fs::temp_directory_path() / ("eeveon-node-" + std::to_string(getpid()));
  node_folder() {
    const auto release = root / "production" / "releases" / "rel_1";
    fs::create_directories(release / "docs");
    std::ofstream(root / "secret") << "secret";
    std::ofstream(release / "index.html") << "hello";
    std::ofstream(release / ".hidden") << "hidden";
    std::ofstream(release / "docs" / "a b.txt") << "text";
    fs::create_directories(root / "production" / "shared");
    std::ofstream(root / "production" / "shared" / "upload.txt") << "shared";
    fs::create_symlink("../../shared/upload.txt", release / "upload.txt");
    fs::create_symlink(root / "secret", release / "absolute");
    fs::create_symlink("../../../secret", release / "climbing");
    fs::create_symlink("releases/rel_1", root / "production" / "current");
  }
  ~node_folder() { fs::remove_all(root); }
  file_answer get(std::string_view target) const {
    return read_live_file((root / "production").string(), target);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_demo_node, node_folder)

BOOST_AUTO_TEST_CASE(serves_the_live_release) {
  BOOST_TEST(get("/").body == "hello");
  BOOST_TEST(get("/?query").body == "hello");
  BOOST_TEST(get("/index.html").type == "text/html; charset=utf-8");
  BOOST_TEST(get("/docs/a%20b.txt").body == "text");
  BOOST_TEST(get("/upload.txt").body == "shared");
}

BOOST_AUTO_TEST_CASE(serves_nothing_else) {
  for (const auto* target :
       {"/missing", "/docs", "/.hidden", "/../../secret", "/docs/../../../../secret", "/%2e%2e/%2e%2e/secret",
        "/absolute", "/climbing", "index.html", "", "/%00", "/%zz", "/a%2"})
    BOOST_TEST(get(target).status == 404, target);
}

BOOST_AUTO_TEST_CASE(has_nothing_before_the_first_release) {
  fs::remove(root / "production" / "current");
  BOOST_TEST(get("/").status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_demo_push)

BOOST_AUTO_TEST_CASE(is_read_as_githubs_own) {
  const std::string zeros(40, '0'), a(40, 'a');
  const auto body =
      payload_of({.ref = "refs/heads/main",
                  .before = zeros,
                  .after = a,
                  .commits = {{a, "First\n\nbody", "Ann", "ann@example.invalid", "2026-01-01T00:00:00Z"}},
                  .clone_url = "file:///srv/repository.git"});
  const auto told = read_github("push", "application/json", body);
  BOOST_REQUIRE(told);
  const auto read = decode<push_received>(told->event.data);
  BOOST_REQUIRE(read);
  BOOST_TEST(read->ref == "refs/heads/main");
  BOOST_TEST(read->after == a);
  BOOST_TEST(read->created);
  BOOST_TEST(!read->deleted);
  BOOST_TEST(read->message == "First");
  BOOST_TEST(read->author == "Ann");
  BOOST_TEST(read->repository.urls.front() == "file:///srv/repository.git");
}

BOOST_AUTO_TEST_CASE(of_a_deletion_has_no_head) {
  const auto body = payload_of({.ref = "refs/heads/x",
                                .before = std::string(40, 'a'),
                                .after = std::string(40, '0'),
                                .commits = {},
                                .clone_url = "file:///x"});
  const auto told = read_github("push", "application/json", body);
  BOOST_REQUIRE(told);
  BOOST_TEST(decode<push_received>(told->event.data)->deleted);
}

BOOST_AUTO_TEST_SUITE_END()
