// The board of a fold that has forgotten, and of one that was written down and read back.
#include "core/projections/board.hpp"

#include "core/environment/events.hpp"
#include "tests/core/projections/view_story.hpp"

using namespace eeveon;
using namespace eeveon::test;
using namespace eeveon::spec;

namespace {

view_story sixty_deployments() {
  view_story s;
  s.given({node_in("node-1"), applied()});
  for (int i = 0; i < 60; ++i) {
    const auto id = "dep_" + std::to_string(i);
    s.given({requested(id, a), at(production, deployment_enqueued{id, "rel_1", a, "push"}),
             at(deployment_stream(id), deployment_failed{"s", "no", false})});
  }
  return s;
}

std::string board(const views& of) { return json::serialize(board_of(of, 7, {1'800'000'000'000'000})); }

}  // namespace

BOOST_AUTO_TEST_SUITE(boards)

BOOST_AUTO_TEST_CASE(what_a_fold_forgets_is_not_what_it_shows) {
  auto s = sixty_deployments();
  const auto before = board(s.fold);
  s.fold.trim(10, board_deployments);
  BOOST_TEST(s.fold.deployments().size() == board_deployments);
  BOOST_TEST(board(s.fold) == before);
}

BOOST_AUTO_TEST_CASE(a_fold_is_written_down_and_read_back) {
  const auto s = sixty_deployments();
  auto again = views::read(s.fold.write()).value();
  BOOST_TEST(board(again) == board(s.fold));
  // And goes on as the other does: it knows who serves where.
  auto first = s.fold;
  const fact gone = at(node_stream("node-1"), node_removed{"node-1"});
  recorded_event event{.position = 1000, .stream = gone.stream, .version = 2};
  event.type = gone.event.type, event.data = gone.event.data;
  first.apply(event), again.apply(event);
  BOOST_TEST(board(again) == board(first));
  BOOST_TEST(board(again) != board(s.fold));
}

BOOST_AUTO_TEST_CASE(what_is_not_a_whole_fold_is_not_read) {
  const auto text = sixty_deployments().fold.write();
  for (const auto& damaged : {std::string(), std::string("{}"), text.substr(0, text.size() / 2)})
    BOOST_TEST(to_string(views::read(damaged).error().code) == "corrupt");
}

BOOST_AUTO_TEST_SUITE_END()
