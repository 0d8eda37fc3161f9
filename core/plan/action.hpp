// What the performing of a step consists of: effects an action asks for, observations it is answered, and its
// verdict. Actions are pure (catalog/actions); workers/effects owns the one loop that performs.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/failure.hpp"
#include "core/node/events.hpp"
#include "core/plan/git_access.hpp"
#include "core/plan/plan.hpp"
#include "core/project/spec.hpp"

namespace eeveon {

// What a step may know beside its own arguments. The worker fills it; actions never look further.
struct step_context {
  std::string project, environment;  // environment: empty in build runs
  std::string run;                   // run_…
  std::string fence;                 // "epoch.position", refused by nodes when a higher one has been seen
  std::string release, commit;
  std::string incoming;  // folder the step's node got the release in, when that is done already
  std::optional<node_registered> node;           // the step's target, when it is a node
  std::vector<std::string> addresses;            // of every registered node: the only hosts a check may reach
  std::string data;                              // the worker's folder, absolute: git/, builds/, artifacts/
  std::vector<std::string> file_roots;           // file: repositories are allowed below these only
  git_access git;                                // how repositories are reached
  recipe build;                                  // applied recipe with the commit's .eeveon.yaml laid over it
  std::string config;                            // digest of both
  std::map<std::string, std::string> variables;  // given to build, test and checks on the worker
  std::vector<std::string> secrets;              // values that must not leave the worker in any output
};

// Effects. Limits are what the action thinks right; the step's own limit cuts them short.
struct run_program {
  std::vector<std::string> argv;
  std::string folder;  // empty: "/"
  std::map<std::string, std::string> variables;
  std::chrono::milliseconds limit{60000};
  std::int64_t output_cap = 10'000'000;  // bytes
  bool sandboxed = false;                // the program comes from a repository
  std::vector<std::string> writable;     // when sandboxed
  bool to_log = false;                   // its output is for people; otherwise it is data for the action
  // What of its output counts, when that is little: an observation is kept, and read again for each that
  // follows.
  std::string (*distil)(std::string_view output) = nullptr;
};
// A verb of the node's script on the step's node.
struct call_node {
  std::string verb;
  std::vector<std::string> args;
  std::chrono::milliseconds limit{30000};
};
// Sends the tree of an artifact of this worker into `to`, a folder below the node's root, reusing by hard
// link what is equal in `reuse` (another such folder; may be empty or missing).
struct send_tree {
  std::string artifact;  // digest, hex
  std::string to, reuse;
  std::chrono::milliseconds limit{30 * 60000};
};
// Makes an artifact of the folder `output` below `root` of this worker, see ports/artifact_store.hpp.
// Observed words: artifact digest, number of files, bytes; text: the manifest.
struct pack_tree {
  std::string root, output;
  std::vector<std::string> ignore;
  std::chrono::milliseconds limit{30 * 60000};
};
struct probe_http {
  std::string url;
  std::chrono::milliseconds timeout{5000};
};
struct probe_tcp {
  std::string host;
  int port = 0;
  std::chrono::milliseconds timeout{5000};
};
using effect = std::variant<run_program, call_node, send_tree, pack_tree, probe_http, probe_tcp>;

// What came of an effect.
struct observation {
  std::optional<failure> failed;   // it could not be performed, was refused, or may or may not have happened
  int code = 0;                    // exit code of a program, status of an HTTP answer
  std::string text;                // a program's output, an answer's body
  std::string errors;              // a program's stderr
  std::string advice;              // what a program that failed has met of its limits, and the fix
  std::vector<std::string> words;  // a node's answer
  bool timed_out = false, output_exceeded = false;
};

// Verdicts.
struct finished {
  json::object output;                 // becomes the event's
  std::vector<std::string> documents;  // to be stored under their SHA-256 with it
};
struct gave_up {
  std::string reason;  // one sentence for people
  bool final = false;  // trying again cannot help
};
struct outcome_unknown {
  std::string reason;
};
using decision = std::variant<effect, finished, gave_up, outcome_unknown>;

}  // namespace eeveon
