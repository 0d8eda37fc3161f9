// Packing what a build has left, when the build or the repository means harm.
#include <sys/stat.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "adapters/net/http_client.hpp"
#include "tests/workers/node_fixture.hpp"
#include "workers/effects/perform.hpp"

using namespace eeveon;
using namespace eeveon::workers;
using test::write_file;
namespace fs = std::filesystem;

namespace {

struct packing_fixture : test::node_fixture {
  std::unique_ptr<http_client> http = make_http_client();
  step_performer performer{{*programs, *nodes, *artifacts, *http}};
  step_context context;
  std::string tree = folder + "/data/builds/run_1/tree";

  packing_fixture() {
    context.project = "shop";
    context.run = "run_1";
    context.data = folder + "/data";
    write_file(folder + "/secret/inner/key", "only for root");
    write_file(tree + "/index.html", "hello");
  }
  static step a_step(const std::string& action, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
    return {.id = action, .action = action, .target = "worker", .limit = limit};
  }
  step_outcome perform(const std::string& action) {
    auto copy = context;
    return test::wait(io, performer.perform(a_step(action), std::move(copy), [](std::string_view) {}));
  }
  step_outcome pack(const std::string& output = "") {
    context.build.output = output;
    return perform("pack");
  }
};

void gives_up(const step_outcome& packed, const std::string& naming) {
  BOOST_TEST((packed.end == step_end::failed));
  BOOST_TEST(packed.final);
  BOOST_TEST(packed.reason.find(naming) != std::string::npos, packed.reason);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(packing_what_means_harm, packing_fixture)

BOOST_AUTO_TEST_CASE(no_part_of_the_output_folder_may_be_a_link) {
  fs::create_symlink(folder + "/secret", tree + "/a");
  fs::create_directory_symlink("..", tree + "/up");
  for (const char* output : {"a", "a/", "a/inner", "a/inner/"}) gives_up(pack(output), "a is a link");
  gives_up(pack("up/tree"), "up is a link");
  gives_up(pack("../../../secret"), "leads out");
  gives_up(pack("index.html"), "index.html is a link or no folder");
  gives_up(pack("nowhere/dist"), "left no folder 'nowhere/dist'");
}

BOOST_AUTO_TEST_CASE(a_link_that_the_build_puts_in_the_way_is_not_followed) {
  write_file(tree + "/dist/html/index.html", "hello");
  BOOST_TEST((pack("dist/html").end == step_end::succeeded));
  context.build.build = {{"mv", "dist", "old"}, {"ln", "-s", folder + "/secret", "dist"}};
  const auto built = perform("build");
  BOOST_REQUIRE_MESSAGE(built.end == step_end::succeeded, built.reason);
  gives_up(pack("dist/inner"), "dist is a link");
}

BOOST_AUTO_TEST_CASE(a_deployignore_that_is_no_plain_file_fails_the_packing) {
  const auto file = tree + "/.deployignore";
  fs::create_symlink(folder + "/secret/inner/key", file);
  gives_up(pack(), ".deployignore is not a plain file");
  fs::remove(file);
  fs::create_directory(file);
  gives_up(pack(), ".deployignore is not a plain file");
  fs::remove(file);
  BOOST_REQUIRE_EQUAL(::mkfifo(file.c_str(), 0644), 0);
  gives_up(pack(), ".deployignore is not a plain file");
  fs::remove(file);
  BOOST_REQUIRE_EQUAL(::mkfifo((tree + "/pipe").c_str(), 0644), 0);
  gives_up(pack(), "pipe is neither a file");
}

BOOST_AUTO_TEST_CASE(a_deployignore_has_bounds) {
  const auto lines = [this](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "*.map\n";
    write_file(tree + "/.deployignore", text);
  };
  lines(1000);
  BOOST_TEST((pack().end == step_end::succeeded));
  lines(900);
  context.build.ignore.assign(200, "*.log");
  gives_up(pack(), "more than 1000 lines");
  context.build.ignore.clear();
  lines(1001);
  gives_up(pack(), ".deployignore");
  write_file(tree + "/.deployignore", "*.map\n" + std::string(1001, 's') + "\n");
  gives_up(pack(), ".deployignore, line 2 is longer than 1000 characters");
  write_file(tree + "/.deployignore", "*.map\n");
  context.build.ignore = {"*.log", std::string(1001, 's')};
  gives_up(pack(), "ignore, pattern 2 is longer than 1000 characters");
  context.build.ignore.clear();
  write_file(tree + "/.deployignore", std::string(2 << 20, '#'));
  gives_up(pack(), ".deployignore is larger");
}

BOOST_AUTO_TEST_CASE(a_link_through_a_link_may_not_lead_out) {
  fs::create_directories(tree + "/deep/er");
  fs::create_directory_symlink("../..", tree + "/deep/er/up");
  fs::create_symlink("deep/er/up/index.html", tree + "/fine");
  BOOST_TEST((pack().end == step_end::succeeded));
  fs::create_symlink("deep/er/up/../../secret", tree + "/out");
  gives_up(pack(), "the link out leaves the artifact");
  write_file(tree + "/.deployignore", "out\n");
  BOOST_TEST((pack().end == step_end::succeeded));
  for (const char* target : {"/etc/passwd", "../x"}) {
    fs::create_symlink(target, tree + "/away");
    gives_up(pack(), "the link away leaves the artifact");
    fs::remove(tree + "/away");
  }
  fs::create_symlink("around", tree + "/around");
  gives_up(pack(), "the link around leads through too many links, or in a circle");
}

BOOST_AUTO_TEST_CASE(packing_ends_with_its_step) {
  const auto late = test::wait(io, artifacts->pack({.root = tree, .limit = std::chrono::milliseconds(0)}));
  BOOST_TEST(test::failed_as(late, errc::timed_out));

  write_file(tree + "/big", "");
  fs::resize_file(tree + "/big", 1ULL << 30);
  asio::cancellation_signal stop;
  std::optional<step_outcome> outcome;
  auto copy = context;
  asio::co_spawn(io, performer.perform(a_step("pack"), std::move(copy), [](std::string_view) {}),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr error, step_outcome got) {
                   BOOST_TEST(!error);
                   outcome = std::move(got);
                 }));
  io.restart();
  io.poll();  // it has been handed to its thread
  stop.emit(asio::cancellation_type::terminal);
  while (!outcome && io.run_one() > 0) {
  }
  BOOST_REQUIRE(outcome.has_value());
  BOOST_TEST((outcome->end == step_end::interrupted));
  BOOST_TEST(fs::is_empty(folder + "/data/objects"));  // it was not copied to its end
  fs::remove(tree + "/big");
  BOOST_TEST((pack().end == step_end::succeeded));  // the thread serves on
}

BOOST_AUTO_TEST_SUITE_END()
