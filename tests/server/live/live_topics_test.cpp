// What a client hears of when it has said what it wants.
#include <boost/test/unit_test.hpp>

#include "server/live/live_session.hpp"
#include "tests/server/live/turning_feed.hpp"

namespace eeveon::test {
namespace {

using words = std::vector<std::string>;

// A client that writes down what it is told.
struct choosing : turning {
  live_session session{
      picture, [this](feed::message text) { heard.push_back(json::parse(text->text()).as_object()); }};

  // The types of what was heard since the last look.
  words types() {
    words out;
    for (const auto& message : std::exchange(heard, {})) {
      out.emplace_back(message.at("type").as_string());
      last = message;
    }
    return out;
  }
  void happen(int count = 1) {
    append(count);
    settle();
  }
  void log_of(const std::string& deployment) {
    picture.log_line(deployment, R"({"subject":")" + deployment + R"(","step":"build","text":"a\n"})");
  }
  void load_of(const std::string& node) {
    const auto text = R"({"type":"load","nodes":{")" + node + R"(":{}}})";
    picture.tell_load(text, text);
  }

  std::vector<json::object> heard;
  json::object last;
};

bool same(const words& got, const words& wanted) {
  BOOST_TEST(got == wanted, boost::test_tools::per_element());
  return got == wanted;
}

BOOST_FIXTURE_TEST_SUITE(topics_of_a_live_session, choosing)

BOOST_AUTO_TEST_CASE(given_none_were_chosen_everything_is_told) {
  session.begin(std::nullopt);
  same(types(), {"snapshot"});
  happen(2);
  session.hear(R"({"type":"follow","deployment":"dep_1"})");
  log_of("dep_1");
  load_of("n");
  same(types(), {"change", "log", "load"});
}

BOOST_AUTO_TEST_CASE(given_twenty_are_followed_when_another_is_asked_for_the_client_is_told) {
  session.begin(0);
  types();
  for (int i = 0; i < 20; ++i) session.hear(fmt::format(R"({{"type":"follow","deployment":"dep_{}"}})", i));
  session.hear(R"({"type":"follow","deployment":"dep_3"})");
  same(types(), {});
  session.hear(R"({"type":"follow","deployment":"dep_20"})");
  same(types(), {"problem"});
  session.hear(R"({"type":"unfollow","deployment":"dep_0"})");
  session.hear(R"({"type":"follow","deployment":"dep_20"})");
  same(types(), {});
  session.hear(fmt::format(R"({{"type":"follow","deployment":"{}"}})", std::string(65, 'd')));
  same(types(), {"problem"});
}

BOOST_AUTO_TEST_CASE(given_more_was_missed_than_a_socket_takes_at_once_the_board_comes_whole) {
  for (int i = 0; i < 300; ++i) happen();
  session.begin(2);
  same(types(), {"snapshot"});
}

BOOST_AUTO_TEST_CASE(
    given_the_board_alone_when_something_happens_the_change_has_no_events_but_says_what_it_covers) {
  session.choose("board");
  session.begin(std::nullopt);
  types();
  happen(3);
  same(types(), {"change"});
  BOOST_TEST(!last.contains("events"));
  BOOST_TEST(last.at("first") == 1);
  BOOST_TEST(last.at("position") == 3);
  BOOST_TEST(last.at("board").is_object());
  BOOST_TEST(last.contains("at"));
  load_of("n");
  BOOST_TEST(heard.empty());
}

BOOST_AUTO_TEST_CASE(given_a_board_when_messages_are_lost_the_client_is_told_where_it_stands_then) {
  session.begin(std::nullopt);
  happen(2);
  const auto told = json::parse(session.behind(3)->text()).as_object();
  BOOST_TEST(told.at("missed") == 3);
  BOOST_TEST(told.at("position") == 2);
  types();
  happen(1);
  same(types(), {"change"});
  BOOST_TEST(last.at("first") == 3);
}

// Of changes from before it was given up nobody knows whether they arrived.
BOOST_AUTO_TEST_CASE(given_no_board_when_messages_are_lost_there_is_no_position_and_it_comes_whole_later) {
  session.begin(std::nullopt);
  happen(2);
  session.choose("logs");
  types();
  BOOST_TEST(!json::parse(session.behind(3)->text()).as_object().contains("position"));
  session.choose("board");
  same(types(), {"snapshot"});
}

BOOST_AUTO_TEST_CASE(given_events_were_chosen_the_board_comes_with_them) {
  session.choose("events");
  session.begin(std::nullopt);
  same(types(), {"snapshot"});
  happen(2);
  same(types(), {"change"});
  BOOST_TEST(last.at("events").as_array().size() == 2u);
  BOOST_TEST(last.at("first") == 1);
}

BOOST_AUTO_TEST_CASE(given_a_board_without_events_when_it_resumes_what_it_missed_has_none_either) {
  happen(2);
  happen(1);
  session.choose("board,load");
  session.begin(2);
  same(types(), {"change"});
  BOOST_TEST(!last.contains("events"));
  BOOST_TEST(last.at("first") == 3);
  BOOST_TEST(last.at("position") == 3);
}

BOOST_AUTO_TEST_CASE(given_logs_alone_when_the_board_is_chosen_later_it_comes_whole) {
  session.choose("logs");
  session.begin(std::nullopt);
  happen();
  session.hear(R"({"type":"follow","deployment":"dep_1"})");
  log_of("dep_1");
  same(types(), {"log"});
  session.hear(R"({"type":"topics","topics":["board","logs"]})");
  same(types(), {"snapshot"});
  BOOST_TEST(last.at("position") == 1);
  happen();
  same(types(), {"change"});
}

BOOST_AUTO_TEST_CASE(given_the_board_was_given_up_when_it_is_chosen_again_only_what_was_missed_comes) {
  session.begin(std::nullopt);
  happen();
  same(types(), {"snapshot", "change"});
  session.hear(R"({"type":"topics","topics":[]})");
  happen(2);
  happen();
  BOOST_TEST(heard.empty());
  session.hear(R"({"type":"topics","topics":["events"]})");
  same(types(), {"change", "change"});
  BOOST_TEST(last.at("position") == 4);
  session.hear(R"({"type":"topics","topics":["events"]})");  // nothing new: nothing said
  BOOST_TEST(heard.empty());
  happen();
  same(types(), {"change"});
  BOOST_TEST(last.at("first") == 5);
}

BOOST_AUTO_TEST_CASE(given_load_is_known_when_it_is_chosen_it_is_told_at_once) {
  load_of("n");
  session.choose("board");
  session.begin(std::nullopt);
  same(types(), {"snapshot"});
  session.hear(R"({"type":"topics","topics":["load"]})");
  same(types(), {"load"});
}

BOOST_AUTO_TEST_CASE(given_an_unknown_topic_the_client_is_told_and_loses_nothing) {
  session.choose("board,lgos");
  same(types(), {"problem"});
  BOOST_TEST(last.at("detail").as_string().find("\"lgos\"") != std::string::npos);
  BOOST_TEST(last.at("detail").as_string().find("logs") != std::string::npos);
  session.begin(std::nullopt);
  same(types(), {"snapshot"});
  BOOST_TEST(session.hear(R"({"type":"topics","topics":["x\u0000<b>"]})"));
  BOOST_TEST(session.hear(R"({"type":"topics","topics":["board",7]})"));
  BOOST_TEST(session.hear(R"({"type":"topics"})"));
  same(types(), {"problem", "problem", "problem"});
  happen();
  load_of("n");
  same(types(), {"change", "load"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
