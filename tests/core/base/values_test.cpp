// The small values: digests, ids, times, sizes, text, query parameters.
#include <boost/test/unit_test.hpp>

#include "core/base/digest.hpp"
#include "core/base/failure.hpp"
#include "core/base/http.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/base/utf8.hpp"

using namespace eeveon;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(digests)

BOOST_AUTO_TEST_CASE(known_answers) {
  BOOST_TEST(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  BOOST_TEST(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // The example of GitHub's documentation for webhook signatures.
  BOOST_TEST(to_hex(hmac_sha256("It's a Secret to Everybody", "Hello, World!")) ==
             "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
}

BOOST_AUTO_TEST_CASE(a_stream_of_parts_is_the_whole) {
  const std::string text(100'000, 'x');
  for (const std::size_t part : {1u, 63u, 64u, 65u, 4096u, 100'000u}) {
    sha256_stream stream;
    for (std::size_t at = 0; at < text.size(); at += part)
      stream.update(std::string_view(text).substr(at, part));
    BOOST_TEST(to_hex(stream.finish()) == to_hex(sha256(text)));
  }
}

BOOST_AUTO_TEST_CASE(hex_reads_back_and_nothing_else_does) {
  const auto value = sha256("abc");
  BOOST_TEST((parse_digest(to_hex(value)) == value));
  auto upper = to_hex(value);
  for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  BOOST_TEST((parse_digest(upper) == value));
  BOOST_TEST(!parse_digest(to_hex(value).substr(1)).has_value());
  BOOST_TEST(!parse_digest(to_hex(value) + "0").has_value());
  BOOST_TEST(!parse_digest(std::string(63, 'a') + "g").has_value());
  BOOST_TEST(!parse_digest("").has_value());
  BOOST_TEST(to_hex(std::string_view("\x00\xff\x10", 3)) == "00ff10");
  BOOST_TEST(as_bytes(value).size() == 32u);
}

BOOST_AUTO_TEST_CASE(equal_is_equal) {
  BOOST_TEST(equal_constant_time("", ""));
  BOOST_TEST(equal_constant_time("abc", "abc"));
  BOOST_TEST(!equal_constant_time("abc", "abd"));
  BOOST_TEST(!equal_constant_time("abc", "ab"));
  BOOST_TEST(!equal_constant_time("", "a"));
}

BOOST_AUTO_TEST_CASE(random_bytes_are_not_the_same_twice) {
  BOOST_TEST(random_bytes(32).size() == 32u);
  BOOST_TEST(random_bytes(32) != random_bytes(32));
  BOOST_TEST(random_bytes(0).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(ids)

BOOST_AUTO_TEST_CASE(the_example_of_rfc_9562) {
  // Appendix A.6: 2022-02-22T19:22:22Z, unix_ts_ms 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
  const auto value = make_uuid_v7({0x017F22E279B0 * 1000 + 999},
                                  std::string_view("\x0C\xC3\x18\xC4\xDC\x0C\x0C\x07\x39\x8F", 10));
  BOOST_TEST(to_string(value) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

BOOST_AUTO_TEST_CASE(later_ids_sort_later) {
  const std::string low(10, '\0'), high(10, '\xff');
  BOOST_TEST(to_string(make_uuid_v7({1'000'000}, high)) < to_string(make_uuid_v7({1'001'000}, low)));
  BOOST_TEST((make_uuid_v7({1'000'000}, high) < make_uuid_v7({1'001'000}, low)));
}

BOOST_AUTO_TEST_CASE(version_and_variant_are_marked) {
  BOOST_TEST(to_string(make_uuid_v8(std::string(16, '\xff'))) == "ffffffff-ffff-8fff-bfff-ffffffffffff");
  BOOST_TEST(to_string(make_uuid_v8("")) == "00000000-0000-8000-8000-000000000000");
  BOOST_TEST(to_string(make_uuid_v7({0}, "")) == "00000000-0000-7000-8000-000000000000");
}

BOOST_AUTO_TEST_CASE(text_reads_back_and_nothing_else_does) {
  const auto value = make_uuid_v8("0123456789abcdef");
  BOOST_TEST((parse_uuid(to_string(value)) == value));
  BOOST_TEST((parse_uuid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F") ==
              parse_uuid("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")));
  for (const char* bad : {"", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                          "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2_79b0-7cc3-98c4-dc0c0c07398f",
                          "017f22e-279b0-7cc3-98c4-dc0c0c07398f", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
                          "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0"})
    BOOST_TEST(!parse_uuid(bad).has_value(), "accepted " << bad);
  BOOST_TEST(uuid{}.is_nil());
  BOOST_TEST(!value.is_nil());
}

BOOST_AUTO_TEST_CASE(a_prefix_tells_what_an_id_names) {
  const auto id = make_id("dep", make_uuid_v7({1'000'000}, "0123456789"));
  BOOST_TEST(is_id(id, "dep"));
  BOOST_TEST(!is_id(id, "rel"));
  BOOST_TEST(!is_id(id, "de"));
  BOOST_TEST(!is_id(id + "0", "dep"));
  BOOST_TEST(!is_id("dep_", "dep"));
  BOOST_TEST(!is_id("dep-" + id.substr(4), "dep"));
  BOOST_TEST((uuid_of(id) == parse_uuid(id.substr(4))));
  BOOST_TEST(!uuid_of("dep").has_value());
  BOOST_TEST(!uuid_of("dep_1").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(times)

BOOST_AUTO_TEST_CASE(rfc_3339_with_milliseconds) {
  BOOST_TEST(to_rfc3339({0}) == "1970-01-01T00:00:00.000Z");
  BOOST_TEST(to_rfc3339({1'795'268'244'123'999}) == "2026-11-21T13:37:24.123Z");
  BOOST_TEST(to_rfc3339({-1}) == "1969-12-31T23:59:59.999Z");
  BOOST_TEST(to_rfc3339({951'782'400'000'000}) == "2000-02-29T00:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(times_as_others_write_them) {
  const auto at = [](std::string_view text) { return parse_rfc3339(text).value_or(timestamp{-7}).us; };
  BOOST_TEST(at("2026-11-21T13:37:24.123Z") == 1'795'268'244'123'000);
  BOOST_TEST(at("2026-11-21t13:37:24z") == 1'795'268'244'000'000);
  BOOST_TEST(at("2026-11-21 13:37:24Z") == 1'795'268'244'000'000);
  BOOST_TEST(at("2026-11-21T15:07:24+01:30") == 1'795'268'244'000'000);
  BOOST_TEST(at("2026-11-21T08:37:24.5-05:00") == 1'795'268'244'500'000);
  BOOST_TEST(at("2026-11-21T13:37:24.123456789Z") == 1'795'268'244'123'456);
  BOOST_TEST(at("2016-12-31T23:59:60Z") == 1'483'228'800'000'000);  // a leap second is the next one
}

BOOST_AUTO_TEST_CASE(what_is_no_time_is_refused) {
  for (const char* bad : {"",
                          "2026",
                          "2026-11-21",
                          "2026-11-21T13:37:24",
                          "2026-13-01T00:00:00Z",
                          "2026-02-29T00:00:00Z",
                          "2026-11-21T24:00:00Z",
                          "2026-11-21T13:60:00Z",
                          "2026-11-21T13:37:61Z",
                          "2026-11-21T13:37:24.Z",
                          "2026-11-21T13:37:24X",
                          "2026-11-21T13:37:24Zx",
                          "2026-11-21T13:37:24+0100",
                          "2026-11-21T13:37:24+01x00",
                          "2026-11-21T13:37:24+24:00",
                          "2026-11-21T13:37:24+01:60",
                          "2026/11/21T13:37:24Z",
                          "20261121T133724Z",
                          "+026-11-21T13:37:24Z",
                          "2026-00-10T00:00:00Z"})
    BOOST_TEST(!parse_rfc3339(bad).has_value(), "accepted " << bad);
}

BOOST_AUTO_TEST_CASE(durations_have_units) {
  BOOST_TEST((parse_duration("250ms") == 250ms));
  BOOST_TEST((parse_duration("5s") == 5s));
  BOOST_TEST((parse_duration("15m") == 15min));
  BOOST_TEST((parse_duration("2h") == 2h));
  BOOST_TEST((parse_duration("1d") == 24h));
  BOOST_TEST((parse_duration("0s") == 0s));
  for (const char* bad :
       {"", "5", "s", "5 s", "-5s", "5S", "1.5s", "5sec", "5s ", "999999999999999d", "9999999999999999999s"})
    BOOST_TEST(!parse_duration(bad).has_value(), "accepted " << bad);
  for (const auto& [value, text] : {std::pair{0ms, "0ms"},
                                    {250ms, "250ms"},
                                    {5000ms, "5s"},
                                    {90000ms, "90s"},
                                    {900000ms, "15m"},
                                    {7200000ms, "2h"},
                                    {86400000ms, "1d"},
                                    {1500ms, "1500ms"}}) {
    BOOST_TEST(format_duration(value) == text);
    BOOST_TEST((parse_duration(text) == value));
  }
}

BOOST_AUTO_TEST_CASE(sizes_have_units) {
  BOOST_TEST(parse_size("512B").value() == 512);
  BOOST_TEST(parse_size("10MB").value() == 10'000'000);
  BOOST_TEST(parse_size("500kB").value() == 500'000);
  BOOST_TEST(parse_size("1GiB").value() == 1'073'741'824);
  BOOST_TEST(parse_size("2MiB").value() == 2'097'152);
  for (const char* bad : {"", "10", "MB", "10 MB", "-1B", "10mb", "999999999999999GB"})
    BOOST_TEST(!parse_size(bad).has_value(), "accepted " << bad);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(well_formed_text_is_left_alone) {
  for (const char* good :
       {"", "abc", "gr\xc3\xbcn", "\xe2\x82\xac", "\xf0\x9f\x9a\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xf4\x8f\xbf\xbf", "\xc2\x80", "\xe0\xa0\x80", "\xf0\x90\x80\x80"})
    BOOST_TEST(to_valid_utf8(good) == good);
}

BOOST_AUTO_TEST_CASE(every_other_byte_is_replaced) {
  const std::string mark = "\xef\xbf\xbd";
  BOOST_TEST(to_valid_utf8("caf\xe9!") == "caf" + mark + "!");
  BOOST_TEST(to_valid_utf8("\xff\xfe") == mark + mark);
  BOOST_TEST(to_valid_utf8("\xc0\xaf") == mark + mark);             // overlong '/'
  BOOST_TEST(to_valid_utf8("\xe0\x9f\xbf") == mark + mark + mark);  // overlong
  BOOST_TEST(to_valid_utf8("\xed\xa0\x80") == mark + mark + mark);  // a surrogate
  BOOST_TEST(to_valid_utf8("\xf4\x90\x80\x80") == mark + mark + mark + mark);
  BOOST_TEST(to_valid_utf8("a\xc3") == "a" + mark);  // cut in two
  BOOST_TEST(to_valid_utf8("\xe2\x82") == mark + mark);
  BOOST_TEST(to_valid_utf8("\x80z\xc3\xbc") == mark + "z\xc3\xbc");
}

BOOST_AUTO_TEST_CASE(query_parameters_are_decoded) {
  http_request request;
  request.query = "a=1&b=x%20y+z&c&d=%&e=%zz&a=2&=5";
  BOOST_TEST(request.parameter("a").value() == "1");
  BOOST_TEST(request.parameter("b").value() == "x y z");
  BOOST_TEST(request.parameter("c").value() == "");
  BOOST_TEST(!request.parameter("d").has_value());
  BOOST_TEST(!request.parameter("e").has_value());
  BOOST_TEST(!request.parameter("f").has_value());
  request.headers = {{"host", "one"}, {"host", "two"}};
  BOOST_TEST(request.header("host") == "one");
  BOOST_TEST(request.header("accept") == "");
}

BOOST_AUTO_TEST_CASE(every_failure_has_a_name) {
  for (const auto code : {errc::invalid, errc::not_found, errc::conflict, errc::refused, errc::unauthorized,
                          errc::duplicate_body, errc::fenced, errc::unavailable, errc::timed_out,
                          errc::cancelled, errc::unknown_outcome, errc::too_large, errc::io, errc::corrupt})
    BOOST_TEST(std::string(to_string(code)).size() > 1);
}

BOOST_AUTO_TEST_SUITE_END()
