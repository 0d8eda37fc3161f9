// Of which nodes nobody knows what they run, as an environment's row tells it.
#include "core/environment/events.hpp"
#include "tests/core/projections/view_story.hpp"

using namespace eeveon;
using namespace eeveon::test;
using namespace eeveon::spec;

BOOST_AUTO_TEST_SUITE(doubts_that_people_read)

BOOST_AUTO_TEST_CASE(nodes_are_in_doubt_until_one_of_the_two_releases_is_certain_there) {
  view_story s;
  s.given({applied(), node_in("node-1"), node_in("node-2"), went_live("dep_1", "rel_1", a),
           at(production, nodes_in_doubt{"dep_2", "rel_2", b, "going back failed", {"node-1", "node-2"}})});
  s.environment(R"({"doubt":{"deployment":"dep_2","commit":")" + b +
                R"(","reason":"going back failed","since":"2027-01-15T08:00:05.000Z",)"
                R"("nodes":["node-1","node-2"]}})");
  s.given({at(production, nodes_in_doubt{"dep_3", "rel_3", c, "again", {"node-1"}})});
  s.environment(R"({"doubt":{"deployment":"dep_3","nodes":["node-1","node-2"]}})");
  s.given({went_live("dep_4", "rel_4", a)}).environment(R"({"doubt":{"nodes":["node-2"]}})");
  s.given({at(production, doubt_settled{"dep_5", {"node-2"}})});
  BOOST_TEST(!s.fold.environments().at("shop/production").doubt.has_value());
  s.given({at(production, nodes_in_doubt{"dep_6", "rel_6", c, "again", {"node-2"}}),
           at(node_stream("node-2"), node_removed{"node-2"})});
  BOOST_TEST(!s.fold.environments().at("shop/production").doubt.has_value());
}

BOOST_AUTO_TEST_CASE(a_doubt_outlasts_its_nodes_absence) {
  view_story s;
  const auto doubt = [&]() -> const auto& { return s.fold.environments().at("shop/production").doubt; };
  const auto gone = at(node_stream("node-2"), node_removed{"node-2"});
  // As a server does at its start: the stored rows, and what the log says of projects and nodes.
  const auto restart = [&] {
    views again;
    for (const auto& [key, row] : s.fold.environments())
      again.load({"environment", key}, json::serialize(to_row_json(row)));
    for (const auto& [key, row] : s.fold.nodes())
      again.load({"node", key}, json::serialize(to_row_json(row)));
    for (const auto& e : s.log.all()) again.known().apply(e);
    s.fold = std::move(again);
  };
  s.given({applied(), node_in("node-1"), node_in("node-2"), went_live("dep_1", "rel_1", a),
           at(production, nodes_in_doubt{"dep_2", "rel_2", b, "cut off", {"node-1", "node-2"}}), gone});
  s.environment(R"({"doubt":{"deployment":"dep_2","nodes":["node-1"]}})");
  s.given({node_in("node-2")}).environment(R"({"doubt":{"nodes":["node-1","node-2"]}})");

  s.given({gone, went_live("dep_3", "rel_1", a)});
  BOOST_TEST(!doubt().has_value());
  restart();
  s.given({node_in("node-2")}).environment(R"({"doubt":{"deployment":"dep_2","nodes":["node-2"]}})");
  s.given({at(node_stream("node-2"), node_registered{.name = "node-2", .groups = {"elsewhere"}})});
  BOOST_TEST(!doubt().has_value());
  s.given({node_in("node-2")}).environment(R"({"doubt":{"nodes":["node-2"]}})");

  s.given({gone, at(production, doubt_settled{"dep_4", {"node-2"}}), node_in("node-2")});
  BOOST_TEST(!doubt().has_value());
}

BOOST_AUTO_TEST_CASE(a_row_stored_before_doubts_were_kept_tells_its_doubt_on) {
  view_story s;
  s.given({applied(), node_in("node-1")});
  auto row = to_row_json(s.fold.environments().at("shop/production"));
  row["doubt"] = json::parse(R"({"deployment":"dep_2","commit":"c","nodes":["node-1"]})");
  s.fold.load({"environment", "shop/production"}, json::serialize(row));
  s.given({node_in("node-2")}).environment(R"({"doubt":{"deployment":"dep_2","nodes":["node-1"]}})");
}

BOOST_AUTO_TEST_SUITE_END()
