// What nodes are between deployments: who is asked, and what of the answers is told.
#include "server/services/prober.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>

#include "core/environment/events.hpp"
#include "core/project/events.hpp"
#include "core/release/events.hpp"
#include "tests/server/services/followed_log.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

const std::string release = "rel_00000000-0000-8000-8000-000000000001";

// Services that answer what was put in, the last answer for ever; nothing put in: nobody is there.
class services final : public http_client {
 public:
  explicit services(asio::any_io_executor io) : let_go_(io, asio::steady_timer::time_point::max()) {}
  asio::awaitable<result<http_answer>> send(http_ask ask) override {
    asked.push_back(ask.url);
    const auto number = asked.size();
    boost::system::error_code woken;
    if (number == held) co_await let_go_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    if (answers.empty()) co_return fail(errc::unavailable, "refused");
    const auto status = answers.front();
    if (answers.size() > 1) answers.pop_front();
    co_return http_answer{.status = status};
  }
  asio::awaitable<result<>> connect(std::string host, int port, std::chrono::milliseconds) override {
    knocked.push_back(host + ":" + std::to_string(port));
    co_return answers.empty() ? fail(errc::unavailable, "refused") : result<>{};
  }
  std::vector<std::string> asked, knocked;
  std::deque<int> answers;
  std::size_t held = 0;  // the number of a question that is not answered until it is let go
  void let_go() { let_go_.cancel(); }

 private:
  asio::steady_timer let_go_;
};

struct watched_nodes : followed_log {
  watched_nodes() {
    bell.on_announce = [this](const std::string& channel, const std::string& message) {
      if (channel != channel_health_check) return;
      questions.push_back(*parse_look<node_question>(message));
      if (on_question) on_question(questions.back());
    };
    follow();
  }
  // An environment with what is live on its only node, checked like this.
  void live(const std::string& health, json::object recipe = {}, const std::string& project = "shop") {
    append(node_stream("node-1"),
           node_registered{.name = "node-1", .kind = "local", .address = "10.0.0.1", .root = "/srv"});
    apply(health, project);
    append(release_stream(release),
           release_built{.release = release, .project = "shop", .recipe = std::move(recipe)});
    went_live("dep_1", project);
  }
  void apply(const std::string& health, const std::string& project = "shop") {
    const auto spec =
        json::parse(R"({"project":")" + project + R"(","repository":"https://example.org/a.git",)" +
                    R"("environments":{"production":{"nodes":{"names":["node-1"]})" +
                    (health.empty() ? "" : R"(,"health":)" + health) + "}}}");
    append(project_stream(project), project_applied{project, spec.as_object()});
  }
  void went_live(const std::string& deployment, const std::string& project = "shop") {
    append(environment_stream(project, "production"),
           release_went_live{deployment, release, std::string(40, 'a'), {"node-1"}});
  }
  void look() { asio::co_spawn(io, health_of.run(), asio::detached); }
  void answer(const node_question& question, bool healthy, const std::string& worker = "worker-1") {
    checks.hear(json::serialize(codec::write(
        health_answer{question.check, question.node, worker, healthy, healthy ? "" : "ended with 1"})));
  }
  // "up, down: refused"
  std::string found() const {
    std::string out;
    for (const auto& one : told<node_health_changed>())
      if (one.project == "shop")
        out += (out.empty() ? "" : ", ") + one.health + (one.detail.empty() ? "" : ": " + one.detail);
    return out;
  }
  void until_asked(std::size_t times) {
    until([&] { return http.asked.size() + questions.size() >= times; });
  }
  // Some rounds later, as another project's port has been knocked at in each of them.
  void some_rounds() {
    if (!picture.now().projects().contains("clock")) live(R"({"tcp":"{node}:1"})", {}, "clock");
    const auto seen = http.knocked.size();
    until([&] { return http.knocked.size() >= seen + 5; });
  }

  services http{io.get_executor()};
  fake_doorbell bell;
  std::vector<node_question> questions;
  std::function<void(const node_question&)> on_question;
  node_checks checks{bell, 20ms};
  fake_clock clock;
  duty mine{io.get_executor(), "prober", true};
  prober health_of{{*store, http, checks, clock, picture, mine, 1ms}};
};

const std::string over_http = R"({"http":"http://{node}:80/healthz"})",
                  by_command = R"({"command":{"run":[["bin/check"]]},"timeout":"1s"})";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_prober, watched_nodes)

BOOST_AUTO_TEST_CASE(tells_of_changes_only) {
  http.answers = {200, 200, 500, 200, 500, 500, 500, 200, 500, 200, 200};
  live(over_http);
  look();
  until_asked(20);
  BOOST_TEST(found() == "up, down: not healthy: http://10.0.0.1:80/healthz answered 500, up");
  BOOST_TEST(picture.now().nodes().at("node-1").checks.at("shop/production") == "up");
}

BOOST_AUTO_TEST_CASE(goes_by_the_path_the_live_release_brought) {
  http.answers = {200};
  live(over_http, json::parse(R"({"health":{"path":"/ready"}})").as_object());
  look();
  until_asked(3);
  for (const auto& url : http.asked) BOOST_TEST(url == "http://10.0.0.1:80/ready");
}

BOOST_AUTO_TEST_CASE(knocks_at_a_port) {
  live(R"({"tcp":"{node}:5432"})");
  look();
  until([&] { return !found().empty(); });
  BOOST_TEST(http.knocked.front() == "10.0.0.1:5432");
  BOOST_TEST(found() == "down: not healthy: refused");
}

BOOST_AUTO_TEST_CASE(has_commands_made_by_a_worker) {
  std::deque<bool> healthy{true, false, false, true, true};
  on_question = [&](const node_question& question) {
    BOOST_TEST(question.node == "node-1");
    BOOST_TEST(question.project == "shop");
    BOOST_TEST(question.environment == "production");
    answer(question, healthy.front());
    if (healthy.size() > 1) healthy.pop_front();
  };
  live(by_command);
  look();
  until_asked(12);
  BOOST_TEST(found() == "up, down: ended with 1, up");
  BOOST_TEST(http.asked.empty());
}

BOOST_AUTO_TEST_CASE(asks_first_about_another_each_time) {
  on_question = [&](const node_question& question) { answer(question, true); };
  for (const std::string project : {"a", "b", "c", "d"}) live(by_command, {}, project);
  look();
  until_asked(80);
  const auto is_next = [](const node_question& one, const node_question& other) {
    return other.project[0] == (one.project == "d" ? 'a' : one.project[0] + 1);
  };
  BOOST_TEST((std::ranges::adjacent_find(questions, std::not_fn(is_next)) != questions.end()));
}

BOOST_AUTO_TEST_CASE(asks_one_worker_until_it_says_nothing_of_use) {
  on_question = [&](const node_question& question) {
    if (questions.size() != 3) return answer(question, true, "worker-2");
    checks.hear(R"({"check":")" + question.check +
                R"(","node":"node-1","worker":"worker-2","healthy":"no"})");
  };
  live(by_command);
  look();
  until_asked(4);
  BOOST_TEST(questions[0].worker == "");
  BOOST_TEST(questions[1].worker == "worker-2");
  BOOST_TEST(questions[2].worker == "worker-2");
  BOOST_TEST(questions[3].worker == "");
}

// Whoever reaches Redis may answer, and the log keeps what is told for ever.
BOOST_AUTO_TEST_CASE(takes_little_of_an_answer_that_may_be_anybodys) {
  std::size_t told_before = 0;
  on_question = [&](const node_question& question) {
    if (questions.size() == 5) told_before = told<node_health_changed>().size();
    const std::string remark = questions.size() < 3 ? "\x1b[31mred\r\n" + std::string(9000, 'x') : "";
    health_answer said{question.check, question.node, "worker-1", false, remark};
    auto message = codec::write(said).as_object();
    if (questions.size() > 2) message["healthy"] = true;
    if (questions.size() == 3 || questions.size() == 4) message["more"] = std::string(100'000, 'x');
    checks.hear(json::serialize(message));
  };
  live(by_command);
  look();
  until([&] { return told<node_health_changed>().size() == 2; });
  BOOST_TEST(told_before == 1u);
  BOOST_TEST(told<node_health_changed>()[0].detail == "?[31mred??" + std::string(290, 'x'));
  BOOST_TEST(told<node_health_changed>()[1].health == "up");
}

BOOST_AUTO_TEST_CASE(tells_nothing_of_what_nobody_has_seen) {
  live(by_command);
  look();
  until_asked(1);
  auto odd = questions.front();
  odd.node = "node-2";
  answer(odd, false);
  some_rounds();
  BOOST_TEST(found() == "");
  BOOST_TEST(questions.size() == 1u);
}

BOOST_AUTO_TEST_CASE(does_not_ask_a_slow_one_twice_at_a_time) {
  http.held = 1, http.answers = {200};
  live(over_http);
  look();
  until_asked(1);
  some_rounds();
  BOOST_TEST(http.asked.size() == 1u);
  http.let_go();
  until_asked(2);
  BOOST_TEST(found() == "up");
}

BOOST_AUTO_TEST_CASE(tells_once_what_the_picture_learns_late) {
  http.held = 1, http.answers = {200};
  live(over_http);
  look();
  until_asked(1);
  log->on_committed = nullptr;  // it looks by itself, a second later
  http.let_go();
  until_asked(5);
  BOOST_TEST(found() == "up");
}

BOOST_AUTO_TEST_CASE(drops_an_answer_that_a_deployment_has_overtaken) {
  http.held = 3, http.answers = {200, 500, 500, 200};
  live(over_http);
  look();
  until_asked(3);
  went_live("dep_2");
  some_rounds();
  http.let_go();
  until_asked(8);
  BOOST_TEST(found() == "up");
}

BOOST_AUTO_TEST_CASE(leaves_alone_what_is_being_deployed_or_not_checked) {
  http.answers = {200};
  live(over_http);
  append(environment_stream("shop", "production"),
         environment_locked{.deployment = "dep_2", .run = "run_2", .release = release});
  look();
  some_rounds();
  BOOST_TEST(http.asked.empty());
  append(environment_stream("shop", "production"), environment_unlocked{"dep_2", "failed"});
  until_asked(1);
  apply("");
  some_rounds();
  const auto asked = http.asked.size();
  some_rounds();
  BOOST_TEST(http.asked.size() == asked);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
