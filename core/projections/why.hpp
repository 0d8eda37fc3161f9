// Why a node runs what it runs: which release, since when, and what led to it, in words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/events/codec.hpp"

namespace eeveon {

struct node_story {
  struct version {
    std::string release, commit, deployment, reason;  // reason: why it is in doubt
    timestamp since;
    std::int64_t position = 0;  // of the event that says so
  };
  std::string node;
  std::optional<version> runs;   // what went live there last
  std::optional<version> maybe;  // what it may run instead: going back has failed there
  bool behind = false;           // another release has gone live since, elsewhere
};

// What each of `nodes` runs by what its environment's stream says.
std::vector<node_story> node_stories(const std::vector<recorded_event>& environment,
                                     const std::vector<std::string>& nodes);

// One link of the chain of causes as a sentence. `worker`: who has built, when that is told of.
std::string told_link(const recorded_event& event, const std::string& worker = {});

// {position, type, at, actor, text} of each event, the latest first.
json::array chain_view(std::vector<recorded_event> events, const std::string& worker);

}  // namespace eeveon
