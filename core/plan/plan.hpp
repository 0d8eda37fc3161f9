// A plan: ordered stages of steps that run side by side. Pure data; its digest is what is shown, approved and
// run.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/failure.hpp"
#include "core/node/events.hpp"

namespace eeveon {

namespace json = boost::json;

// What may be done after a crash between a step's start and its result.
enum class step_class {
  idempotent,    // run again with the same key
  reconcilable,  // probe first, act only on a difference
  at_most_once,  // never again by itself: unknown outcome needs a probe or a person
};

struct step {
  std::string id;      // unique in the plan and stable: "switch@node-1", "fetch@worker"
  std::string action;  // a name of catalog/actions/list.inc
  std::string target;  // a node's name, or "worker"
  json::object args;   // typed by the action
  step_class cls = step_class::reconcilable;
  int attempts = 1;                        // at most so many in all
  bool optional = false;                   // its failure is told, but neither stops nor undoes anything
  std::chrono::milliseconds backoff{0};    // before the second attempt, doubled each time
  std::chrono::milliseconds limit{60000};  // wall clock of one attempt
};

struct stage {
  std::string name;
  std::vector<step> steps;
};

struct plan {
  std::string kind;  // "build", "deploy", "undo"
  std::vector<node_registered>
      nodes;  // as they were when the plan was made: what is approved is what is reached
  std::vector<stage> stages;

  const step* find(std::string_view id) const;
  const node_registered* node(std::string_view name) const;
};

const char* to_string(step_class cls);

// JSON with sorted keys and no spaces: the bytes the digest is taken over and the `documents` row holds.
std::string canonical_json(const plan& value);
std::string canonical_json(const json::value& value);
result<plan> parse_plan(std::string_view text);
digest digest_of(const plan& value);

}  // namespace eeveon
