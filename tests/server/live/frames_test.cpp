// WebSocket frames against RFC 6455: what must be taken, what must be refused, however it is cut into pieces.
#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

#include "server/live/frames.hpp"

namespace eeveon::test {
namespace {

using frames::opcode;

// A client's frame; `first`: the whole first byte.
std::string masked(int first, std::string_view payload, bool mask = true, int size_bytes = 0) {
  const std::string key = "\x37\xfa\x21\x3d";
  std::string out(1, static_cast<char>(first));
  const int flag = mask ? 0x80 : 0;
  const auto size = payload.size();
  if (size_bytes == 0) size_bytes = size < 126 ? 1 : size < 65536 ? 2 : 8;
  out += static_cast<char>(flag | (size_bytes == 1 ? static_cast<int>(size) : size_bytes == 2 ? 126 : 127));
  if (size_bytes > 1)
    for (int shift = 8 * (size_bytes - 1); shift >= 0; shift -= 8)
      out += static_cast<char>(size >> shift & 0xff);
  if (!mask) return out.append(payload);
  out += key;
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(payload[i] ^ key[i & 3]);
  return out;
}

struct heard {
  std::vector<std::string> messages, pings;
  std::vector<int> closed;
  std::uint16_t wrong = 0;
};

// Reads `bytes` in pieces of `piece`, or of any size when it is 0.
heard read(const std::string& bytes, std::size_t piece, std::size_t most = 256 * 1024) {
  heard out;
  frames::reader reader(most,
                        {.message =
                             [&](opcode kind, std::string_view text) {
                               out.messages.push_back((kind == opcode::text ? "t" : "b") + std::string(text));
                             },
                         .ping = [&](std::string_view payload) { out.pings.emplace_back(payload); },
                         .closed = [&](std::uint16_t code) { out.closed.push_back(code); }});
  std::minstd_rand chance(42);
  for (std::size_t at = 0; at < bytes.size() && out.wrong == 0;) {
    const auto size = piece ? piece : 1 + chance() % 40;
    out.wrong = reader.take(std::string_view(bytes).substr(at, size));
    at += size;
  }
  return out;
}

const std::vector<std::size_t> pieces{1, 2, 3, 5, 0, 1 << 20};

BOOST_AUTO_TEST_SUITE(websocket_frames)

BOOST_AUTO_TEST_CASE(the_handshake_of_the_rfc) {
  BOOST_TEST(frames::accept_of("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  BOOST_TEST(frames::accept_of("dGhlIHNhbXBsZQ==").empty());
  BOOST_TEST(frames::accept_of("not base64 at all 1234!!").empty());
}

BOOST_AUTO_TEST_CASE(frames_of_ours_have_the_shortest_head) {
  BOOST_TEST(frames::make(opcode::text, "Hello") == "\x81\x05Hello");
  BOOST_TEST(frames::make(opcode::text, std::string(125, 'x')).size() == 127u);
  BOOST_TEST(frames::make(opcode::text, std::string(126, 'x')).substr(0, 4) ==
             std::string("\x81\x7e\x00\x7e", 4));
  BOOST_TEST(frames::make(opcode::text, std::string(65536, 'x')).substr(0, 10) ==
             std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
  BOOST_TEST(frames::make_close(4401, "no") == std::string("\x88\x04\x11\x31no"));
  BOOST_TEST(frames::make_close(1000, std::string(500, 'x')).size() == 127u);
}

BOOST_AUTO_TEST_CASE(messages_of_every_size_come_whole) {
  for (const std::size_t size : {0u, 1u, 125u, 126u, 127u, 128u, 65'535u, 65'536u, 200'000u}) {
    const std::string payload(size, 'a');
    for (const auto piece : pieces) {
      if (size > 1000 && piece < 5 && piece != 0) continue;
      const auto got = read(masked(0x81, payload) + masked(0x81, "after"), piece);
      BOOST_TEST(got.wrong == 0);
      BOOST_REQUIRE_EQUAL(got.messages.size(), 2u);
      BOOST_TEST((got.messages[0] == "t" + payload));
      BOOST_TEST(got.messages[1] == "tafter");
    }
  }
}

BOOST_AUTO_TEST_CASE(fragments_make_one_message_and_pings_come_between) {
  const auto bytes = masked(0x01, "one ") + masked(0x89, "p") + masked(0x00, "two ") + masked(0x8a, "stray") +
                     masked(0x80, "three") + masked(0x82, "bin");
  for (const auto piece : pieces) {
    const auto got = read(bytes, piece);
    BOOST_TEST(got.wrong == 0);
    BOOST_TEST(got.messages == (std::vector<std::string>{"tone two three", "bbin"}),
               boost::test_tools::per_element());
    BOOST_TEST(got.pings == std::vector<std::string>{"p"}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(text_split_inside_a_character_is_whole) {
  const std::string euro = "\xe2\x82\xac";
  const auto got = read(masked(0x01, euro.substr(0, 1)) + masked(0x80, euro.substr(1)), 1);
  BOOST_TEST(got.wrong == 0);
  BOOST_TEST(got.messages.at(0) == "t" + euro);
}

struct refused {
  const char* what;
  std::string bytes;
  int code;
};

BOOST_AUTO_TEST_CASE(what_breaks_the_protocol_is_refused) {
  const std::vector<refused> cases{
      {"a first reserved bit", masked(0xc1, "x"), 1002},
      {"a second reserved bit", masked(0xa1, "x"), 1002},
      {"a third reserved bit on a ping", masked(0x99, "x"), 1002},
      {"opcode 3", masked(0x83, "x"), 1002},
      {"opcode 7", masked(0x87, ""), 1002},
      {"opcode 11", masked(0x8b, ""), 1002},
      {"opcode 15", masked(0x8f, ""), 1002},
      {"no mask", masked(0x81, "x", false), 1002},
      {"a ping of 126 bytes", masked(0x89, std::string(126, 'x')), 1002},
      {"a ping in fragments", masked(0x09, "x"), 1002},
      {"a close in fragments", masked(0x08, ""), 1002},
      {"a continuation of nothing", masked(0x80, "x"), 1002},
      {"a new message inside another", masked(0x01, "x") + masked(0x81, "y"), 1002},
      {"a length of two bytes that fits one", masked(0x81, "x", true, 2), 1002},
      {"a length of eight bytes that fits two", masked(0x81, std::string(300, 'x'), true, 8), 1002},
      {"a length beyond 63 bits", std::string("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03\x04", 14),
       1002},
      {"a message too large", masked(0x81, std::string(1001, 'x')), 1009},
      {"fragments too large together",
       masked(0x01, std::string(600, 'x')) + masked(0x80, std::string(600, 'x')), 1009},
      {"text that is none", masked(0x81, "\xce\xba\xff"), 1007},
      {"a surrogate", masked(0x81, "\xed\xa0\x80"), 1007},
      {"a character cut off", masked(0x81, "\xe2\x82"), 1007},
      {"a close of one byte", masked(0x88, "x"), 1002},
      {"close code 1005", masked(0x88, std::string("\x03\xed", 2)), 1002},
      {"close code 999", masked(0x88, std::string("\x03\xe7", 2)), 1002},
      {"close code 2999", masked(0x88, std::string("\x0b\xb7", 2)), 1002},
      {"a reason that is no text", masked(0x88, std::string("\x03\xe8\xff", 3)), 1007},
  };
  for (const auto& one : cases)
    for (const auto piece : pieces) {
      const auto got = read(one.bytes + masked(0x81, "never"), piece, 1000);
      BOOST_TEST(got.wrong == one.code, one.what);
      BOOST_TEST(got.messages.empty(), one.what);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_read_behind_a_close) {
  for (const auto piece : pieces) {
    BOOST_TEST(read(masked(0x88, "") + masked(0x81, "x"), piece).closed == std::vector<int>{1005},
               boost::test_tools::per_element());
    const auto got = read(masked(0x88, std::string("\x0f\xa0", 2) + "bye") + "\xff\xff\xff", piece);
    BOOST_TEST(got.closed == std::vector<int>{4000}, boost::test_tools::per_element());
    BOOST_TEST(got.wrong == 0);
    BOOST_TEST(got.messages.empty());
  }
}

BOOST_AUTO_TEST_CASE(any_bytes_end_in_a_code_or_in_silence) {
  std::minstd_rand chance(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(chance() % 60, ' ');
    for (auto& byte : bytes) byte = static_cast<char>(chance());
    if (!bytes.empty() && round % 2) bytes[0] = static_cast<char>(0x81);
    const auto got = read(bytes, 0, 100);
    BOOST_TEST((got.wrong == 0 || got.wrong == 1002 || got.wrong == 1007 || got.wrong == 1009));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
