#include "cli/settings.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace eeveon;
using namespace eeveon::cli;

namespace {

namespace fs = std::filesystem;

// A home, a checkout and a data folder of the test's own; everything is put back afterwards.
struct person {
  fs::path root = fs::temp_directory_path() / ("eeveon-settings-" + std::to_string(getpid()));
  fs::path before = fs::current_path();
  person() {
    fs::create_directories(root / "config" / "eeveon");
    fs::create_directories(root / "checkout" / "below");
    fs::create_directories(root / "data");
    setenv("XDG_CONFIG_HOME", (root / "config").c_str(), 1);
    setenv("EEVEON_DATA", (root / "data").c_str(), 1);
    unsetenv("EEVEON_URL");
    unsetenv("EEVEON_TOKEN");
    fs::current_path(root / "checkout" / "below");
  }
  ~person() {
    fs::current_path(before);
    fs::remove_all(root);
  }
  void write(const fs::path& file, const std::string& text) { std::ofstream(root / file) << text; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(choosing_settings, person)

BOOST_AUTO_TEST_CASE(nothing_said_means_this_machine) {
  const auto chosen = choose_settings({});
  BOOST_REQUIRE(chosen);
  BOOST_TEST(chosen->url == "http://127.0.0.1:8080");
  BOOST_TEST(chosen->token == "");
  BOOST_TEST((chosen->output == output_form::table));
}

BOOST_AUTO_TEST_CASE(an_up_on_this_machine_is_found) {
  write("data/ready", "http://127.0.0.1:9000\n");
  write("data/admin-token", "local\n");
  BOOST_TEST(choose_settings({})->url == "http://127.0.0.1:9000");
  BOOST_TEST(choose_settings({})->token == "local");
}

BOOST_AUTO_TEST_CASE(the_token_of_an_up_that_does_not_run_is_shown_to_nobody) {
  write("data/admin-token", "local\n");
  BOOST_TEST(choose_settings({})->url == "http://127.0.0.1:8080");
  BOOST_TEST(choose_settings({})->token == "");
}

BOOST_AUTO_TEST_CASE(a_flag_wins_over_the_environment_and_that_over_files) {
  write("config/eeveon/config.yaml", "url: http://user:1\noutput: yaml\n");
  BOOST_TEST(choose_settings({})->url == "http://user:1");
  write("checkout/.eeveon-cli.yaml", "url: http://project:1\n");
  BOOST_TEST(choose_settings({})->url == "http://project:1");
  BOOST_TEST((choose_settings({})->output == output_form::yaml));
  setenv("EEVEON_URL", "http://environment:1", 1);
  BOOST_TEST(choose_settings({})->url == "http://environment:1");
  BOOST_TEST(choose_settings({{"url", "http://flag:1/"}})->url == "http://flag:1");
}

BOOST_AUTO_TEST_CASE(a_checkout_cannot_draw_somebodys_token_to_its_server) {
  write("config/eeveon/config.yaml", "url: https://ours\ntoken: secret\n");
  BOOST_TEST(choose_settings({})->token == "secret");
  write("checkout/.eeveon-cli.yaml", "url: https://theirs\n");
  BOOST_TEST(choose_settings({})->url == "https://theirs");
  BOOST_TEST(choose_settings({})->token == "");
  setenv("EEVEON_TOKEN", "given", 1);
  BOOST_TEST(choose_settings({})->token == "given");
}

BOOST_AUTO_TEST_CASE(a_wrong_file_is_told_by_its_name) {
  write("checkout/.eeveon-cli.yaml", "ulr: http://x\n");
  const auto chosen = choose_settings({});
  BOOST_REQUIRE(!chosen);
  BOOST_TEST((chosen.error().code == errc::invalid));
  BOOST_TEST(chosen.error().where.find(".eeveon-cli.yaml") != std::string::npos);
  BOOST_TEST(chosen.error().detail.find("ulr") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_address_without_a_scheme_is_refused) {
  BOOST_TEST(!choose_settings({{"url", "localhost:8080"}}));
  BOOST_TEST(!choose_settings({{"output", "xml"}}));
}

BOOST_AUTO_TEST_SUITE_END()
