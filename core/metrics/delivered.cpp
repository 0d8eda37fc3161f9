#include "core/metrics/delivered.hpp"

#include <algorithm>
#include <tuple>

namespace eeveon {

delivered_commits::delivered_commits(std::vector<delivered_change> changes) : changes_(std::move(changes)) {
  std::ranges::sort(changes_, {}, [](const delivered_change& c) {
    return std::tie(c.project, c.environment, c.finished, c.id);
  });
  heads_.reserve(changes_.size());
  for (const auto& change : changes_) heads_.push_back(index_of(change.commit));
}

std::uint32_t delivered_commits::index_of(std::string_view id) {
  const auto [found, added] =
      indexes_.try_emplace(std::string(id), static_cast<std::uint32_t>(commits_.size()));
  if (added) commits_.emplace_back();
  return found->second;
}

void delivered_commits::note(const std::string& release, const history* noted) {
  noted_.insert(release);
  if (!noted) return;
  for (const auto& entry : noted->commits) {
    const auto index = index_of(entry.commit);
    if (commits_[index].known) continue;
    const auto made = parse_rfc3339(entry.at);
    commit known{.made = made ? made->us : 0, .known = true};
    for (const auto& parent : entry.parents) known.parents.push_back(index_of(parent));
    commits_[index] = std::move(known);
  }
}

// Whatever was there before has all that led to it there too, so that nothing is looked at twice.
delivered_commits::walk delivered_commits::deliver(std::uint32_t head,
                                                   std::unordered_set<std::uint32_t>& before) const {
  walk out;
  std::vector<std::uint32_t> left{head};
  while (!left.empty()) {
    const auto next = left.back();
    left.pop_back();
    const auto& commit = commits_[next];
    if (!commit.known) out.whole = out.whole && before.contains(next);
    if ((!commit.known && next != head) || !before.insert(next).second) continue;
    if (commit.made != 0) out.made.push_back(commit.made);
    left.insert(left.end(), commit.parents.begin(), commit.parents.end());
  }
  return out;
}

// each(change, head's index, what it brought, is it the first of its environment?)
template <class Each>
void delivered_commits::for_each_live(Each each) {
  std::unordered_set<std::uint32_t> before;
  const delivered_change* last = nullptr;
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    auto& change = changes_[i];
    if (change.status != "succeeded" || change.commit.empty()) continue;
    const bool first = !last || last->project != change.project || last->environment != change.environment;
    if (first) before.clear();
    last = &change;
    each(change, commits_[heads_[i]], deliver(heads_[i], before), first);
  }
}

std::vector<std::string> delivered_commits::wanted(std::size_t most) {
  std::vector<std::string> all;
  std::unordered_set<std::string> met;
  for_each_live([&](const delivered_change& change, const commit& head, const walk& brought, bool first) {
    const bool enough = first ? head.known : brought.whole;
    if (!enough && !change.release.empty() && !noted_.contains(change.release) &&
        met.insert(change.release).second)
      all.push_back(change.release);
  });
  if (all.size() <= most) return all;
  std::vector<std::string> out;
  for (std::size_t i = 1; i <= most; ++i) out.push_back(std::move(all[all.size() * i / most - 1]));
  return out;
}

std::vector<delivered_change> delivered_commits::take() {
  for_each_live([&](delivered_change& change, const commit& head, walk brought, bool first) {
    // Before the first one nothing was there: its whole history is no change that somebody waited for.
    if (first) change.lead_from = lead_source::first;
    if (first || !head.known) return;
    change.lead_from = brought.whole ? lead_source::commits : lead_source::cut;
    change.committed = std::move(brought.made);
  });
  return std::move(changes_);
}

}  // namespace eeveon
