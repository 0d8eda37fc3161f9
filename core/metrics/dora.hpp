// How software comes to its users, counted as dora.dev counts it: five figures over a list of deployments,
// with the definition of each beside it. Pure: what is counted is given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/time.hpp"

namespace eeveon {

// A deployment that has ended. Moments are microseconds since 1970; 0: there is none.
struct delivered_change {
  std::string id, project, environment, commit, status;
  std::string rolled_back_by;  // the deployment that took it back
  bool rollback = false;       // a person's ask to go back
  bool switched = false;       // of one that failed: nodes may run it
  std::int64_t started = 0, finished = 0;
  std::int64_t undo = 0;                  // since when its nodes were being put back
  std::vector<std::int64_t> committed{};  // when its commits were made: its head, or all it newly brought
};

struct dora_question {
  timestamp from, to;  // of the ends counted; `to` exclusive
  enum class bucket { automatic, day, week } size = bucket::automatic;
};

struct spread {
  std::optional<std::int64_t> median_ms, p90_ms;
  std::int64_t count = 0;
};
struct share {
  std::int64_t part = 0, of = 0;
  std::optional<double> rate() const {
    return of == 0 ? std::nullopt : std::optional(static_cast<double>(part) / static_cast<double>(of));
  }
};

// Ends counted by status. `other`: cancelled, superseded, expired.
struct outcomes {
  std::int64_t deployments = 0, succeeded = 0, failed = 0, rolled_back = 0, other = 0;
  std::optional<double> success_rate() const {
    return share{succeeded, succeeded + failed + rolled_back}.rate();
  }
};

struct dora_bucket {
  timestamp from;
  outcomes ended;
  std::int64_t rework = 0;
  spread lead_time, recovery, duration;
};
struct dora_place {
  std::string project, environment;
  outcomes ended;
  spread lead_time, duration;
};

struct dora_answer {
  bool weekly = false;
  spread lead_time, recovery, durations;
  std::int64_t open = 0;  // failures not recovered from yet
  std::int64_t frequency = 0;
  double per_day = 0;
  share change_fail, rework;
  outcomes ended;
  std::vector<dora_bucket> buckets;
  std::vector<dora_place> by_environment;
  std::int64_t negative_lead_times = 0, unknown_commit_times = 0;
};

// `changes`: in any order, those before `from` and after `to` too, as far as they are known: they tell what
// was live before, and when what failed was mended. Only what ended within the time is counted.
dora_answer count_dora(std::vector<delivered_change> changes, const dora_question& asked);

// Name of a figure in the answer, and what it means, in words.
const std::vector<std::pair<std::string, std::string>>& dora_definitions();

}  // namespace eeveon
