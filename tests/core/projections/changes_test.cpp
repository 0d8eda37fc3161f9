// What a deployment brings, told from what builds have noted of their commits.
#include "core/projections/changes.hpp"

#include "tests/support/spec.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

std::string id(char letter) { return std::string(40, letter); }

// "d:c c:ba b: a:" is d after c, c a merge of b and a.
history past(const std::string& text) {
  history out;
  std::size_t start = 0;
  while (start < text.size()) {
    const auto end = std::min(text.find(' ', start), text.size());
    history::entry one{.commit = id(text[start]), .author = "Ada", .at = "t", .subject = {text[start]}};
    for (auto i = start + 2; i < end; ++i) one.parents.push_back(id(text[i]));
    out.commits.push_back(one);
    start = end + 1;
  }
  if (!text.empty()) out.head = id(text[0]);
  return out;
}

std::string told(const json::object& changes) {
  std::string out(changes.at("direction").as_string());
  out += ':';
  for (const auto& commit : changes.at("commits").as_array())
    (out += ' ') += commit.at("subject").as_string();
  return out + (changes.at("commits_truncated").as_bool() ? " …" : "");
}

std::string between(char base, char head, const history& of_head, const history& of_base) {
  return told(changes_view({.base = base == '-' ? "" : id(base),
                            .head = id(head),
                            .of_head = of_head.head.empty() ? nullptr : &of_head,
                            .of_base = of_base.head.empty() ? nullptr : &of_base,
                            .repository = {}}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(changes_of_a_deployment)

BOOST_AUTO_TEST_CASE(the_direction_is_found_by_walking_what_was_noted) {
  const struct {
    char base, head;
    std::string of_head, of_base, expected;
  } table[] = {
      {'-', 'b', "b:a a:", "", "first: b a"},
      {'a', 'a', "a:", "a:", "same:"},
      {'a', 'c', "c:b b:a a:", "", "forward: c b"},
      {'c', 'a', "a:", "c:b b:a a:", "back: c b"},
      {'c', 'a', "", "c:b b:a a:", "back: c b"},
      {'c', 'd', "d:a a:", "c:b b:a a:", "diverged: d"},
      // A merge brings its side branch; what was live before that stays out of the list.
      {'b', 'e', "e:bd d:a b:a a:", "b:a a:", "forward: e d"},
      // Nothing in common at all.
      {'x', 'c', "c:b b:", "x:", "diverged: c b"},
      // Cut off histories prove nothing that is beyond them.
      {'x', 'c', "c:b", "", "unknown:"},
      {'a', 'c', "", "", "unknown:"},
      {'a', 'c', "", "b:a a:", "unknown:"},
      {'-', 'c', "c:b", "", "first: c …"},
  };
  for (const auto& row : table)
    BOOST_TEST(between(row.base, row.head, past(row.of_head), past(row.of_base)) == row.expected);
}

BOOST_AUTO_TEST_CASE(what_git_has_told_goes_beyond_what_was_noted) {
  auto of_head = past("c:b b:z");
  of_head.compared.push_back({id('a'), "forward", {}});
  BOOST_TEST(between('a', 'c', of_head, {}) == "forward: c b …");
  // Built on top of what is gone back to: the other way round.
  auto of_base = past("c:b b:z");
  of_base.compared.push_back({id('a'), "forward", {}});
  BOOST_TEST(between('c', 'a', {}, of_base) == "back: c b …");
}

BOOST_AUTO_TEST_CASE(files_are_those_of_the_comparison_either_way_round) {
  auto built = past("b:a a:");
  built.compared.push_back(
      {id('a'), "forward", diffstat{{{"x", 3, 1}, {"logo", {}, {}}}, true, diffstat::sums{2, 3, 1}}});
  const auto there = changes_view({.base = id('a'), .head = id('b'), .of_head = &built, .repository = {}});
  BOOST_TEST(json::serialize(there.at("files")) ==
             R"([{"path":"x","added":3,"removed":1},{"path":"logo","added":null,"removed":null}])");
  BOOST_TEST(there.at("files_truncated").as_bool());
  const auto back = changes_view({.base = id('b'), .head = id('a'), .of_base = &built, .repository = {}});
  BOOST_TEST(json::serialize(back.at("files").at(0)) == R"({"path":"x","added":1,"removed":3})");
  BOOST_TEST(json::serialize(back.at("totals")) == R"({"files":2,"added":1,"removed":3})");
  const auto other = changes_view({.base = id('c'), .head = id('b'), .of_head = &built, .repository = {}});
  BOOST_TEST(other.at("files").is_null());
  BOOST_TEST(other.at("totals").is_null());
  const auto same = changes_view({.base = id('b'), .head = id('b'), .of_head = &built, .repository = {}});
  BOOST_TEST(json::serialize(same.at("totals")) == R"({"files":0,"added":0,"removed":0})");
}

BOOST_AUTO_TEST_CASE(only_plain_repositories_of_github_are_compared_there) {
  const auto a = id('a'), b = id('b');
  const auto page = "https://github.com/acme/shop/compare/" + a + "..." + b;
  for (const char* url : {"https://github.com/acme/shop", "https://github.com/acme/shop.git",
                          "git@github.com:acme/shop.git", "ssh://git@github.com/acme/shop.git"})
    BOOST_TEST(compare_url(url, a, b) == page);
  for (const char* url : {"https://github.com.evil.org/acme/shop", "https://gitlab.com/acme/shop",
                          "https://github.com/acme", "https://github.com/acme/shop/tree", "file:///acme/shop",
                          "https://github.com/acme/..", "javascript:alert(1)", "https://github.com/a%2f/b"})
    BOOST_TEST(compare_url(url, a, b) == "");
  BOOST_TEST(compare_url("https://github.com/acme/shop", "main", b) == "");
}

BOOST_AUTO_TEST_CASE(before_a_deployment_was_what_was_live_when_it_was_planned) {
  event_log log;
  const auto place = environment_stream("shop", "production");
  const auto went_live = [&](const std::string& deployment, char letter) {
    log.append(at(place, environment_locked{deployment, "run", "rel_" + std::string(1, letter), {}}));
    log.append(at(place, environment_unlocked{deployment, "succeeded"}));
    log.append(at(place, release_went_live{deployment, "rel_" + std::string(1, letter), id(letter), {}}));
  };
  const auto before = [&](const std::string& deployment, std::int64_t requested) {
    return live_before_deployment(log.stream(place), deployment, requested).release;
  };
  BOOST_TEST(before("dep_1", 1) == "");
  went_live("dep_1", 'a');
  log.append(at(place, deployment_enqueued{"dep_3", "rel_c", id('c'), "push"}));
  BOOST_TEST(before("dep_3", 4) == "rel_a");
  went_live("dep_2", 'b');  // in between: it is this one that is replaced
  BOOST_TEST(before("dep_3", 4) == "rel_b");
  went_live("dep_3", 'c');
  went_live("dep_4", 'd');
  BOOST_TEST(before("dep_3", 4) == "rel_b");
  BOOST_TEST(before("dep_1", 1) == "");
  // It never came to wait for its turn: what was live when it was asked for.
  BOOST_TEST(before("dep_9", 6) == "rel_a");
}

BOOST_AUTO_TEST_CASE(a_history_reads_back_and_what_is_none_does_not) {
  auto one = past("b:a a:");
  one.compared.push_back({id('a'), "forward", diffstat{{{"x", 0, {}}}, false, diffstat::sums{1, 0, 0}}});
  const auto again = parse_history(to_document(one));
  BOOST_REQUIRE(again);
  BOOST_TEST(to_document(*again) == to_document(one));
  BOOST_TEST(again->compared[0].diff->files[0].added.value() == 0);
  BOOST_TEST(!again->compared[0].diff->files[0].removed);
  for (const char* text : {"", "[]", "{}", "{\"head\":1}", "{\"head\":\"a\",\"commits\":[1]}"})
    BOOST_TEST(!parse_history(text));
}

BOOST_AUTO_TEST_SUITE_END()
