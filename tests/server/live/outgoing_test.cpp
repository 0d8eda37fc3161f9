// What a socket writes next: in which order, in which pieces, and what a slow reader loses.
#include "server/live/outgoing.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <random>

namespace eeveon::test {
namespace {

// What the socket would be given now, without taking it.
std::string sight(const outgoing& out, std::size_t most_parts = 64) {
  std::vector<std::string_view> parts(most_parts);
  const auto count = out.next(parts);
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += parts[i];
  return all;
}

std::string take(outgoing& out, std::size_t bytes) {
  const auto all = sight(out).substr(0, bytes);
  out.wrote(all.size());
  return all;
}

socket_message text(const std::string& value) { return make_message(value); }
std::string framed(const std::string& value) { return make_message(value)->bytes(); }

BOOST_AUTO_TEST_SUITE(what_a_socket_has_to_write)

BOOST_AUTO_TEST_CASE(messages_go_in_their_order_however_they_are_cut) {
  for (std::size_t piece = 1; piece < 20; ++piece) {
    outgoing out(256, 1000);
    out.add(text("one"));
    out.add(text("two"));
    out.add(text(""));
    std::string written;
    while (!out.empty()) written += take(out, piece);
    BOOST_TEST(written == framed("one") + framed("two") + framed(""));
    BOOST_TEST(out.bytes() == 0u);
  }
}

BOOST_AUTO_TEST_CASE(as_many_parts_as_there_is_room_for) {
  outgoing out(256, 1000);
  out.add_own("ping");
  for (const auto* word : {"a", "b", "c"}) out.add(text(word));
  out.add_last("bye");
  BOOST_TEST(sight(out, 1) == "ping");
  BOOST_TEST(sight(out, 3) == "ping" + framed("a") + framed("b"));
  BOOST_TEST(sight(out, 5) == "ping" + framed("a") + framed("b") + framed("c") + "bye");
}

BOOST_AUTO_TEST_CASE(one_large_message_pushes_nothing_out_and_is_not_pushed_out) {
  const std::string large(2000, 'x');
  outgoing out(256, 1000);
  out.add(text("first"));
  out.add(text(large));
  out.add(text("then"));
  out.add(text("more"));
  std::string written;
  while (!out.empty()) {
    BOOST_TEST(!out.has_caught_up());
    written += take(out, 300);
  }
  BOOST_TEST((written == framed("first") + framed(large) + framed("then") + framed("more")));
  out.add(text(large));  // it has gone: there is room for another
  out.add(text(std::string(900, 'y')));
  BOOST_TEST(out.bytes() > 2900u);
  out.add(text(large));  // two are too many for whoever reads none
  BOOST_TEST(out.has_caught_up());
  BOOST_TEST(out.take_up_again() == 3u);
}

BOOST_AUTO_TEST_CASE(a_pong_overtakes_messages_but_stands_in_none) {
  outgoing out(256, 1000);
  out.add(text("long"));
  out.add(text("next"));
  auto written = take(out, 3);
  out.add_own("<pong>");
  written += take(out, 100);
  BOOST_TEST(written == framed("long") + "<pong>" + framed("next"));
}

BOOST_AUTO_TEST_CASE(the_newest_pong_takes_the_place_of_one_that_has_not_begun) {
  outgoing out(256, 1000);
  out.add_own("<1>");
  out.add_own("<2>");
  BOOST_TEST(take(out, 1) == "<");  // begun: it is ended
  out.add_own("<3>");
  out.add_own("<4>");
  out.add(text("x"));
  BOOST_TEST(take(out, 100) == "2><4>" + framed("x"));
  BOOST_TEST(out.empty());
  BOOST_TEST(!out.has_own());
}

BOOST_AUTO_TEST_CASE(the_last_frame_waits_for_everything) {
  outgoing out(256, 1000);
  out.add_last("<bye>");
  out.add(text("still"));
  out.add_own("<pong>");
  BOOST_TEST(take(out, 100) == "<pong>" + framed("still") + "<bye>");
  BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(a_reader_too_slow_loses_what_has_not_begun) {
  outgoing out(3, 1000);
  for (const auto* word : {"aa", "b", "c"}) out.add(text(word));
  auto written = take(out, 1);
  out.add(text("too many"));
  out.add(text("lost as well"));
  BOOST_TEST(!out.has_caught_up());
  BOOST_TEST(out.bytes() == framed("aa").size() - 1);
  out.add_last("<bye>");
  written += take(out, 100);
  BOOST_TEST(written == framed("aa"));  // the farewell waits for the news
  BOOST_TEST(out.has_caught_up());
  BOOST_TEST(!out.empty());
  BOOST_TEST(out.take_up_again() == 4u);
  out.add(text("4 lost"));
  BOOST_TEST(take(out, 100) == framed("4 lost") + "<bye>");
  BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(bytes_are_bounded_but_for_one_large_message) {
  outgoing out(256, 100);
  out.add(text(std::string(5000, 'x')));
  BOOST_TEST(!out.has_caught_up());
  BOOST_TEST(out.front_size() == 5004u);
  out.add(text(std::string(98, 'y')));
  BOOST_TEST(!out.has_caught_up());
  out.add(text("z"));
  BOOST_TEST(out.has_caught_up());
  BOOST_TEST(out.bytes() == 0u);
  BOOST_TEST(out.take_up_again() == 3u);
}

// Whatever comes in whatever order: whole frames, pongs never inside of one, nothing lost without being
// counted.
BOOST_AUTO_TEST_CASE(any_order_of_writes_and_losses_adds_up) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::minstd_rand chance(seed);
    outgoing out(4, 60);
    std::string written;
    std::size_t sent = 0, lost = 0, news = 0, pongs = 0;
    const auto tell = [&] {
      if (!out.has_caught_up()) return;
      lost += out.take_up_again();
      ++news;
      out.add(text("n"));
    };
    for (int step = 0; step < 300; ++step) {
      switch (chance() % 3) {
        case 0: out.add(text(std::string(chance() % 20, 'm'))), ++sent; break;
        case 1: out.add_own(frames::make(frames::opcode::pong, "p")); break;
        default: tell(), written += take(out, chance() % 30);
      }
      BOOST_REQUIRE(out.bytes() <= 60u);
    }
    while (!out.empty()) tell(), written += take(out, 7);
    std::size_t messages = 0;
    for (std::string_view left = written; !left.empty();) {
      const auto kind = static_cast<unsigned char>(left[0]);
      BOOST_REQUIRE((kind == 0x81 || kind == 0x8a));
      (kind == 0x81 ? messages : pongs) += 1;
      BOOST_REQUIRE(left.size() >= 2 + static_cast<std::size_t>(left[1]));
      left.remove_prefix(2 + static_cast<std::size_t>(left[1]));
    }
    BOOST_TEST(messages == sent - lost + news);
    BOOST_TEST(pongs > 0u);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
