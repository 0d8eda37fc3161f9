// The applied spec of a project, and the part of it that may stand in the repository as .eeveon.yaml (the
// recipe).
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/failure.hpp"

namespace eeveon {

namespace json = boost::json;
using argv_list = std::vector<std::vector<std::string>>;

struct recipe {
  argv_list build;
  std::string output;  // folder of the build's result, relative; empty: the whole tree
  std::chrono::milliseconds time_limit{15 * 60000};  // of each of build and test
  std::int64_t output_limit = 10'000'000;            // bytes of log
  argv_list test;
  argv_list hooks_before, hooks_after;     // on each node, in the release's folder
  std::vector<std::string> shared;         // kept between releases, relative to the release
  std::vector<std::string> ignore;         // beside .deployignore
  std::optional<std::string> health_path;  // replaces the path of the environment's http check
  // Where submodules may come from, see core/repository/submodule.hpp; empty: none are fetched. Of the
  // applied spec alone: a commit names its submodules itself.
  std::vector<std::string> submodules;
};

struct health_check {
  std::string http;  // URL with {node}; or
  std::string tcp;   // host:port with {node}; or
  std::vector<std::string> command;
  std::string command_on = "node";  // "node", "worker"
  int attempts = 3;
  std::chrono::milliseconds backoff{1000};  // doubled each time
  std::chrono::milliseconds timeout{5000};
  bool none() const { return http.empty() && tcp.empty() && command.empty(); }
};

struct environment_spec {
  std::string name;
  std::vector<std::string> push;   // branch names or whole refs; a branch name means refs/heads/NAME
  bool on_release = false;         // deploy_on: { release: published }
  std::string group;               // nodes: { group: … }
  std::vector<std::string> names;  // nodes: { names: […] }
  std::string strategy = "all_at_once";
  std::string queue = "supersede";  // "queue", "refuse"
  health_check health;
};

struct project_spec {
  std::string name, repository;
  std::optional<std::chrono::milliseconds> poll;  // ask the repository every so often
  std::string
      webhook;  // "/hooks/github/acme": the only hook that may speak for it; empty: the first that does
  recipe build;
  int keep = 5;
  std::vector<environment_spec> environments;  // in the order written

  const environment_spec* find(std::string_view environment) const;
};

// Checks and reads a spec. errc::invalid names the field ("environments.production.health.attempts") and the
// fix; unknown keys come with a suggestion, keys of features that are not there yet are refused by name.
result<project_spec> parse_spec(const json::value& from);
// Everything that is wrong with it, at most twenty places; parse_spec tells the first. Empty: nothing is.
std::vector<failure> spec_mistakes(const json::value& from);

// Lays the repository's .eeveon.yaml (already JSON) over the applied recipe. Only recipe keys may stand in
// it.
result<recipe> merge_recipe(const recipe& applied, const json::value& from_repository);

json::object to_json(const recipe& value);  // the same keys as in the spec
result<recipe> parse_recipe(const json::object& from);

// The whole ref a push rule means: "main" -> refs/heads/main, "refs/tags/v1" as it is.
std::string whole_ref(std::string_view rule);

}  // namespace eeveon
