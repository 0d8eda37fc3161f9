// What an environment's stream says: queue, lock, what is live, what it may go back to, what is quarantined.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/environment/events.hpp"

namespace eeveon {

struct environment_state {
  struct waiting_one {
    std::string deployment, release, commit, trigger;
    bool check_ref = false;
  };
  struct live_one {
    std::string deployment, release, commit;
    std::vector<std::string> nodes;
  };

  std::int64_t version = 0;
  std::vector<waiting_one> queue;  // first come, first served
  std::string locked_by, run;      // the deployment that runs now, and its run
  std::string running_release;     // what it brings, and where to
  std::vector<std::string> running_nodes;
  std::vector<live_one> live;  // releases that went live, oldest first; the last one runs now
  std::map<std::string, std::string> quarantine;  // commit -> deployment
  std::set<std::string> in_doubt;                 // nodes of which nobody knows what they run

  void apply(const recorded_event& event);

  bool busy() const { return !locked_by.empty(); }
  const live_one* current() const { return live.empty() ? nullptr : &live.back(); }
  // What a rollback without a name goes to: the newest release that was live before the current one, is
  // another, and is not quarantined.
  const live_one* previous() const;
  const live_one* find_live(std::string_view release) const;
};

}  // namespace eeveon
