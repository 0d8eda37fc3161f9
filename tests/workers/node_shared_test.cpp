#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::failed_as;
using test::read_file;
using test::write_file;
namespace fs = std::filesystem;

namespace {

struct shared_fixture : test::node_fixture {
  node_registered node = local("node-1");
  std::string place = node.root + "/shop/live";

  // Sends the files and seals them with these shared paths.
  result<std::vector<std::string>> seal(const packed_artifact& what, std::vector<std::string> shared,
                                        const std::string& id = "rel_1") {
    const auto prepared = call(node, "prepare", {"shop", "live", "1", "0.5"});
    BOOST_REQUIRE(prepared.has_value());
    BOOST_REQUIRE(send(node, what, "shop/live/releases/.incoming-run_1-0.5").has_value());
    std::vector<std::string> args{"shop", "live", id, to_hex(what.id), ".incoming-run_1-0.5"};
    args.insert(args.end(), shared.begin(), shared.end());
    return call(node, "verify", std::move(args));
  }
  // An artifact with links beside one file.
  packed_artifact linked(const std::vector<std::pair<std::string, std::string>>& links) {
    const auto source = folder + "/linked";
    fs::remove_all(source);
    write_file(source + "/a", "1");
    write_file(source + "/other/b", "2");
    for (const auto& [path, target] : links) fs::create_symlink(target, source + '/' + path);
    return test::wait(io, artifacts->pack({.root = source})).value();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shared_paths, shared_fixture)

BOOST_AUTO_TEST_CASE(shared_paths_outlive_releases) {
  const auto one = pack({{"a", "1"}, {"uploads/first", "seed"}});
  BOOST_REQUIRE(call(node, "prepare", {"shop", "live", "1", "0.5"}).has_value());
  BOOST_REQUIRE(send(node, one, "shop/live/releases/.incoming-run_1-0.5").has_value());
  const std::vector<std::string> verify{
      "shop", "live", "rel_1", to_hex(one.id), ".incoming-run_1-0.5", "uploads", "conf/app.env"};
  const auto missing = call(node, "verify", verify);
  BOOST_TEST(failed_as(missing, errc::refused));
  BOOST_TEST(missing.error().detail.find("conf/app.env") != std::string::npos);
  write_file(node.root + "/shop/live/shared/conf/app.env", "KEY=1");
  // The refused attempt has already linked a part: what is sent again is made equal first.
  BOOST_REQUIRE(send(node, one, "shop/live/releases/.incoming-run_1-0.5").has_value());
  BOOST_REQUIRE(call(node, "verify", verify).has_value());
  const auto at = node.root + "/shop/live/releases/rel_1/";
  BOOST_TEST(read_file(at + "conf/app.env") == "KEY=1");
  BOOST_TEST(read_file(at + "uploads/first") == "seed");
  write_file(at + "uploads/second", "kept");
  BOOST_TEST(read_file(node.root + "/shop/live/shared/uploads/second") == "kept");
}

BOOST_AUTO_TEST_CASE(a_shared_path_inside_another_is_refused_before_anything_is_touched) {
  write_file(place + "/shared/uploads/cache/kept", "mine");
  for (const auto& [one, two] :
       {std::pair{"uploads", "uploads/cache"}, std::pair{"uploads/cache", "uploads"}}) {
    const auto got = seal(pack({{"a", "1"}, {"uploads/cache/new", "2"}}), {one, two});
    BOOST_REQUIRE(failed_as(got, errc::invalid));
    BOOST_TEST(got.error().detail.find("uploads/cache lies in the shared path uploads") != std::string::npos);
    BOOST_TEST(read_file(place + "/shared/uploads/cache/kept") == "mine");
  }
  BOOST_TEST(seal(pack({{"a", "1"}}), {"uploads", "uploads-old"}).has_value());  // a name is not a folder
}

BOOST_AUTO_TEST_CASE(a_link_on_the_way_to_a_shared_path_is_refused) {
  const auto got = seal(linked({{"data", "other"}}), {"data/x"});
  BOOST_REQUIRE(failed_as(got, errc::refused));
  BOOST_TEST(got.error().detail.find("link data") != std::string::npos);
  BOOST_TEST(!fs::exists(place + "/releases/.incoming-run_1-0.5/other/x"));
  BOOST_TEST(failed_as(seal(pack({{"data", "a file"}}), {"data/x"}), errc::refused));
  // The path itself may be a link: it is replaced, and what it led to stays.
  BOOST_REQUIRE(seal(linked({{"data", "other"}}), {"data"}).has_value());
  BOOST_TEST(read_file(place + "/releases/rel_1/other/b") == "2");
  BOOST_TEST(fs::read_symlink(place + "/releases/rel_1/data").string() == "../../shared/data");
}

BOOST_AUTO_TEST_CASE(what_the_operator_keeps_elsewhere_is_not_replaced) {
  fs::create_directories(place + "/shared");
  fs::create_symlink("/nowhere/mounted", place + "/shared/uploads");
  const auto got = seal(pack({{"uploads/first", "seed"}}), {"uploads"});
  BOOST_REQUIRE(failed_as(got, errc::refused));
  BOOST_TEST(got.error().detail.find("mounted?") != std::string::npos);
  BOOST_TEST(fs::is_symlink(place + "/shared/uploads"));
}

BOOST_AUTO_TEST_CASE(filling_one_shared_path_leaves_its_neighbours_alone) {
  write_file(place + "/shared/data.new/kept", "mine");
  BOOST_REQUIRE(seal(pack({{"data/first", "seed"}}), {"data", "data.new"}).has_value());
  BOOST_TEST(read_file(place + "/shared/data/first") == "seed");
  BOOST_TEST(read_file(place + "/shared/data.new/kept") == "mine");
}

BOOST_AUTO_TEST_CASE(odd_shared_paths_are_refused) {
  for (const std::string& bad : {"..", "../x", "a/../b", "/etc", "a//b", "a/", "a b", "a\nb", "*", "",
                                 ".eeveon-fresh", "a/.eeveon-fresh", "$(id)"})
    BOOST_TEST(failed_as(seal(pack({{"a", "1"}}), {bad}), errc::invalid), bad);
}

BOOST_AUTO_TEST_SUITE_END()
