#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "core/metrics/dora.hpp"

namespace eeveon {
namespace {

// One environment's deployments in the order in which they ended.
class environment_judge {
 public:
  void take(judged_change& judged) {
    const auto& change = judged.of;
    if (change.status == "succeeded" && change.started > 0)
      judged.took = std::max<std::int64_t>(0, change.finished - change.started);
    const bool live = change.status == "succeeded";
    const bool harmed = change.status == "rolled_back" || (change.status == "failed" && change.switched);
    if (!live && !harmed) return;
    judged.reached = true;
    judge_rework(judged, harmed);
    if (live || change.status == "rolled_back") recover(change.finished, !live);
    if (harmed || (live && !change.rolled_back_by.empty() && !change.rollback)) fail(judged, harmed);
    if (live) go_live(judged);
  }

 private:
  struct failure {
    judged_change* of;
    bool doubt;  // its own undo failed: any deployment that puts its nodes in order mends it
  };

  // A rollback is never planned; the next change after a failure is the fix that follows it.
  void judge_rework(judged_change& judged, bool harmed) {
    judged.rework = judged.of.rollback || std::exchange(fix_awaited_, false);
    if (harmed || judged.of.rollback) fix_awaited_ = true;
  }

  void fail(judged_change& judged, bool harmed) {
    const auto& change = judged.of;
    if (change.rollback) return;  // what it was to mend is open anyway
    judged.failed = true;
    if (harmed && change.status == "rolled_back") {
      // Its own undo has mended it by the time it ends.
      const auto since = change.undo > 0 ? change.undo : change.started;
      if (since > 0) judged.recovered = std::max<std::int64_t>(0, change.finished - since);
      return;
    }
    judged.open = true;
    open_.push_back({&judged, harmed});
  }

  void recover(std::int64_t at, bool doubts_only) {
    std::erase_if(open_, [&](const failure& one) {
      if (doubts_only && !one.doubt) return false;
      one.of->recovered = at - one.of->of.finished;
      one.of->open = false;
      return true;
    });
  }

  void go_live(judged_change& judged) {
    const auto& change = judged.of;
    const bool again = change.commit == live_;
    const bool brought = !change.commit.empty() && seen_.insert(change.commit).second;
    live_ = change.commit;
    if (change.rollback || again) return;
    judged.changed = true;
    if (!brought) return;
    judged.commits_unknown = change.committed.empty() && change.lead_from != lead_source::commits;
    for (const auto made : change.committed) {
      const auto waited = change.finished - made;
      judged.negative_lead_times += waited < 0;
      judged.lead_times.push_back(std::max<std::int64_t>(0, waited));
    }
  }

  std::string live_;
  std::unordered_set<std::string> seen_;
  std::vector<failure> open_;
  bool fix_awaited_ = false;
};

auto place_of(const delivered_change& change) { return std::tie(change.project, change.environment); }

}  // namespace

std::vector<judged_change> judge_changes(std::vector<delivered_change> changes, const dora_question& asked) {
  std::erase_if(changes, [](const delivered_change& change) { return change.finished <= 0; });
  std::ranges::sort(changes, {}, [](const delivered_change& c) {
    return std::tie(c.project, c.environment, c.finished, c.id);
  });
  std::vector<judged_change> judged;
  judged.reserve(changes.size());  // failures point at them
  environment_judge judge;
  for (auto& change : changes) {
    if (!judged.empty() && place_of(judged.back().of) != place_of(change)) judge = {};
    judge.take(judged.emplace_back(judged_change{.of = std::move(change)}));
  }
  std::erase_if(judged, [&](const judged_change& one) {
    return one.of.finished < asked.from.us || one.of.finished >= asked.to.us;
  });
  return judged;
}

bool is_behind(std::string_view figure, const judged_change& judged) {
  if (figure == "lead_time") return !judged.lead_times.empty();
  if (figure == "frequency") return judged.changed;
  if (figure == "recovery") return judged.recovered || judged.open;
  if (figure == "change_fail_rate") return judged.failed;
  if (figure == "rework_rate") return judged.rework;
  if (figure == "success_rate") return judged.of.status == "succeeded";
  if (figure == "durations") return judged.took.has_value();
  return true;
}

std::string_view to_text(lead_source from) {
  switch (from) {
    case lead_source::head: return "head";
    case lead_source::first: return "first";
    case lead_source::commits: return "commits";
    case lead_source::cut: return "cut";
  }
  return "";
}

}  // namespace eeveon
