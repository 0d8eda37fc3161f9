// No secret leaves the worker: as it is, encoded, cut in two by chunks, or in the shape that everybody knows.
#include "workers/effects/redact.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon::workers;

namespace {

const std::string mark(redacted_mark);

// What comes out, when the text comes in pieces of `size`.
std::string in_pieces(redactor redact, std::string_view text, std::size_t size) {
  std::string out;
  const auto sink = [&](std::string_view part) { out += part; };
  for (std::size_t at = 0; at < text.size(); at += size) redact.pass(text.substr(at, size), sink);
  redact.finish(sink);
  return out;
}

std::string base64(std::string_view in) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < in.size(); i += 3) {
    const auto byte = [&](std::size_t n) {
      return i + n < in.size() ? static_cast<unsigned>(static_cast<unsigned char>(in[i + n])) : 0u;
    };
    const unsigned group = byte(0) << 16 | byte(1) << 8 | byte(2);
    for (int n = 0; n < 4; ++n)
      out += i + static_cast<std::size_t>(n) <= in.size() ? letters[group >> (18 - 6 * n) & 63] : '=';
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redaction)

BOOST_AUTO_TEST_CASE(known_values_are_hidden_wherever_they_stand) {
  const redactor redact({"hunter22", "s3cr3t/+ä"});
  BOOST_TEST(redact.line("password=hunter22") == "password=" + mark);
  BOOST_TEST(redact.line("hunter22hunter22 xhunter22x") == mark + mark + " x" + mark + "x");
  BOOST_TEST(redact.line("s3cr3t/+ä") == mark);
  BOOST_TEST(redact.line("nothing to hide") == "nothing to hide");
  BOOST_TEST(redact.line("") == "");
}

BOOST_AUTO_TEST_CASE(url_encoded_values_are_hidden) {
  const redactor redact({"p@ss w/rd+1"});
  BOOST_TEST(redact.line("https://x/?k=p%40ss%20w%2Frd%2B1&y") == "https://x/?k=" + mark + "&y");
  BOOST_TEST(redact.line("https://x/?k=p%40ss%20w%2frd%2b1&y") == "https://x/?k=" + mark + "&y");
}

BOOST_AUTO_TEST_CASE(base64_of_a_value_is_hidden_wherever_it_stands_in_what_was_encoded) {
  const std::string secret = "correct horse battery";
  const redactor redact({secret});
  for (const std::string before : {"", "u", "us", "user:", "admin:"})
    for (const std::string after : {"", "!", "\n", " and more"}) {
      const auto hidden = redact.line("Authorization: Basic " + base64(before + secret + after) + " end");
      BOOST_TEST(hidden.find(mark) != std::string::npos, "not hidden after '" << before << "': " << hidden);
      BOOST_TEST(hidden.find(base64(secret).substr(4, 16)) == std::string::npos);
      BOOST_TEST(hidden.ends_with(" end"));
    }
}

BOOST_AUTO_TEST_CASE(values_that_are_cut_in_two_are_found) {
  const std::string text = "begin hunter22 middle\nhunter22\nno end: hunter22";
  for (std::size_t size = 1; size <= text.size(); ++size)
    BOOST_TEST(in_pieces(redactor({"hunter22"}), text, size) ==
                   "begin " + mark + " middle\n" + mark + "\nno end: " + mark,
               "in pieces of " << size);
}

BOOST_AUTO_TEST_CASE(values_of_several_lines_are_hidden_line_by_line) {
  const std::string key = "-----BEGIN KEY-----\nMIIEabcdefgh\nijklmnop\n-----END KEY-----\n";
  for (const std::size_t size : {1u, 7u, 20u, 4096u}) {
    const auto out = in_pieces(redactor({key}), "key:\n" + key + "done\n", size);
    BOOST_TEST(out.find("MIIEabcdefgh") == std::string::npos, out);
    BOOST_TEST(out.find("ijklmnop") == std::string::npos, out);
    BOOST_TEST(out.starts_with("key:\n"));
    BOOST_TEST(out.ends_with("done\n"));
  }
}

BOOST_AUTO_TEST_CASE(escaped_values_are_hidden_however_they_were_escaped) {
  const std::string quoted = "pa\"ss\\wo/rd",
                    key = "-----BEGIN KEY-----\nMIIEabcdefgh\nshort\n-----END KEY-----\n";
  struct {
    const char* what;
    std::string secret, text, expected;
  } const table[] = {
      {"as it is", quoted, R"(k=pa"ss\wo/rd.)", "k=" + mark + "."},
      {"JSON", quoted, R"({"k":"pa\"ss\\wo/rd"})", R"({"k":")" + mark + R"("})"},
      {"JSON with its slashes escaped", quoted, R"({"k":"pa\"ss\\wo\/rd"})", R"({"k":")" + mark + R"("})"},
      {"JSON within JSON", quoted, R"({"b":"{\"k\":\"pa\\\"ss\\\\wo/rd\"}"})",
       R"({"b":"{\"k\":\")" + mark + R"(\"}"})"},
      {"letters by number", "hunter22", R"("\u0068unter\u00322")", "\"" + mark + "\""},
      {"numbers in capitals", "a<b>c&d/k", R"("a\u003Cb\u003Ec\u0026d/k")", "\"" + mark + "\""},
      {"control characters", "one\ttwo\x01three", R"("one\ttwo\u0001three")", "\"" + mark + "\""},
      {"letters beyond ASCII", "schl\xc3\xbcssel", R"("schl\u00fcssel")", "\"" + mark + "\""},
      {"letters beyond the first plane", "key\xf0\x9f\x94\x91!", R"("key\ud83d\udd11!")", "\"" + mark + "\""},
      {"half a pair is no letter", "hunter22", R"("\ud83d hunter22 \udd11 \u12 \x \")",
       R"("\ud83d )" + mark + R"( \udd11 \u12 \x \")"},
      {"a key in one line", key, R"({"key":"-----BEGIN KEY-----\nMIIEabcdefgh\nshort\n-----END KEY-----\n"})",
       R"({"key":")" + mark + R"(\n"})"},
      {"a key with other ends of line", key, R"("-----BEGIN KEY-----\r\nMIIEabcdefgh\r\nshort")",
       "\"" + mark + R"(\r\n)" + mark + R"(\r\nshort")"},
      {"a key in its lines", key, key + "short\n", mark + "\n" + mark + "\nshort\n" + mark + "\nshort\n"},
      {"lines that say nothing", "{\n  \"private\": \"abcdefgh\"\n}\n", "{\n}\nint main() {\n}\n",
       "{\n}\nint main() {\n}\n"},
      {"nothing to hide", "hunter22", R"(C:\new\table \u0041 \\)", R"(C:\new\table \u0041 \\)"},
  };
  for (const auto& row : table)
    for (std::size_t size = 1; size <= row.text.size(); ++size)
      BOOST_TEST(in_pieces(redactor({row.secret}), row.text, size) == row.expected,
                 row.what << " in pieces of " << size);
}

BOOST_AUTO_TEST_CASE(an_escaped_value_is_found_across_the_seams_of_a_line_without_end) {
  const std::string secret = "the\"secret\\that-stands-across-a-seam",
                    escaped = R"(the\"secret\\that-stands-across-a-seam)";
  for (std::size_t before = 65'200; before < 65'900; before += 7) {
    const auto out =
        in_pieces(redactor({secret}), std::string(before, 'x') + escaped + std::string(140'000, 'y'), 4096);
    BOOST_TEST(out == std::string(before, 'x') + mark + std::string(140'000, 'y'), "after " << before);
  }
}

BOOST_AUTO_TEST_CASE(a_line_without_end_hides_what_stands_across_its_seams) {
  const std::string secret = "the-secret-that-stands-across-a-seam";
  for (const std::size_t before :
       {65'000u, 65'279u, 65'280u, 65'300u, 65'535u, 65'536u, 65'790u, 66'000u, 130'000u}) {
    const auto text = std::string(before, 'x') + secret + std::string(140'000, 'y');
    for (const std::size_t size : {1000u, 4096u, 70'000u, 1'000'000u}) {
      const auto out = in_pieces(redactor({secret}), text, size);
      BOOST_TEST(out == std::string(before, 'x') + mark + std::string(140'000, 'y'),
                 "after " << before << " letters in pieces of " << size);
    }
  }
}

BOOST_AUTO_TEST_CASE(short_values_would_hide_half_of_every_word) {
  const redactor redact({"", "a", "abc"});
  BOOST_TEST(redact.line("abcabc") == "abcabc");
}

BOOST_AUTO_TEST_CASE(longer_values_go_first) {
  const redactor redact({"secret", "secret-and-more"});
  BOOST_TEST(redact.line("secret-and-more secret") == mark + " " + mark);
}

BOOST_AUTO_TEST_CASE(values_that_look_like_the_mark_end) {
  const redactor redact({"redacted", "[redacted]"});
  BOOST_TEST(redact.line("redacted").size() < 100u);
  BOOST_TEST(in_pieces(redact, "x [redacted] redacted\n", 3).size() < 100u);
}

BOOST_AUTO_TEST_CASE(tokens_are_known_by_their_shape) {
  const redactor redact({});
  const std::string letters(36, 'a');
  for (const std::string prefix :
       {"ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "eev_", "sk_live_"}) {
    BOOST_TEST(redact.line("token " + prefix + letters + ".") == "token " + mark + ".");
    BOOST_TEST(redact.line(prefix + letters) == mark);
    BOOST_TEST(redact.line(prefix + "abc") == prefix + "abc");
    BOOST_TEST(redact.line("x" + prefix + letters) == "x" + prefix + letters);  // a longer word of its own
  }
  BOOST_TEST(redact.line("key AKIAIOSFODNN7EXAMPLE") == "key " + mark);
}

BOOST_AUTO_TEST_CASE(passwords_in_urls_are_hidden) {
  const redactor redact({});
  BOOST_TEST(redact.line("fatal: https://me:p4ss@example.org/x not found") ==
             "fatal: https://me:" + mark + "@example.org/x not found");
  BOOST_TEST(redact.line("https://me:p@ss@example.org/x") == "https://me:" + mark + "@example.org/x");
  BOOST_TEST(redact.line("postgres://a:bcd@h/x and redis://:xyz@h") ==
             "postgres://a:" + mark + "@h/x and redis://:" + mark + "@h");
  for (const char* harmless : {"http://example.org:8080/a@b", "https://me@example.org/x",
                               "http://example.org/", "a://", "://", "https://example.org:443"})
    BOOST_TEST(redact.line(harmless) == harmless);
}

BOOST_AUTO_TEST_CASE(lines_are_handed_on_as_they_end) {
  redactor redact({"hunter22"});
  std::vector<std::string> out;
  const auto sink = [&](std::string_view part) { out.emplace_back(part); };
  redact.pass("one\ntw", sink);
  redact.pass("o", sink);
  BOOST_TEST(out.size() == 1u);
  redact.pass("\n", sink);
  redact.finish(sink);
  redact.finish(sink);
  const std::vector<std::string> expected{"one\n", "two\n"};
  BOOST_TEST(out == expected, boost::test_tools::per_element());
}

// A build writes what it likes, and all others of the worker wait meanwhile.
BOOST_AUTO_TEST_CASE(a_text_full_of_addresses_is_read_through_once, *boost::unit_test::timeout(10)) {
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += "://";
  const redactor redact({"hunter22"});
  BOOST_TEST((redact.line(text) == text));
  BOOST_TEST(redact.line("https://a b@c:d") == "https://a b@c:d");
  BOOST_TEST(redact.line("see ://x://u:pw@h/y@z") == "see ://x://u:" + mark + "@h/y@z");
}

BOOST_AUTO_TEST_SUITE_END()
