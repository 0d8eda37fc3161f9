#include "cli/settings.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/setting_files.hpp"
#include "cli/setting_keys.hpp"

using namespace eeveon;
using namespace eeveon::cli;

namespace {

namespace fs = std::filesystem;
using words = std::map<std::string, std::string, std::less<>>;

// A home, a checkout and a data folder of the test's own; everything is put back afterwards.
struct person {
  fs::path root = fs::temp_directory_path() / ("eeveon-settings-" + std::to_string(getpid()));
  fs::path before = fs::current_path();
  person() {
    fs::create_directories(root / "config" / "eeveon");
    fs::create_directories(root / "checkout" / "below");
    fs::create_directories(root / "data");
    fs::create_directories(root / "system" / "eeveon");
    setenv("XDG_CONFIG_HOME", (root / "config").c_str(), 1);
    setenv("XDG_CONFIG_DIRS", (root / "system").c_str(), 1);
    setenv("EEVEON_DATA", (root / "data").c_str(), 1);
    forget_variables();
    fs::current_path(root / "checkout" / "below");
  }
  ~person() {
    fs::current_path(before);
    fs::remove_all(root);
    forget_variables();
    unsetenv("XDG_CONFIG_DIRS");
  }
  static void forget_variables() {
    for (const auto& one : setting_keys())
      if (!one.variable.empty()) unsetenv(std::string(one.variable).c_str());
  }
  // Its owner's alone, as what holds a token has to be.
  void write(const fs::path& file, const std::string& text) {
    std::ofstream(root / file) << text;
    fs::permissions(root / file, fs::perms::owner_read | fs::perms::owner_write);
  }
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
  const auto kept_back = choose_settings({});
  BOOST_REQUIRE(!kept_back);
  BOOST_TEST(kept_back.error().where == "EEVEON_TOKEN");
  BOOST_TEST(kept_back.error().detail.find("is not sent to https://theirs, which only ") == 0u);
  BOOST_TEST(kept_back.error().detail.find("given") == std::string::npos);
  BOOST_TEST(choose_settings({{"token", "now"}})->token == "now");  // said for this one call
  write("checkout/.eeveon-cli.yaml", "url: https://theirs\ntoken: its own\n");
  BOOST_TEST(choose_settings({})->token == "its own");
}

BOOST_AUTO_TEST_CASE(a_server_that_a_person_names_too_is_no_strangers) {
  write("checkout/.eeveon-cli.yaml", "url: https://ours/\n");
  setenv("EEVEON_TOKEN", "given", 1);
  BOOST_TEST(!choose_settings({}));
  BOOST_TEST(choose_settings({{"url", "https://ours"}})->token == "given");
  setenv("EEVEON_URL", "https://ours", 1);
  BOOST_TEST(choose_settings({})->token == "given");
  unsetenv("EEVEON_URL");
  write("config/eeveon/config.yaml", "url: https://ours\n");
  BOOST_TEST(choose_settings({})->token == "given");
  write("checkout/.eeveon-cli.yaml", "url: http://127.0.0.1:8080\n");  // what holds without any file
  BOOST_TEST(choose_settings({})->token == "given");
}

BOOST_AUTO_TEST_CASE(an_address_is_one_line) {
  write("checkout/.eeveon-cli.yaml", "url: \"https://theirs\\r\\nok\"\n");
  const auto chosen = choose_settings({});
  BOOST_REQUIRE(!chosen);
  BOOST_TEST(chosen.error().where.ends_with(".eeveon-cli.yaml"));
  BOOST_TEST(chosen.error().detail.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_path_into_an_answer_is_checked_before_anything_is_asked) {
  for (const std::string path : {"environments.", ".environments", "a..b", "."})
    BOOST_TEST(choose_settings({{"field", path}}).error().where == "--field", path);
  BOOST_TEST(choose_settings({{"field", "environments.0.name"}})->output.field == "environments.0.name");
}

BOOST_AUTO_TEST_CASE(the_machines_file_goes_behind_the_users) {
  write("system/eeveon/config.yaml", "url: http://system:1\noutput: csv\ncolor: never\n");
  BOOST_TEST(choose_settings({})->url == "http://system:1");
  write("config/eeveon/config.yaml", "url: http://user:1\n");
  const auto chosen = choose_settings({});
  BOOST_TEST(chosen->url == "http://user:1");
  BOOST_TEST((chosen->output == output_form::csv));
  BOOST_TEST((chosen->colours == colour_choice::never));
  BOOST_TEST(chosen->origins.at("url") == (root / "config/eeveon/config.yaml").string());
  BOOST_TEST(chosen->origins.at("color") == (root / "system/eeveon/config.yaml").string());
}

BOOST_AUTO_TEST_CASE(who_has_said_a_setting_is_known) {
  setenv("EEVEON_OUTPUT", "yaml", 1);
  write("checkout/.eeveon-cli.yaml", "color: always\n");
  const auto chosen = choose_settings({{"url", "http://flag:1"}});
  BOOST_TEST(chosen->origins.at("url") == "--url");
  BOOST_TEST(chosen->origins.at("output") == "EEVEON_OUTPUT");
  BOOST_TEST(chosen->origins.at("color").ends_with(".eeveon-cli.yaml"));
  BOOST_TEST(!chosen->origins.contains("token"));
  BOOST_TEST(choose_settings({{"token", "t"}})->origins.at("token") == "--token");
  setenv("EEVEON_OUTPUT", "xml", 1);
  BOOST_TEST(choose_settings({}).error().where == "EEVEON_OUTPUT");
}

BOOST_AUTO_TEST_CASE(a_token_that_others_can_read_is_refused) {
  write("config/eeveon/config.yaml", "url: https://ours\ntoken: secret\n");
  fs::permissions(root / "config/eeveon/config.yaml", fs::perms::group_read, fs::perm_options::add);
  const auto open = choose_settings({});
  BOOST_REQUIRE(!open);
  BOOST_TEST((open.error().code == errc::invalid));
  BOOST_TEST(open.error().detail.find("mode 0640): chmod 600 ") != std::string::npos, open.error().detail);
  BOOST_TEST(open.error().detail.find("secret") == std::string::npos);
  BOOST_TEST(choose_settings({{"token", "other"}})->token == "other");  // it is not asked for
  write("config/eeveon/config.yaml", "url: https://ours\noutput: json\n");
  fs::permissions(root / "config/eeveon/config.yaml", fs::perms::others_read, fs::perm_options::add);
  BOOST_TEST(choose_settings({})->url == "https://ours");  // no token, no secret
}

BOOST_AUTO_TEST_CASE(a_token_may_stand_in_a_file_of_its_own) {
  write("config/eeveon/config.yaml", "url: https://ours\ntoken_file: secret\n");
  BOOST_TEST(!choose_settings({}));
  write("config/eeveon/secret", "mine\n");
  BOOST_TEST(choose_settings({})->token == "mine");
  BOOST_TEST(choose_settings({{"url", "https://theirs"}})->token == "");
  fs::permissions(root / "config/eeveon/secret", fs::perms::others_read, fs::perm_options::add);
  BOOST_TEST(!choose_settings({}));
  write("data/mine", "from the environment\n");
  setenv("EEVEON_TOKEN_FILE", (root / "data/mine").c_str(), 1);
  BOOST_TEST(choose_settings({})->token == "from the environment");
  BOOST_TEST(choose_settings({{"token-file", (root / "data/mine").string()}})->origins.at("token") ==
             "--token-file");
}

BOOST_AUTO_TEST_CASE(a_checkout_cannot_choose_which_file_is_sent) {
  write("config/eeveon/secret", "mine\n");
  write("checkout/.eeveon-cli.yaml",
        "url: https://theirs\ntoken_file: " + (root / "config/eeveon/secret").string() + "\n");
  const auto chosen = choose_settings({});
  BOOST_REQUIRE(!chosen);
  BOOST_TEST(chosen.error().where.ends_with(".eeveon-cli.yaml"));
}

BOOST_AUTO_TEST_CASE(a_folder_one_stands_in_is_nobodys_home) {
  fs::create_directories(root / "checkout/below/.config/eeveon");
  write("checkout/below/.config/eeveon/config.yaml", "url: https://theirs\n");
  const std::string home = std::getenv("HOME") ? std::getenv("HOME") : "";
  setenv("XDG_CONFIG_HOME", ".config", 1);
  unsetenv("HOME");
  BOOST_TEST(choose_settings({})->url == "http://127.0.0.1:8080");
  setenv("HOME", home.c_str(), 1);
}

BOOST_AUTO_TEST_CASE(a_context_brings_its_server_and_its_token) {
  fs::create_directories(root / "config/eeveon/contexts");
  write("config/eeveon/contexts/blue.yaml", "url: https://blue\ntoken: of-blue\n");
  write("config/eeveon/contexts/green.yaml", "url: https://green\ntoken: of-green\n");
  write("config/eeveon/config.yaml", "url: https://user\ntoken: of-user\n");
  const auto is = [](const words& flags, const std::string& url, const std::string& token) {
    const auto chosen = choose_settings(flags);
    BOOST_REQUIRE(chosen);
    BOOST_TEST(chosen->url == url);
    BOOST_TEST(chosen->token == token);
  };
  is({}, "https://user", "of-user");
  BOOST_REQUIRE(choose_context("blue"));
  is({}, "https://blue", "of-blue");
  is({{"context", "green"}}, "https://green", "of-green");
  is({{"context", "green"}, {"url", "https://elsewhere"}}, "https://elsewhere", "");
  is({{"context", "green"}, {"url", "https://green/"}}, "https://green", "of-green");
  setenv("EEVEON_CONTEXT", "green", 1);
  is({}, "https://green", "of-green");
  setenv("EEVEON_URL", "https://environment", 1);
  is({}, "https://environment", "");
  is({{"context", "blue"}}, "https://blue", "of-blue");
  unsetenv("EEVEON_URL");
  unsetenv("EEVEON_CONTEXT");
  write("checkout/.eeveon-cli.yaml", "url: https://theirs\n");
  is({}, "https://theirs", "");
  BOOST_REQUIRE(choose_context(""));
  write("checkout/.eeveon-cli.yaml", "output: json\n");
  is({}, "https://user", "of-user");
}

BOOST_AUTO_TEST_CASE(a_context_that_is_none_is_told_with_what_was_meant) {
  fs::create_directories(root / "config/eeveon/contexts");
  write("config/eeveon/contexts/blue.yaml", "url: https://blue\n");
  BOOST_TEST(choose_settings({{"context", "bluee"}}).error().detail ==
             "there is no context bluee; did you mean blue?");
  BOOST_TEST(!choose_context("bluee"));
  for (const auto* name : {"", ".", "../blue", "a/b", "-x", "a b"}) BOOST_TEST(!context_file(name), name);
  BOOST_TEST(!choose_settings({{"context", "../contexts/blue"}}));
  BOOST_TEST(contexts() == std::vector<std::string>{"blue"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_wrong_file_is_told_by_its_name) {
  write("checkout/.eeveon-cli.yaml", "ulr: http://x\n");
  const auto chosen = choose_settings({});
  BOOST_REQUIRE(!chosen);
  BOOST_TEST((chosen.error().code == errc::invalid));
  BOOST_TEST(chosen.error().where.find(".eeveon-cli.yaml") != std::string::npos);
  BOOST_TEST(chosen.error().detail.find("ulr") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_address_with_a_password_is_refused_and_not_repeated) {
  setenv("EEVEON_URL", "https://ada:secret@ours", 1);
  const auto chosen = choose_settings({});
  BOOST_REQUIRE(!chosen);
  BOOST_TEST(chosen.error().where == "EEVEON_URL");
  BOOST_TEST(chosen.error().detail.find("secret") == std::string::npos);
  BOOST_TEST(choose_settings({{"url", "https://ours/@path"}})->url == "https://ours/@path");
}

BOOST_AUTO_TEST_CASE(an_address_without_a_scheme_is_refused) {
  BOOST_TEST(!choose_settings({{"url", "localhost:8080"}}));
  BOOST_TEST(!choose_settings({{"output", "xml"}}));
}

BOOST_AUTO_TEST_SUITE_END()
