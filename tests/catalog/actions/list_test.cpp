// The whole list at once: what must hold for every action, those to come included.
#include "tests/catalog/actions/told.hpp"

using namespace eeveon;
using namespace eeveon::told;

namespace {

// Asks until there is a verdict, as the performer does; tells how many effects it took.
int play(const action& a, const step& what, const step_context& context, const observation& always) {
  std::vector<observation> seen;
  while (seen.size() < 50) {
    const auto said = a.next(what, context, seen);
    if (!std::holds_alternative<effect>(said)) return static_cast<int>(seen.size());
    if (const auto* program = std::get_if<run_program>(&std::get<effect>(said))) {
      BOOST_TEST(!program->argv.empty());
      BOOST_TEST((program->limit.count() > 0));
      BOOST_TEST(program->argv.front() != "sh");
    }
    seen.push_back(always);
  }
  return 50;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_list_of_actions)

BOOST_AUTO_TEST_CASE(every_action_is_found_by_its_name_and_says_what_it_is_for) {
  BOOST_TEST(actions().size() == 14u);
  for (const auto& a : actions()) {
    BOOST_TEST(find_action(a.name) == &a);
    BOOST_TEST(a.about.size() > 20u);
    BOOST_TEST(a.about.ends_with("."));
  }
  for (const char* unknown : {"", "a", "zzz", "buil", "build ", "Build"})
    BOOST_TEST(find_action(unknown) == nullptr);
}

BOOST_AUTO_TEST_CASE(every_action_comes_to_a_verdict_whatever_it_is_given) {
  const std::vector<json::object> odd_args{
      {},
      {{"release", 7},
       {"artifact", nullptr},
       {"shared", "x"},
       {"keep", "5"},
       {"protect", json::array{1, nullptr}},
       {"argv", json::array{}},
       {"http", 1},
       {"tcp", json::array{}},
       {"timeout_ms", "5"},
       {"repository", 1},
       {"ref", json::object{}},
       {"commit", 1},
       {"from", "x"},
       {"bytes", -1}},
      {{"repository", "https://github.com/acme/shop"},
       {"ref", "refs/heads/main"},
       {"commit", std::string(40, 'a')},
       {"from", json::array{"https://github.com/acme/*"}},
       {"argv", json::array{"x"}},
       {"release", "rel_1"},
       {"artifact", "dd"},
       {"timeout_ms", 9223372036854775807}},
      {{"http", "http://{node}/"}, {"timeout_ms", -5}, {"argv", json::array{"", "\n"}}}};
  auto bare = a_context();
  bare.node.reset(), bare.environment.clear(), bare.addresses.clear(), bare.file_roots.clear();
  auto busy = a_context();
  busy.build.build = {{"make"}}, busy.build.test = {{"make"}, {"make"}};
  auto late = ended(1);
  late.timed_out = late.output_exceeded = true;
  const std::vector<observation> answers{ended(0),
                                         ended(1, "x\ny", "fatal: "),
                                         ended(-1),
                                         answered({}),
                                         answered({"yes"}),
                                         answered({"a", "b", "c", "d"}),
                                         answered({"1", "2", "3"}),
                                         failed(errc::unavailable),
                                         failed(errc::unknown_outcome),
                                         failed(errc::not_found),
                                         late};
  for (const auto& a : actions())
    for (const auto& args : odd_args)
      for (const auto& context : {a_context(), bare, busy})
        for (const auto& answer : answers)
          BOOST_TEST(play(a, a_step(args), context, answer) < 50, a.name << " does not come to a verdict");
}

BOOST_AUTO_TEST_SUITE_END()
