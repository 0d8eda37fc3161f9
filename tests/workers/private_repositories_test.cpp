// The worker's fetch from repositories that let in only who has a key or a token, over real servers.
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "adapters/net/http_client.hpp"
#include "adapters/os/repository_access.hpp"
#include "tests/support/child.hpp"
#include "tests/support/repositories.hpp"
#include "tests/workers/node_fixture.hpp"
#include "workers/effects/perform.hpp"

using namespace eeveon;
using namespace eeveon::workers;
using test::read_file;
using test::write_file;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

struct fixture : test::node_fixture {
  std::unique_ptr<http_client> http = make_http_client();
  step_performer performer{{*programs, *nodes, *artifacts, *http}};
  test::served_repository served;
  std::string data = folder + "/data", key = data + "/ssh/id_ed25519", known = data + "/ssh/known_hosts",
              credentials = data + "/git-credentials";
  std::string log;

  step_outcome fetch(const std::string& url, const std::string& certificate = {}) {
    auto access = os::make_repository_access({key, credentials});
    BOOST_REQUIRE(access.has_value());
    step_context context;
    context.run = "run_1";
    context.data = data;
    context.git = (*access)->now();
    context.git.ca_file = certificate;
    context.secrets = context.git.secrets;
    std::filesystem::remove_all(data + "/git");
    std::filesystem::create_directories(data + "/git");
    std::filesystem::create_directories(data + "/builds");
    log.clear();
    step what{.id = "fetch",
              .action = "fetch",
              .target = "worker",
              .args = {{"repository", url}, {"commit", served.commit}, {"ref", "refs/heads/main"}},
              .limit = std::chrono::seconds(30)};
    return test::wait(io, performer.perform(std::move(what), std::move(context),
                                            [this](std::string_view text) { log += text; }));
  }
  std::string fetched() { return read_file(data + "/builds/run_1/tree/index.html"); }
  void write_credentials(const std::string& text, mode_t mode = 0600) {
    write_file(credentials, text);
    ::chmod(credentials.c_str(), mode);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(private_repositories, fixture)

BOOST_AUTO_TEST_CASE(a_deploy_key_opens_a_repository_over_ssh) {
  served.serve_ssh(read_file(key + ".pub"));
  const auto first = fetch(served.over_ssh());
  BOOST_REQUIRE_MESSAGE(first.end == step_end::succeeded, first.reason);
  BOOST_TEST(fetched() == "hello");
  const auto name = "[127.0.0.1]:" + std::to_string(served.daemon->port());
  BOOST_TEST(contains(log, "the host key that " + name + " showed is trusted from now on"));
  BOOST_TEST(read_file(known) == name + " " + served.daemon->host_key() + "\n");
  BOOST_TEST((fetch(served.over_ssh()).end == step_end::succeeded));
  BOOST_TEST(log == "");  // told once
}

BOOST_AUTO_TEST_CASE(another_host_key_is_refused_whatever_its_type) {
  served.serve_ssh(read_file(key + ".pub"));
  const auto name = "[127.0.0.1]:" + std::to_string(served.daemon->port());
  test::run_child({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder + "/other"});
  test::run_child({"ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", folder + "/typed"});
  for (const auto& other : {"/other.pub", "/typed.pub"}) {
    const auto pinned = name + " " + read_file(folder + other);
    write_file(known, pinned);
    const auto got = fetch(served.over_ssh());
    BOOST_TEST((got.end == step_end::failed));
    BOOST_TEST(got.final);
    BOOST_TEST(contains(got.reason, "the host key changed"), got.reason);
    BOOST_TEST(contains(got.reason, known));
    BOOST_TEST(read_file(known) == pinned);
  }
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_let_in_is_named) {
  served.serve_ssh("");
  const auto got = fetch(served.over_ssh());
  BOOST_TEST((got.end == step_end::failed));
  BOOST_TEST(got.final);
  BOOST_TEST(got.reason == served.over_ssh() + ": the login was refused: add the key in " + key +
                               ".pub there as a deploy key");
  served.daemon.reset();
}

BOOST_AUTO_TEST_CASE(a_host_that_is_away_is_tried_again) {
  served.serve_ssh("");
  const auto url = served.over_ssh();
  served.daemon.reset();
  const auto got = fetch(url);
  BOOST_TEST((got.end == step_end::failed));
  BOOST_TEST(!got.final);
  BOOST_TEST(contains(got.reason, "Connection refused"), got.reason);
}

BOOST_AUTO_TEST_CASE(a_token_opens_a_repository_over_https) {
  served.serve_https();
  const auto url = served.over_https();
  auto got = fetch(url, served.certificate);
  BOOST_TEST(got.final);
  BOOST_TEST(contains(got.reason, "it wants a login: put a line with a token for 127.0.0.1:"), got.reason);
  BOOST_TEST(contains(got.reason, credentials));

  write_credentials(served.credentials_line("wrong-one"));
  got = fetch(url, served.certificate);
  BOOST_TEST(contains(got.reason, " in " + credentials + " was refused"), got.reason);
  BOOST_TEST(read_file(credentials) ==
             served.credentials_line("wrong-one"));  // the operator's, whatever git thinks

  write_credentials(served.credentials_line("se%3Asame"), 0644);
  got = fetch(url, served.certificate);
  BOOST_TEST(contains(got.reason, "others may read it"), got.reason);

  write_credentials(served.credentials_line("se%3Asame"));
  got = fetch(url, served.certificate);
  BOOST_REQUIRE_MESSAGE(got.end == step_end::succeeded, got.reason);
  BOOST_TEST(fetched() == "hello");
  BOOST_TEST(read_file(credentials) == served.credentials_line("se%3Asame"));

  BOOST_TEST(
      contains(fetch(served.over_https("forbidden.git"), served.certificate).reason, "the answer is 403"));
  BOOST_TEST(contains(fetch(served.over_https("none.git"), served.certificate).reason, "no such repository"));
  BOOST_TEST(contains(fetch(url).reason, "certificate is not trusted"));
}

BOOST_AUTO_TEST_CASE(tokens_are_secrets_as_written_and_as_sent) {
  write_credentials(
      "# mine\nhttps://eve:se%3Asame@example.org\nhttps://bob@example.org\nhttps://ann:x:y@h\n");
  auto access = os::make_repository_access({key, credentials});
  BOOST_REQUIRE(access.has_value());
  BOOST_TEST(((*access)->now().secrets == std::vector<std::string>{"se%3Asame", "se:same", "x:y"}));
  for (const char* odd : {"/tmp/a\"b", "/tmp/a\nb", "/tmp/${HOME}"})
    BOOST_TEST(!os::make_repository_access({odd, {}}).has_value());
}

BOOST_AUTO_TEST_CASE(a_build_sees_neither_key_nor_credentials) {
  write_credentials(served.credentials_line("se%3Asame"));
  const auto work = data + "/builds/run_1/tree";
  std::filesystem::create_directories(work);
  if (!programs->sandbox_warning().empty()) return;
  program look{.argv = {"ls", credentials, key},
               .folder = work,
               .limit = std::chrono::seconds(10),
               .isolation = sandbox::build,
               .writable = {work}};
  const auto seen = test::wait(io, programs->run(std::move(look), nullptr));
  BOOST_REQUIRE(seen.has_value());
  BOOST_TEST(seen->exit_code == 2);
  BOOST_TEST(seen->output == "");
}

BOOST_AUTO_TEST_SUITE_END()
