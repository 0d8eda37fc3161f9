// How busy the nodes are: asked for while somebody looks, told to those, forgotten soon.
#include "server/services/node_loads.hpp"

#include "core/node/look.hpp"
#include "tests/server/services/followed_log.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

struct looker final : feed::listener {
  void on_change(const feed::change&) override {}
  void on_log(const std::string&, const std::string&) override {}
  void on_load(const feed::message& text) override { told.push_back(json::parse(text->text())); }
  std::vector<json::value> told;
};

struct watched_loads : followed_log {
  watched_loads() {
    bell.on_announce = [this](const std::string& channel, const std::string& message) {
      BOOST_TEST(channel == channel_node_load);
      questions.push_back(*parse_look<node_question>(message));
    };
    follow();
    for (const char* name : {"node-1", "node-2"})
      append(node_stream(name), node_registered{.name = name, .kind = "local", .root = "/srv"});
  }
  void begin() { asio::co_spawn(io, loads.run(), asio::detached); }
  void answer(const std::string& node, std::int64_t cores, const std::string& worker = "worker-1") {
    loads.hear(json::serialize(codec::write(
        load_answer{.check = "load", .node = node, .worker = worker, .load = {.cores = cores}})));
  }
  json::object look(std::chrono::milliseconds at_most = 0ms) {
    std::optional<json::object> out;
    asio::co_spawn(io, loads.look(at_most),
                   [&](std::exception_ptr, json::object got) { out = std::move(got); });
    until([&] { return out.has_value(); });
    return *out;
  }
  void watch() { picture.add(&page); }
  ~watched_loads() { picture.remove(&page); }

  fake_doorbell bell;
  fake_clock clock;
  std::vector<node_question> questions;
  looker page;
  node_loads loads{bell, clock, picture, io.get_executor(), {20ms, 80ms, 2ms}};
};

BOOST_FIXTURE_TEST_SUITE(loads_of_nodes, watched_loads)

BOOST_AUTO_TEST_CASE(nobody_is_asked_while_nobody_looks) {
  begin();
  io.restart();
  io.run_for(30ms);
  BOOST_TEST(questions.empty());
  watch();
  until([&] { return questions.size() == 2; });
  BOOST_TEST(questions[0].node == "node-1");
  BOOST_TEST(questions[1].worker == "");
}

BOOST_AUTO_TEST_CASE(who_looks_is_told_and_who_has_answered_is_asked_again_alone) {
  watch();
  begin();
  until([&] { return questions.size() == 2; });
  answer("node-1", 4);
  until([&] { return !page.told.empty(); });
  BOOST_TEST(page.told[0].at("type") == "load");
  BOOST_TEST(page.told[0].at("nodes").at("node-1").at("cores") == 4);
  BOOST_TEST(!page.told[0].at("nodes").as_object().contains("node-2"));
  BOOST_TEST(json::parse(picture.load()->text()) == page.told[0]);
  until([&] { return questions.size() == 4; });
  for (const auto& question : {questions[2], questions[3]})
    BOOST_TEST(question.worker == (question.node == "node-1" ? "worker-1" : ""));
  // It stays silent: everybody is asked.
  until([&] { return questions.size() == 6; });
  for (const auto& question : {questions[4], questions[5]}) BOOST_TEST(question.worker == "");
}

BOOST_AUTO_TEST_CASE(silence_and_removal_are_forgotten) {
  watch();
  begin();
  answer("node-1", 4);
  answer("node-2", 2);
  BOOST_TEST(look().size() == 2u);
  append(node_stream("node-2"), node_removed{"node-2"});
  until([&] { return look().size() == 1; });
  until([&] { return look().empty(); });
  until([&] {
    return page.told.back().at("nodes").as_object().contains("node-1") &&
           page.told.back().at("nodes").at("node-1").is_null();
  });
}

BOOST_AUTO_TEST_CASE(one_who_asks_once_waits_for_the_first_answers) {
  begin();
  BOOST_TEST(look(1ms).empty());
  until([&] { return questions.size() == 2; });
  bell.on_announce = {};
  answer("node-2", 2);
  asio::steady_timer later(io, 3ms);
  later.async_wait([&](auto) { answer("node-1", 1); });
  BOOST_TEST(look(5s).size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_no_sound_answer_changes_nothing) {
  watch();
  begin();
  answer("nowhere", 4);
  for (const char* text : {"", "[]", "{}", R"({"check":"c","node":"node-1","load":{"cores":"4"}})",
                           R"({"check":"c","node":"node-1","load":[]})"})
    loads.hear(text);
  loads.hear(R"({"check":"c","node":"node-1","worker":")" + std::string(3000, 'w') + R"(","load":{}})");
  BOOST_TEST(look().empty());
  answer("node-1", -4);
  BOOST_TEST(!look().at("node-1").as_object().contains("cores"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
