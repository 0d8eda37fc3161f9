// How software comes to its users, counted as dora.dev counts it: five figures over a list of deployments,
// with the definition of each beside it. Pure: what is counted is given.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.hpp"

namespace eeveon {

// Of which commits a change's lead times are: of its head, as no build has noted its history; of its head, as
// it is the first of its environment that is known; of all that it newly brought; of those that are known, as
// the history noted does not reach back to what was there before.
enum class lead_source { head, first, commits, cut };
std::string_view to_text(lead_source from);

// A deployment that has ended. Moments are microseconds since 1970; 0: there is none.
struct delivered_change {
  std::string id, project, environment, commit, status;
  std::string message;         // of its commit, for those who read a list
  std::string release;         // whose build may have noted its history
  std::string rolled_back_by;  // the deployment that took it back
  bool rollback = false;       // a person's ask to go back
  bool switched = false;       // of one that failed: nodes may run it
  std::int64_t started = 0, finished = 0;
  std::int64_t undo = 0;                  // since when its nodes were being put back
  std::vector<std::int64_t> committed{};  // when its commits were made: its head, or all it newly brought
  lead_source lead_from = lead_source::head;
};

struct dora_question {
  timestamp from, to;  // of the ends counted; `to` exclusive
  enum class bucket { automatic, day, week } size = bucket::automatic;
};

// What one deployment counts for. Spans are microseconds.
struct judged_change {
  delivered_change of;
  bool reached = false;  // nodes: it is one of those that may be rework
  bool changed = false;  // another commit runs than before
  bool failed = false;   // it did harm
  bool rework = false;
  bool open = false;                       // its harm is not mended yet
  std::optional<std::int64_t> recovered;   // how long its harm lasted
  std::optional<std::int64_t> took;        // of one that succeeded: its run
  std::vector<std::int64_t> lead_times{};  // one for each commit it brought
  std::int64_t negative_lead_times = 0;    // of those: counted as 0
  bool commits_unknown = false;            // it brought some; when they were made is not known
};

struct spread {
  std::optional<std::int64_t> median_ms, p90_ms;
  std::int64_t count = 0;
};
spread spread_of(std::vector<std::int64_t> values_us);

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
  // Those in which any of its deployments ended; none where the answer has no room for them.
  std::optional<std::vector<dora_bucket>> buckets;
};
// Of the buckets of all places together an answer has at most so many: the busiest places have theirs.
inline constexpr std::size_t most_place_buckets = 10'000;

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
  std::int64_t head_alone = 0, histories_cut = 0;  // deployments, by where their lead times are from
};

// What each deployment that ended within the time counts for, by environment in the order in which they
// ended. `changes`: in any order, those before `from` and after `to` too, as far as they are known: they tell
// what was live before, and when what failed was mended.
std::vector<judged_change> judge_changes(std::vector<delivered_change> changes, const dora_question& asked);

dora_answer count_dora(const std::vector<judged_change>& judged, const dora_question& asked);

// The beginning of the bucket that the moment belongs to, in the buckets that the question is answered in.
timestamp bucket_of(timestamp when, const dora_question& asked);

// The figures whose deployments can be listed, by their names in the answer.
constexpr std::array<std::string_view, 7> dora_figures{
    "lead_time", "frequency", "recovery", "change_fail_rate", "rework_rate", "success_rate", "durations"};
// Does the deployment stand behind the figure? Of rates: those that are their part, not all they are of.
bool is_behind(std::string_view figure, const judged_change& judged);

// Name of a figure in the answer, and what it means, in words.
const std::vector<std::pair<std::string, std::string>>& dora_definitions();

}  // namespace eeveon
