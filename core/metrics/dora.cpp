#include "core/metrics/dora.hpp"

#include <algorithm>
#include <map>
#include <numeric>

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
dora_bucket to_bucket(timestamp from, heap h) {
  return {from,
          h.ended,
          h.rework,
          spread_of(std::move(h.lead_times)),
          spread_of(std::move(h.recoveries)),
          spread_of(std::move(h.durations))};
}

struct place_heap {
  heap whole;
  std::map<timestamp, heap> buckets;
};
using places = std::map<std::pair<std::string, std::string>, place_heap>;

std::vector<dora_place> to_places(places all) {
  std::vector<std::pair<dora_place, std::map<timestamp, heap>>> ordered;
  for (auto& [name, h] : all)
    ordered.emplace_back(
        dora_place{name.first, name.second, h.whole.ended, spread_of(std::move(h.whole.lead_times)),
                   spread_of(std::move(h.whole.durations)), std::nullopt},
        std::move(h.buckets));
  std::vector<std::size_t> busiest(ordered.size());
  std::iota(busiest.begin(), busiest.end(), std::size_t{0});
  std::ranges::sort(busiest, {},
                    [&](std::size_t i) { return std::pair(-ordered[i].first.ended.deployments, i); });
  std::size_t room = most_place_buckets;
  for (const auto i : busiest) {
    auto& [place, buckets] = ordered[i];
    if (buckets.size() > room) break;
    room -= buckets.size();
    place.buckets.emplace();
    for (auto& [from, h] : buckets) place.buckets->push_back(to_bucket(from, std::move(h)));
  }
  std::vector<dora_place> out;
  for (auto& one : ordered) out.push_back(std::move(one.first));
  return out;
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
  places by_place;
  heap all;
  for (const auto& one : judged) {
    add_shares(answer, one);
    all.add(one);
    const auto bucket = bucket_of({one.of.finished}, asked);
    auto& place = by_place[{one.of.project, one.of.environment}];
    place.whole.add(one);
    place.buckets[bucket].add(one);
    buckets[bucket].add(one);
  }
  answer.by_environment = to_places(std::move(by_place));
  answer.ended = all.ended;
  answer.lead_time = spread_of(std::move(all.lead_times));
  answer.recovery = spread_of(std::move(all.recoveries));
  answer.durations = spread_of(std::move(all.durations));
  const auto days = days_of(asked);
  answer.per_day = days > 0 ? static_cast<double>(answer.frequency) / days : 0;
  for (auto& [from, h] : buckets) answer.buckets.push_back(to_bucket(from, std::move(h)));
  return answer;
}

}  // namespace eeveon
