// Releases are announced by a tag's name; what becomes of them when the repository does not answer.
#include "server/services/tag_resolver.hpp"

#include <deque>

#include "core/project/events.hpp"
#include "tests/server/services/followed_log.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

class moving_clock final : public clock_source {
 public:
  timestamp now() override { return {1'800'000'000'000'000 + passed.count()}; }
  uuid fresh_uuid() override { return made_.fresh_uuid(); }
  microseconds passed{0};

 private:
  fake_clock made_;
};

// git before repositories that may be away: each answers what was put in, the last answer for ever.
class repositories final : public launcher {
 public:
  asio::awaitable<result<program_end>> run(program what, std::function<void(std::string_view)>) override {
    for (auto& [url, waiting] : answers) {
      if (std::ranges::find(what.argv, url) == what.argv.end()) continue;
      ++asked[url];
      auto answer = waiting.front();
      if (waiting.size() > 1) waiting.pop_front();
      co_return answer;
    }
    co_return fail(errc::io, "nobody asked for this");
  }
  std::string sandbox_warning() const override { return {}; }

  std::map<std::string, std::deque<program_end>> answers;
  std::map<std::string, int> asked;
};

const std::string commit(40, 'a');
program_end away() { return {.exit_code = 128, .errors = "fatal: the host does not answer"}; }
program_end no_such_tag() { return {.exit_code = 2}; }
program_end has(const std::string& tag) {
  return {.exit_code = 0, .output = commit + "\trefs/tags/" + tag + "\n"};
}
std::string url_of(const std::string& project) { return "https://example.org/" + project + ".git"; }

struct watched_repositories : followed_log {
  void watch(const std::string& project) {
    const auto spec = json::parse(R"({"project":")" + project + R"(","repository":")" + url_of(project) +
                                  R"(","environments":{"production":{"nodes":{"names":["node-1"]},)" +
                                  R"("deploy_on":{"release":"published"}}}})");
    append(project_stream(project), project_applied{project, spec.as_object()});
  }
  std::int64_t announce(const std::string& project, const std::string& tag) {
    const release_announced event{.repository = {"github", project, project, {url_of(project)}, "main"},
                                  .action = "published",
                                  .tag = tag};
    return append(repository_stream(event.repository), event);
  }
  void resolve() { asio::co_spawn(io, resolver.run(), asio::detached); }
  std::size_t resolved() const { return told<release_tag_resolved>().size(); }
  std::size_t given_up() const { return told<release_tag_unresolved>().size(); }
  std::int64_t place() const {
    const auto at = log->checkpoints.find("release-tags");
    return at == log->checkpoints.end() ? 0 : at->second;
  }

  repositories programs;
  moving_clock clock;
  duty mine{io.get_executor(), "tag resolver", true};
  fake_repository_access access;
  tag_resolver resolver{{*store, {programs, access, {}}, clock, picture, grown}, mine};
};

BOOST_FIXTURE_TEST_SUITE(a_tag_resolver, watched_repositories)

BOOST_AUTO_TEST_CASE(asks_an_unreachable_repository_again) {
  watch("shop");
  programs.answers[url_of("shop")] = {away(), away(), has("v1")};
  follow();
  resolve();
  const auto announced = announce("shop", "v1");
  until([&] { return programs.asked[url_of("shop")] == 1; });
  turn();
  BOOST_TEST(place() < announced);
  until([&] { return resolved() == 1; });
  BOOST_TEST(told<release_tag_resolved>().at(0).commit == commit);
  BOOST_TEST(log->events.back().causation == announced);
  until([&] { return place() >= announced; });
}

BOOST_AUTO_TEST_CASE(lets_no_repository_wait_for_another) {
  watch("shop");
  watch("blog");
  programs.answers[url_of("shop")] = {away()};
  programs.answers[url_of("blog")] = {has("v7")};
  follow();
  resolve();
  const auto first = announce("shop", "v1");
  announce("shop", "v2");
  announce("blog", "v7");
  until([&] { return resolved() == 1; });
  BOOST_TEST(told<release_tag_resolved>().at(0).tag == "v7");
  turn();
  BOOST_TEST(place() < first);
  // Another server takes over and reads from there: nothing is told twice.
  mine.set(false);
  programs.answers[url_of("shop")] = {has("v1"), has("v2")};
  duty taken_over{io.get_executor(), "tag resolver", true};
  tag_resolver other({*store, {programs, access, {}}, clock, picture, grown}, taken_over);
  asio::co_spawn(io, other.run(), asio::detached);
  until([&] { return resolved() == 3; });
  until([&] { return place() >= std::ssize(log->events) - 2; });
  BOOST_TEST(resolved() == 3u);
}

BOOST_AUTO_TEST_CASE(gives_up_for_people_to_see) {
  watch("shop");
  programs.answers[url_of("shop")] = {away()};
  follow();
  resolve();
  const auto announced = announce("shop", "v1");
  until([&] { return programs.asked[url_of("shop")] == 2; });
  turn();
  BOOST_TEST(given_up() == 0u);
  clock.passed = 11min;
  until([&] { return given_up() == 1; });
  BOOST_TEST(told<release_tag_unresolved>().at(0).tag == "v1");
  BOOST_TEST(told<release_tag_unresolved>().at(0).reason.find("does not answer") != std::string::npos);
  until([&] { return place() >= announced; });
}

BOOST_AUTO_TEST_CASE(does_not_ask_again_for_a_tag_that_is_not_there) {
  watch("shop");
  programs.answers[url_of("shop")] = {no_such_tag()};
  follow();
  resolve();
  announce("shop", "v1");
  until([&] { return given_up() == 1; });
  BOOST_TEST(programs.asked[url_of("shop")] == 1);
}

BOOST_AUTO_TEST_CASE(asks_nobody_for_what_another_hook_announces) {
  watch("shop");
  append(project_stream("shop"), repository_bound{"github", "shop", "shop", "/hooks/github"});
  programs.answers[url_of("shop")] = {has("v2")};
  follow();
  resolve();
  const repository_identity stranger{"github", "shop", "shop", {url_of("shop")}, "main", "other"};
  append(repository_stream(stranger),
         release_announced{.repository = stranger, .action = "published", .tag = "v1"});
  announce("shop", "v2");
  until([&] { return resolved() == 1; });
  BOOST_TEST(programs.asked[url_of("shop")] == 1);
  BOOST_TEST(told<release_tag_resolved>().at(0).tag == "v2");
  BOOST_TEST(told<release_tag_unresolved>().at(0).tag == "v1");
}

BOOST_AUTO_TEST_CASE(waits_for_the_picture_before_it_says_that_nobody_watches) {
  watch("shop");
  programs.answers[url_of("shop")] = {has("v1")};
  const auto announced = announce("shop", "v1");
  resolve();
  turn();
  BOOST_TEST(place() < announced);
  follow();
  until([&] { return resolved() == 1; });
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace
}  // namespace eeveon::test
