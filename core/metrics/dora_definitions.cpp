#include "core/metrics/dora.hpp"

namespace eeveon {

const std::vector<std::pair<std::string, std::string>>& dora_definitions() {
  static const std::vector<std::pair<std::string, std::string>> all{
      {"lead_time",
       "Change lead time: from when a commit was made to the end of the deployment that first made it live "
       "in the environment. Every commit that a deployment newly brought counts for itself, as far as "
       "builds have noted them; where none has, its head alone. Redeployments and rollbacks bring no change "
       "and are left out; a commit made after its deployment, by a clock that is wrong, counts as 0 and is "
       "flagged."},
      {"frequency",
       "Deployment frequency: deployments that succeeded and made another commit live than before. Rollbacks "
       "and "
       "redeployments of the same commit do not count; per day is over the whole days asked for."},
      {"recovery",
       "Failed deployment recovery time (also asked for as MTTR): from when a deployment did harm to the "
       "next healthy "
       "state of its environment. Put back by itself: from the beginning to the end of its undo. Taken back "
       "by a "
       "person, or failed while going back: from its end to the next deployment or rollback that succeeded. "
       "It stands "
       "at the time of the failure; open ones are not mended yet."},
      {"change_fail_rate",
       "Change fail rate: of the deployments that reached nodes (rollbacks left out), those that were put "
       "back by "
       "themselves, failed while going back, or were taken back by a person. What fails before any node "
       "switches "
       "harms nobody and does not count."},
      {"rework_rate",
       "Deployment rework rate: of the deployments that reached nodes (rollbacks included), the unplanned "
       "ones: "
       "rollbacks by a person, and the first other deployment after each failure, which is taken for its "
       "fix."},
      {"success_rate",
       "Of the deployments that succeeded, failed or were rolled back, those that succeeded."},
      {"durations",
       "From when a worker took on the run of a deployment that succeeded to its end: waiting is left out."},
      {"buckets",
       "By the time a deployment ended, in days of UTC, or in weeks from Monday when more than 62 days are "
       "asked for; "
       "recovery by the time of the failure. Medians are the middle value, the 90th percentile is the "
       "nearest rank."},
      {"environments",
       "Each environment is counted for itself and then added: a commit that goes through two of them is two "
       "deployments and has two lead times. Ask for one environment to see what reaches its users."},
  };
  return all;
}

}  // namespace eeveon
