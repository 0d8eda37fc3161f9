#include "core/projections/changes.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/environment/state.hpp"

namespace eeveon {
namespace {

// The commits of both histories as one graph, in the order in which they are shown.
class commit_graph {
 public:
  explicit commit_graph(std::initializer_list<const history*> from) {
    for (const auto* one : from)
      if (one)
        for (const auto& entry : one->commits)
          if (known_.try_emplace(entry.commit, &entry).second) order_.push_back(&entry);
  }

  struct walk {
    std::set<std::string_view> met;
    bool whole = true;  // nothing led to a commit that is not known
  };
  // Everything that leads to `from`, but for what is in `except` and what only leads to that.
  walk leading_to(const std::string& from, const std::set<std::string_view>& except = {}) const {
    walk out;
    std::vector<std::string_view> left{from};
    while (!left.empty()) {
      const auto next = left.back();
      left.pop_back();
      if (except.contains(next)) continue;
      const auto found = known_.find(next);
      if (found == known_.end()) {
        out.whole = false;
        continue;
      }
      if (!out.met.insert(found->first).second) continue;
      for (const auto& parent : found->second->parents) left.push_back(parent);
    }
    return out;
  }
  const std::vector<const history::entry*>& order() const { return order_; }

 private:
  std::map<std::string_view, const history::entry*> known_;
  std::vector<const history::entry*> order_;
};

const history::comparison* comparison_in(const history* of, const std::string& base) {
  return of ? of->against(base) : nullptr;
}

std::string inverted(const std::string& direction) {
  return direction == "forward" ? "back" : direction == "back" ? "forward" : direction;
}

// What a build compared with git is certain; else what the noted commits say, as far as they reach.
std::string direction_of(const change_sources& from, const commit_graph& graph) {
  if (from.base.empty()) return "first";
  if (from.base == from.head) return "same";
  if (const auto* told = comparison_in(from.of_head, from.base); told && !told->direction.empty())
    return told->direction;
  if (const auto* told = comparison_in(from.of_base, from.head); told && !told->direction.empty())
    return inverted(told->direction);
  const auto to_head = graph.leading_to(from.head), to_base = graph.leading_to(from.base);
  if (to_head.met.contains(from.base)) return "forward";
  if (to_base.met.contains(from.head)) return "back";
  return to_head.whole && to_base.whole ? "diverged" : "unknown";
}

std::optional<diffstat> difference_of(const change_sources& from) {
  if (from.base == from.head) return diffstat{.totals = diffstat::sums{}};
  if (const auto* told = comparison_in(from.of_head, from.base); told && told->diff) return told->diff;
  const auto* told = comparison_in(from.of_base, from.head);
  if (!told || !told->diff) return {};
  auto out = *told->diff;
  for (auto& file : out.files) std::swap(file.added, file.removed);
  if (out.totals) std::swap(out.totals->added, out.totals->removed);
  return out;
}

json::value number_or_null(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

void show_commits(json::object& out, const change_sources& from, const commit_graph& graph,
                  const std::string& direction) {
  json::array commits;
  bool truncated = false;
  if (direction != "unknown" && direction != "same") {
    const bool back = direction == "back";
    const auto& start = back ? from.base : from.head;
    const auto& stays = back ? from.head : from.base;
    const auto before = stays.empty() ? commit_graph::walk{} : graph.leading_to(stays);
    auto except = before.met;
    if (!stays.empty()) except.insert(stays);
    const auto brought = graph.leading_to(start, except);
    truncated = !brought.whole;
    for (const auto* entry : graph.order()) {
      if (!brought.met.contains(entry->commit)) continue;
      if (commits.size() == history::most_commits) {
        truncated = true;
        break;
      }
      commits.push_back(json::object{{"commit", entry->commit},
                                     {"author", entry->author},
                                     {"at", entry->at},
                                     {"subject", entry->subject}});
    }
  }
  out["commits"] = std::move(commits);
  out["commits_truncated"] = truncated;
}

void show_files(json::object& out, const std::optional<diffstat>& diff) {
  out["files"] = nullptr;
  out["files_truncated"] = diff && diff->truncated;
  out["totals"] = nullptr;
  if (!diff) return;
  json::array files;
  for (const auto& file : diff->files)
    files.push_back(json::object{{"path", file.path},
                                 {"added", number_or_null(file.added)},
                                 {"removed", number_or_null(file.removed)}});
  out["files"] = std::move(files);
  if (diff->totals)
    out["totals"] = {
        {"files", diff->totals->files}, {"added", diff->totals->added}, {"removed", diff->totals->removed}};
}

// A part of an address that needs no escaping and says nothing else than itself.
bool is_plain_part(std::string_view text) {
  return !text.empty() && text.size() <= 100 && text != "." && text != ".." &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_' || c == '.';
         });
}

}  // namespace

std::string compare_url(std::string_view repository, std::string_view base, std::string_view head) {
  const auto url = repository_url::parse(repository);
  if (!url || url->host() != "github.com" || !commit_id::parse(base) || !commit_id::parse(head)) return {};
  std::string_view path = url->path();
  path.remove_prefix(std::min(path.size(), path.find_first_not_of('/')));
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  const auto slash = path.find('/');
  if (slash == path.npos) return {};
  const auto owner = path.substr(0, slash), name = path.substr(slash + 1);
  if (!is_plain_part(owner) || !is_plain_part(name)) return {};
  std::string out = "https://github.com/";
  out.append(owner).append("/").append(name).append("/compare/");
  return out.append(base).append("...").append(head);
}

json::object changes_view(const change_sources& from) {
  const commit_graph graph{from.of_head, from.of_base};
  const auto direction = direction_of(from, graph);
  json::object out{{"base", from.base.empty() ? json::value(nullptr) : json::value(from.base)},
                   {"head", from.head},
                   {"direction", direction}};
  show_commits(out, from, graph, direction);
  show_files(out, difference_of(from));
  // Seen from the other side there would be nothing to compare.
  const bool back = direction == "back";
  const auto url = direction == "same" ? std::string()
                                       : compare_url(from.repository, back ? from.head : from.base,
                                                     back ? from.base : from.head);
  out["compare_url"] = url.empty() ? json::value(nullptr) : json::value(url);
  return out;
}

live_before live_before_deployment(const std::vector<recorded_event>& environment,
                                   const std::string& deployment, std::int64_t requested) {
  environment_state state;
  live_before out;
  bool waits = false;
  const auto look = [&] {
    if (const auto* live = state.current()) out = {live->release, live->commit};
  };
  for (const auto& event : environment) {
    state.apply(event);
    const bool waited = waits;
    waits = std::ranges::find(state.queue, deployment, &environment_state::waiting_one::deployment) !=
            state.queue.end();
    if (event.position < requested || waits || waited) look();
    if (state.locked_by == deployment || (waited && !waits)) break;
  }
  return out;
}

}  // namespace eeveon
