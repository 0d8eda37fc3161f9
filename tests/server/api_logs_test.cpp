// The output of a deployment's steps over HTTP: whole, from a place on, from a moment on, its end.
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

struct with_deployment : api_server {
  with_deployment() {
    with_shop();
    id = ask("POST /api/v1/projects/shop/environments/production/deployments",
             R"({"commit":")" + std::string(40, 'a') + R"("})")
             .text("deployment");
    path = "GET /api/v1/deployments/" + id + "/log";
  }
  std::string id;
  std::string path;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(logs_over_http, with_deployment)

BOOST_AUTO_TEST_CASE(a_log_comes_as_text_or_line_by_line) {
  inside([&] { logs.add({id, "switch@node-1", 1, 1, 2, "one\ntwo\n"}); });
  BOOST_TEST(ask(path).raw.body == "one\ntwo\n");
  const auto lines = ask(path, "", ndjson).raw.body;
  BOOST_TEST(lines.find(R"({"step":"switch@node-1","attempt":1,"line":2,"text":"two",)") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_log_comes_without_its_beginning) {
  const auto release = ask("GET /api/v1/deployments/" + id).text("release");
  inside([&] {
    logs.add({release, "build@worker", 1, 1, 2, "built\nwell\n"});
    logs.add({id, "switch@node-1", 1, 1, 2, "one\ntwo\n"});
    logs.add({id, "switch@node-1", 1, 3, 1, "three\n"});
  });
  BOOST_TEST(ask(path + "?tail=1").raw.body == "three\n");
  const auto enough = ask(path + "?tail=3");  // the build is left out
  BOOST_TEST(enough.raw.body == "one\ntwo\nthree\n");
  BOOST_TEST(enough.raw.header("eeveon-earlier") == "true");
  BOOST_TEST(enough.raw.header("eeveon-end") == "d3");
  BOOST_TEST(ask(path + "?tail=5").raw.body == "built\nwell\none\ntwo\nthree\n");
  BOOST_TEST(ask(path + "?tail=5").raw.header("eeveon-earlier").empty());
  BOOST_TEST(ask(path + "?tail=2").raw.body == "two\nthree\n");
  BOOST_TEST(ask(path + "?tail=5&step=build@worker").raw.body == "built\nwell\n");
  for (const auto* wrong : {"?tail=0", "?tail=-1", "?tail=100001", "?tail=2&after=d1"}) {
    const auto refused = ask(path + wrong);
    BOOST_TEST(refused.status == 400);
    BOOST_TEST(refused.text("field") == "tail");
  }
}

BOOST_AUTO_TEST_CASE(a_log_goes_on_where_an_answer_ended_whatever_wrote_meanwhile) {
  const auto release = ask("GET /api/v1/deployments/" + id).text("release");
  const auto none = ask(path);
  BOOST_TEST(none.raw.header("eeveon-end") == "b0");
  inside([&] { logs.add({release, "build@worker", 1, 1, 1, "built\n"}); });
  const auto built = ask(path + "?after=b0");
  BOOST_TEST(built.raw.body == "built\n");
  BOOST_TEST(built.raw.header("eeveon-end") == "b1");
  inside([&] {
    logs.add({id, "switch@node-1", 1, 1, 1, "once\n"});
    logs.add({id, "switch@node-2", 1, 1, 1, "beside\n"});
    logs.add({id, "switch@node-1", 2, 1, 1, "again\n"});  // a later attempt counts its lines anew
  });
  const auto rest = ask(path + "?after=" + std::string(built.raw.header("eeveon-end")));
  BOOST_TEST(rest.raw.body == "once\nbeside\nagain\n");
  BOOST_TEST(rest.raw.header("eeveon-end") == "d4");
  BOOST_TEST(rest.raw.header("eeveon-next").empty());
  BOOST_TEST(ask(path + "?after=d4").raw.body.empty());
  BOOST_TEST(ask(path + "?after=d4").raw.header("eeveon-end") == "d4");
  BOOST_TEST(ask(path + "?after=b0&step=switch@node-1").raw.body == "once\nagain\n");
  for (const auto* wrong : {"?after=", "?after=1", "?after=x1", "?after=d", "?after=d-1", "?after=d1%20",
                            "?after=d9223372036854775808"}) {
    const auto refused = ask(path + wrong);
    BOOST_TEST(refused.status == 400);
    BOOST_TEST(refused.text("field") == "after");
  }
}

BOOST_AUTO_TEST_CASE(a_log_too_long_for_one_answer_comes_in_several) {
  const std::string line(1 << 20, 'x');
  inside([&] {
    for (int i = 0; i < 40; ++i) logs.add({id, "copy@node 1", 1 + i / 36, 1 + i % 36, 1, line + "\n"});
  });
  const auto first = ask(path);
  const std::string next(first.raw.header("eeveon-next"));
  BOOST_TEST(next == first.raw.header("eeveon-end"));
  const auto rest = ask(path + "?after=" + next);
  BOOST_TEST(rest.raw.header("eeveon-next").empty());
  BOOST_TEST(first.raw.body.size() + rest.raw.body.size() == 40 * (line.size() + 1));
  const auto end = ask(path + "?tail=39");
  BOOST_TEST(end.raw.header("eeveon-earlier") == "true");
  BOOST_TEST(end.raw.body.size() < 34 * line.size());  // the last of what was asked for
}

BOOST_AUTO_TEST_CASE(a_log_tells_when_its_lines_were_stored_and_begins_where_asked) {
  inside([&] {
    logs.add({id, "switch@node-1", 1, 1, 1, "early\n"});
    logs.now = {logs.now.us + 5'000'000};
    logs.add({id, "switch@node-1", 1, 2, 1, "late\n"});
  });
  const auto all = ask(path, "", ndjson).raw.body;
  BOOST_TEST(all.find(R"("text":"early","at":"2027-01-15T08:00:00.000Z"})") != std::string::npos);
  BOOST_TEST(ask(path + "?since=2027-01-15T08:00:05Z").raw.body == "late\n");
  BOOST_TEST(ask(path + "?since=2027-01-15T08:00:05Z&tail=5").raw.body == "late\n");
  BOOST_TEST(ask(path + "?since=yesterday").text("field") == "since");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
