#include "core/metrics/dora.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <unordered_set>

namespace eeveon {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
constexpr int most_daily = 62;  // days; more are shown by week

spread spread_of(std::vector<std::int64_t>& values_us) {
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

// What is gathered for one figure's place: the whole time, a bucket, an environment.
struct heap {
  outcomes ended;
  std::int64_t rework = 0;
  std::vector<std::int64_t> lead_times, recoveries, durations;
};

// One environment's deployments in the order in which they ended.
class environment_count {
 public:
  environment_count(const dora_question& asked, dora_answer& answer, heap& all, heap& own,
                    std::map<std::int64_t, heap>& buckets, std::int64_t (*bucket_of)(std::int64_t))
      : asked_(asked), answer_(answer), all_(all), own_(own), buckets_(buckets), bucket_of_(bucket_of) {}

  void take(const delivered_change& change) {
    into_ = is_counted(change.finished) ? &buckets_[bucket_of_(change.finished)] : nullptr;
    count_end(change);
    const bool live = change.status == "succeeded";
    const bool harmed = change.status == "rolled_back" || (change.status == "failed" && change.switched);
    if (!live && !harmed) return;
    count_rework(change, live, harmed);
    if (live || change.status == "rolled_back") recover(change.finished, !live);
    if (harmed || (live && !change.rolled_back_by.empty() && !change.rollback)) fail(change, harmed);
    if (live) go_live(change);
    if (into_ && !change.rollback) ++answer_.change_fail.of;
  }

  // What is still not mended is counted as open.
  void close() {
    for (const auto& failure : open_) answer_.open += failure.into != nullptr;
  }

 private:
  struct failure {
    std::int64_t since;
    heap* into;  // null: it is not counted
    bool doubt;  // its own undo failed: any deployment that puts its nodes in order mends it
  };

  bool is_counted(std::int64_t when) const { return when >= asked_.from.us && when < asked_.to.us; }

  template <class Count>
  void in_each(heap* bucket, Count count) {
    count(all_), count(own_), count(*bucket);
  }

  void count_end(const delivered_change& change) {
    if (!into_) return;
    in_each(into_, [&](heap& h) {
      ++h.ended.deployments;
      ++(change.status == "succeeded"     ? h.ended.succeeded
         : change.status == "failed"      ? h.ended.failed
         : change.status == "rolled_back" ? h.ended.rolled_back
                                          : h.ended.other);
      if (change.status == "succeeded" && change.started > 0)
        h.durations.push_back(std::max<std::int64_t>(0, change.finished - change.started));
    });
  }

  // A rollback mends by itself; the next change after a failure is the fix that follows it.
  void count_rework(const delivered_change& change, bool live, bool harmed) {
    const bool fix = change.rollback ? live : std::exchange(fix_awaited_, false);
    if (into_) {
      ++answer_.rework.of;
      if (fix) ++answer_.rework.part, in_each(into_, [](heap& h) { ++h.rework; });
    }
    if (harmed || (change.rollback && live)) fix_awaited_ = true;
  }

  void fail(const delivered_change& change, bool harmed) {
    if (change.rollback) return;  // what it was to mend is open anyway
    if (into_) ++answer_.change_fail.part;
    if (harmed && change.status == "rolled_back") {
      // Its own undo has mended it by the time it ends.
      const auto since = change.undo > 0 ? change.undo : change.started;
      if (into_ && since > 0)
        in_each(into_,
                [&](heap& h) { h.recoveries.push_back(std::max<std::int64_t>(0, change.finished - since)); });
      return;
    }
    open_.push_back({change.finished, into_, harmed});
  }

  void recover(std::int64_t at, bool doubts_only) {
    std::erase_if(open_, [&](const failure& one) {
      if (doubts_only && !one.doubt) return false;
      if (one.into) in_each(one.into, [&](heap& h) { h.recoveries.push_back(at - one.since); });
      return true;
    });
  }

  void go_live(const delivered_change& change) {
    const bool first = seen_.empty();
    const bool again = change.commit == live_;
    const bool brought = !change.commit.empty() && seen_.insert(change.commit).second;
    live_ = change.commit;
    if (!into_ || change.rollback || again) return;
    ++answer_.frequency;
    // Before the first one nothing was there: its whole history is no change that somebody waited for.
    if (!brought) return;
    const auto commits = first && change.committed.size() > 1
                             ? std::vector{std::ranges::max(change.committed)}
                             : change.committed;
    if (commits.empty()) ++answer_.unknown_commit_times;
    for (const auto made : commits) {
      auto waited = change.finished - made;
      if (waited < 0) waited = 0, ++answer_.negative_lead_times;
      in_each(into_, [&](heap& h) { h.lead_times.push_back(waited); });
    }
  }

  const dora_question& asked_;
  dora_answer& answer_;
  heap &all_, &own_;
  std::map<std::int64_t, heap>& buckets_;
  std::int64_t (*bucket_of_)(std::int64_t);
  heap* into_ = nullptr;
  std::string live_;
  std::unordered_set<std::string> seen_;
  std::vector<failure> open_;
  bool fix_awaited_ = false;
};

std::int64_t day_of(std::int64_t when) { return when / day_us * day_us; }
// 1970-01-01 was a Thursday; weeks begin on Mondays.
std::int64_t week_of(std::int64_t when) {
  return (when + 3 * day_us) / (7 * day_us) * (7 * day_us) - 3 * day_us;
}

}  // namespace

dora_answer count_dora(std::vector<delivered_change> changes, const dora_question& asked) {
  dora_answer answer;
  const auto days = static_cast<double>(asked.to.us - asked.from.us) / day_us;
  answer.weekly = asked.size == dora_question::bucket::week ||
                  (asked.size == dora_question::bucket::automatic && days > most_daily);
  const auto bucket_of = answer.weekly ? week_of : day_of;
  const auto step = answer.weekly ? 7 * day_us : day_us;
  std::map<std::int64_t, heap> buckets;
  for (auto at = bucket_of(asked.from.us); at < asked.to.us; at += step) buckets[at];

  std::ranges::sort(changes, {}, [](const delivered_change& c) { return std::tie(c.finished, c.id); });
  std::map<std::pair<std::string, std::string>, std::vector<const delivered_change*>> places;
  for (const auto& change : changes)
    if (change.finished > 0) places[{change.project, change.environment}].push_back(&change);
  heap all;
  for (const auto& [place, list] : places) {
    heap own;
    environment_count count(asked, answer, all, own, buckets, bucket_of);
    for (const auto* change : list) count.take(*change);
    count.close();
    if (own.ended.deployments > 0)
      answer.by_environment.push_back(
          {place.first, place.second, own.ended, spread_of(own.lead_times), spread_of(own.durations)});
  }
  answer.ended = all.ended;
  answer.lead_time = spread_of(all.lead_times);
  answer.recovery = spread_of(all.recoveries);
  answer.durations = spread_of(all.durations);
  answer.per_day = days > 0 ? static_cast<double>(answer.frequency) / days : 0;
  for (auto& [from, h] : buckets)
    answer.buckets.push_back({{from},
                              h.ended,
                              h.rework,
                              spread_of(h.lead_times),
                              spread_of(h.recoveries),
                              spread_of(h.durations)});
  return answer;
}

}  // namespace eeveon
