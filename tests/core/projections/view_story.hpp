// Facts told to the views, and the rows that are expected then.
#pragma once

#include "core/deployment/events.hpp"
#include "core/node/events.hpp"
#include "core/project/events.hpp"
#include "core/projections/views.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"
#include "tests/support/spec.hpp"

namespace eeveon::test {

using namespace spec;

inline const std::string a(40, 'a'), b(40, 'b'), c(40, 'c');
inline const std::string production = "env-shop/production";

struct view_story {
  views fold;
  event_log log;
  view_story& given(const std::vector<fact>& facts) {
    for (const auto& f : facts) fold.apply(log.append(f, "gate"));
    return *this;
  }
  // Compares what `expected` names with the row; other keys may stand there.
  template <class Rows>
  void row(const Rows& rows, const std::string& key, std::string_view expected) {
    const auto found = rows.find(key);
    BOOST_REQUIRE_MESSAGE(found != rows.end(), "there is no row " + key);
    const auto got = to_row_json(found->second);
    BOOST_TEST(agrees(json::parse(json::string_view(expected.data(), expected.size())), json::value(got)),
               "expected " << expected << "\ngot      " << json::serialize(got));
  }
  void deployment(const std::string& id, std::string_view expected) { row(fold.deployments(), id, expected); }
  void release(const std::string& id, std::string_view expected) { row(fold.releases(), id, expected); }
  void environment(std::string_view expected) { row(fold.environments(), "shop/production", expected); }
  void node(const std::string& name, std::string_view expected) { row(fold.nodes(), name, expected); }
  void project(std::string_view expected) { row(fold.projects(), "shop", expected); }
};

inline fact applied(const char* more = "") {
  const auto spec =
      std::string(
          R"({"project":"shop","repository":"https://github.com/acme/shop","environments":{"production":{"deploy_on":{"push":"main"},"nodes":{"group":"web"}})") +
      more + "}}";
  return at("project-shop", project_applied{"shop", json::parse(spec).as_object()});
}
inline fact node_in(const std::string& name) {
  return at(node_stream(name),
            node_registered{
                .name = name, .kind = "local", .address = "127.0.0.2", .root = "/srv", .groups = {"web"}});
}
inline fact requested(const std::string& id, const std::string& commit, std::string trigger = "push") {
  return at(deployment_stream(id), deployment_requested{.deployment = id,
                                                        .project = "shop",
                                                        .environment = "production",
                                                        .commit = commit,
                                                        .ref = "refs/heads/main",
                                                        .trigger = std::move(trigger),
                                                        .message = "Say hello",
                                                        .author = "Ada"});
}
inline fact went_live(const std::string& deployment, const std::string& release, const std::string& commit,
                      bool back = false) {
  return at(production, release_went_live{deployment, release, commit, {"node-1"}, back});
}

}  // namespace eeveon::test
