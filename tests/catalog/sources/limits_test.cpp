// What a webhook may carry at most: the body of a hook may have 25 MiB, and its sender may mean harm.
#include <boost/test/unit_test.hpp>

#include "catalog/sources/github.hpp"
#include "core/base/json_text.hpp"
#include "core/repository/events.hpp"

using namespace eeveon;

namespace {

constexpr const char* as_json = "application/json";
const std::string commit(40, 'a');

std::string quoted(std::string_view text) {
  std::string out;
  put_json_string(out, text);
  return out;
}
std::string push(const std::string& ref, const std::string& in_repository = "",
                 const std::string& more = "") {
  return R"({"ref":)" + quoted(ref) + R"(,"after":")" + commit + R"(","repository":{"id":17)" +
         in_repository + "}" + more + "}";
}
std::string ref_of(std::size_t size) { return "refs/heads/" + std::string(size - 11, 'x'); }

void is_refused(const result<told_fact>& told, const std::string& field) {
  BOOST_REQUIRE_MESSAGE(!told.has_value(), field);
  BOOST_TEST((told.error().code == errc::invalid));
  BOOST_TEST(told.error().where == field);
  BOOST_TEST(told.error().detail.find("at most") != std::string::npos, told.error().detail);
  BOOST_TEST(told.error().detail.size() < 100u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits_of_webhooks)

BOOST_AUTO_TEST_CASE(a_name_longer_than_1024_bytes_is_refused_by_its_field) {
  BOOST_TEST(read_github("push", as_json, push(ref_of(1024))).has_value());
  is_refused(read_github("push", as_json, push(ref_of(1025))), "ref");
  is_refused(read_github("push", as_json, push(ref_of(20'000'000))), "ref");
  is_refused(
      read_github("push", as_json, push("refs/heads/main", "", R"(,"before":)" + quoted(ref_of(1025)))),
      "before");
  for (const std::string key :
       {"full_name", "default_branch", "clone_url", "ssh_url", "git_url", "html_url"}) {
    const auto named = [&](std::size_t size) {
      return push("refs/heads/main", ",\"" + key + "\":" + quoted(std::string(size, 'x')));
    };
    BOOST_TEST(read_github("push", as_json, named(1024)).has_value(), key);
    is_refused(read_github("push", as_json, named(1025)), "repository." + key);
    is_refused(read_github("star", as_json, named(1025)), "repository." + key);
  }
  const auto release = [](std::size_t size) {
    return R"({"action":"published","repository":{"id":17},"release":{"tag_name":)" +
           quoted(std::string(size, 'v')) + "}}";
  };
  BOOST_TEST(read_github("release", as_json, release(1024)).has_value());
  is_refused(read_github("release", as_json, release(1025)), "release.tag_name");
  is_refused(read_github("star", as_json, R"({"action":)" + quoted(std::string(1025, 'x')) + "}"), "action");
}

BOOST_AUTO_TEST_CASE(what_people_write_is_cut) {
  const auto words = quoted(std::string(2'000'000, 'x') + "\nmore");
  const auto told =
      read_github("push", as_json,
                  push("refs/heads/main", "",
                       R"(,"pusher":{"name":)" + words + R"(},"head_commit":{"message":)" + words +
                           R"(,"timestamp":)" + words + R"(,"author":{"name":)" + words + "}}"));
  BOOST_REQUIRE(told.has_value());
  BOOST_TEST(told->event.data.size() < 2000u);
  const auto read = decode<push_received>(told->event.data);
  BOOST_REQUIRE(read.has_value());
  for (const auto& text : {read->message, read->author, read->authored_at, read->pusher})
    BOOST_TEST(text == std::string(200, 'x'));
}

BOOST_AUTO_TEST_CASE(a_body_has_a_bounded_number_of_values) {
  const auto with = [](std::size_t values) {
    std::string list = "0";
    for (std::size_t i = 1; i < values; ++i) list += ",0";
    return push("refs/heads/main", "", ",\"more\":[" + list + "]");
  };
  BOOST_TEST(read_github("push", as_json, with(999'000)).has_value());
  is_refused(read_github("push", as_json, with(1'000'000)), "body");
}

BOOST_AUTO_TEST_CASE(a_key_of_any_length_is_passed_over) {
  const std::string key(5'000'000, 'k');
  BOOST_TEST(
      read_github("push", as_json, push("refs/heads/main", "", ",\"" + key + "\":{\"ref\":1}")).has_value());
}

BOOST_AUTO_TEST_CASE(parts_of_json_are_counted_outside_its_words) {
  BOOST_TEST(json_parts("7") == 1u);
  BOOST_TEST(json_parts(R"({"a":1,"b":[2,3]})") == 7u);
  BOOST_TEST(json_parts(R"("[{,:\"[{,:\\")") == 1u);
  BOOST_TEST(json_parts(std::string(1000, '[')) == 1001u);
}

BOOST_AUTO_TEST_SUITE_END()
