// What one client is told: everything once and in order, whenever it comes, goes and comes back.
#include "server/live/live_session.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "tests/server/live/turning_feed.hpp"

namespace eeveon::test {
namespace {

// What a page does with what it hears; a gap or a repeat is an error at once.
struct client {
  void hear(const feed::message& text) {
    const auto message = json::parse(text->text()).as_object();
    const auto position = message.at("position").as_int64();
    if (message.at("type") == "snapshot") {
      BOOST_TEST(message.at("board").at("position").as_int64() == position);
      at = position;
      ++snapshots;
      return;
    }
    for (const auto& event : message.at("events").as_array()) {
      if (event.at("position").as_int64() != *at + 1)
        BOOST_FAIL("at " << *at << " came " << event.at("position"));
      ++*at;
    }
    BOOST_REQUIRE(*at == position);
    ++changes;
  }
  void connect(feed& picture, std::optional<std::int64_t> after) {
    session = std::make_unique<live_session>(picture, [this](feed::message text) { hear(text); });
    session->begin(after);
  }

  std::optional<std::int64_t> at;
  int snapshots = 0, changes = 0;
  std::unique_ptr<live_session> session;
};

BOOST_FIXTURE_TEST_SUITE(a_live_session, turning)

BOOST_AUTO_TEST_CASE(begins_with_a_snapshot_and_goes_on_with_changes) {
  append(3);
  settle();
  client page;
  page.connect(picture, std::nullopt);
  BOOST_TEST(page.at.value() == 3);
  append(2);
  settle();
  BOOST_TEST(page.at.value() == 5);
  BOOST_TEST(page.snapshots == 1);
  BOOST_TEST(page.changes == 1);
}

BOOST_AUTO_TEST_CASE(resumes_at_a_seam_with_what_was_missed) {
  client page;
  page.connect(picture, std::nullopt);
  append(2);
  settle();
  page.session.reset();
  append(3);
  settle();
  append(1);
  settle();
  page.connect(picture, page.at);
  BOOST_TEST(page.at.value() == 6);
  BOOST_TEST(page.snapshots == 1);
  BOOST_TEST(page.changes == 3);
  page.connect(picture, page.at);  // nothing missed: nothing said
  BOOST_TEST(page.changes == 3);
  BOOST_TEST(page.snapshots == 1);
}

BOOST_AUTO_TEST_CASE(gets_a_snapshot_inside_a_change_too_far_back_or_ahead) {
  append(2);
  settle();
  append(4);  // one change: 3 to 6
  settle();
  for (const std::int64_t stood : {-1, 1, 3, 4, 5, 7, 1000}) {
    client page{.at = stood};
    page.connect(picture, stood);
    BOOST_TEST(page.snapshots == 1);
    BOOST_TEST(page.at.value() == 6);
  }
  client page{.at = 2};
  page.connect(picture, 2);
  BOOST_TEST(page.snapshots == 0);
  BOOST_TEST(page.at.value() == 6);
}

BOOST_AUTO_TEST_CASE(gets_a_snapshot_when_the_picture_is_made_anew) {
  append(3);
  settle();
  client page;
  page.connect(picture, std::nullopt);
  page.session->on_change({.first = 1, .last = 2, .text = make_message("never sent")});
  BOOST_TEST(page.snapshots == 2);
  BOOST_TEST(page.at.value() == 3);
}

BOOST_AUTO_TEST_CASE(hears_no_gap_and_no_repeat_over_random_disconnects) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    turning world;
    std::mt19937 random(seed);
    const auto chance = [&](unsigned of) { return random() % of == 0; };
    client pages[3];
    for (int step = 0; step < 400; ++step) {
      if (chance(4)) world.append(1 + static_cast<int>(random() % 5));
      world.turn();
      auto& page = pages[random() % 3];
      if (page.session && chance(6))
        page.session.reset();
      else if (!page.session && chance(3))
        page.connect(world.picture, chance(5) ? std::nullopt : page.at);
    }
    world.settle();
    for (auto& page : pages) {
      if (!page.session) page.connect(world.picture, page.at);
      BOOST_TEST_CONTEXT("seed " << seed) BOOST_TEST(page.at.value() == world.made);
      page.session.reset();
    }
  }
}

BOOST_AUTO_TEST_CASE(carries_logs_of_followed_deployments_only) {
  std::vector<json::object> heard;
  live_session session(picture,
                       [&](feed::message text) { heard.push_back(json::parse(text->text()).as_object()); });
  session.begin(0);
  const auto chunk = [&](const std::string& subject) {
    picture.log_line(subject, R"({"subject":")" + subject + R"(","step":"build@worker","text":"a\n"})");
  };
  chunk("dep_1");
  BOOST_TEST(heard.empty());
  BOOST_TEST(session.hear(R"({"type":"follow","deployment":"dep_1"})"));
  chunk("dep_1");
  chunk("dep_2");
  BOOST_REQUIRE(heard.size() == 1u);
  BOOST_TEST(heard[0].at("type") == "log");
  BOOST_TEST(heard[0].at("deployment") == "dep_1");
  BOOST_TEST(!heard[0].contains("subject"));
  BOOST_TEST(session.hear(R"({"type":"unfollow","deployment":"dep_1"})"));
  chunk("dep_1");
  BOOST_TEST(heard.size() == 1u);
  // A build's output belongs to its release, and to whoever follows a deployment of it.
  append_command command{.actor = "test"};
  command.streams.push_back(
      {deployment_stream("dep_3"),
       std::nullopt,
       {make_event(deployment_requested{.deployment = "dep_3", .project = "shop", .release = "rel_1"})}});
  asio::co_spawn(io, store->append(std::move(command)), asio::detached);
  ++made;
  settle();
  heard.clear();
  session.hear(R"({"type":"follow","deployment":"dep_3"})");
  chunk("rel_1");
  BOOST_REQUIRE(heard.size() == 1u);
  BOOST_TEST(heard[0].at("deployment") == "dep_3");
}

BOOST_AUTO_TEST_CASE(takes_odd_messages_calmly) {
  live_session session(picture, [](const feed::message&) {});
  for (const auto* odd : {"", "x", "[]", "\"follow\"", "{"}) BOOST_TEST(!session.hear(odd));
  for (const auto* later : {"{}", R"({"type":"follow"})", R"({"type":7,"deployment":"d"})",
                            R"({"type":"other","deployment":"d"})"})
    BOOST_TEST(session.hear(later));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
