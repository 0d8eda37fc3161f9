#include "core/metrics/dora.hpp"

#include <algorithm>
#include <map>

namespace eeveon {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
constexpr int most_daily = 62;  // days; more are shown by week

// What is gathered for one figure's place: the whole time, a bucket, an environment.
struct heap {
  outcomes ended;
  std::int64_t rework = 0;
  std::vector<std::int64_t> lead_times, recoveries, durations;

  void add(const judged_change& judged) {
    const auto& status = judged.of.status;
    ++ended.deployments;
    ++(status == "succeeded"     ? ended.succeeded
       : status == "failed"      ? ended.failed
       : status == "rolled_back" ? ended.rolled_back
                                 : ended.other);
    rework += judged.rework;
    lead_times.insert(lead_times.end(), judged.lead_times.begin(), judged.lead_times.end());
    if (judged.recovered) recoveries.push_back(*judged.recovered);
    if (judged.took) durations.push_back(*judged.took);
  }
};

void add_shares(dora_answer& to, const judged_change& judged) {
  to.open += judged.open;
  to.frequency += judged.changed;
  to.rework.of += judged.reached;
  to.rework.part += judged.rework;
  to.change_fail.of += judged.reached && !judged.of.rollback;
  to.change_fail.part += judged.failed;
  to.negative_lead_times += judged.negative_lead_times;
  to.unknown_commit_times += judged.commits_unknown;
  if (judged.lead_times.empty()) return;
  to.head_alone += judged.of.lead_from == lead_source::head;
  to.histories_cut += judged.of.lead_from == lead_source::cut;
}

double days_of(const dora_question& asked) {
  return static_cast<double>(asked.to.us - asked.from.us) / day_us;
}
bool is_weekly(const dora_question& asked) {
  return asked.size == dora_question::bucket::week ||
         (asked.size == dora_question::bucket::automatic && days_of(asked) > most_daily);
}
std::int64_t day_of(std::int64_t when) { return when / day_us * day_us; }
// 1970-01-01 was a Thursday; weeks begin on Mondays.
std::int64_t week_of(std::int64_t when) {
  return (when + 3 * day_us) / (7 * day_us) * (7 * day_us) - 3 * day_us;
}

}  // namespace

spread spread_of(std::vector<std::int64_t> values_us) {
  spread out{.count = std::ssize(values_us)};
  if (values_us.empty()) return out;
  std::ranges::sort(values_us);
  const auto size = values_us.size();
  const auto upper = values_us[size / 2];
  const auto middle = size % 2 == 1 ? upper : (values_us[size / 2 - 1] + upper) / 2;
  out.median_ms = middle / 1000;
  out.p90_ms = values_us[(size * 9 + 9) / 10 - 1] / 1000;  // nearest rank
  return out;
}

timestamp bucket_of(timestamp when, const dora_question& asked) {
  return {is_weekly(asked) ? week_of(when.us) : day_of(when.us)};
}

dora_answer count_dora(const std::vector<judged_change>& judged, const dora_question& asked) {
  dora_answer answer{.weekly = is_weekly(asked)};
  const auto step = answer.weekly ? 7 * day_us : day_us;
  std::map<timestamp, heap> buckets;
  for (auto at = bucket_of(asked.from, asked); at < asked.to; at.us += step) buckets[at];
  std::map<std::pair<std::string, std::string>, heap> places;
  heap all;
  for (const auto& one : judged) {
    add_shares(answer, one);
    all.add(one);
    places[{one.of.project, one.of.environment}].add(one);
    buckets[bucket_of({one.of.finished}, asked)].add(one);
  }
  for (auto& [place, h] : places)
    answer.by_environment.push_back({place.first, place.second, h.ended, spread_of(std::move(h.lead_times)),
                                     spread_of(std::move(h.durations))});
  answer.ended = all.ended;
  answer.lead_time = spread_of(std::move(all.lead_times));
  answer.recovery = spread_of(std::move(all.recoveries));
  answer.durations = spread_of(std::move(all.durations));
  const auto days = days_of(asked);
  answer.per_day = days > 0 ? static_cast<double>(answer.frequency) / days : 0;
  for (auto& [from, h] : buckets)
    answer.buckets.push_back({from, h.ended, h.rework, spread_of(std::move(h.lead_times)),
                              spread_of(std::move(h.recoveries)), spread_of(std::move(h.durations))});
  return answer;
}

}  // namespace eeveon
