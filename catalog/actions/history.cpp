#include "catalog/actions/git_history.hpp"
#include "catalog/actions/replay.hpp"
#include "core/release/events.hpp"

namespace eeveon::action_named {
namespace {

constexpr std::size_t most_files_in_all = 3000;  // of all comparisons: a document is read as a whole

// The commits to compare with, as far as they are any; arguments are data like everything else.
std::vector<commit_id> bases_of(const step& what, const commit_id& head) {
  std::vector<commit_id> out;
  for (const auto& text : list_of(what.args, "bases"))
    if (auto base = commit_id::parse(text);
        base && *base != head && out.size() < release_requested::most_bases)
      out.push_back(std::move(*base));
  return out;
}

bool is_known(const observation& shared) { return shared.code == 0 || shared.code == 1; }

// Where the head lies, seen from the base, by the commit that both come from.
std::string direction_of(const observation& shared, const commit_id& base, const commit_id& head) {
  const auto from = std::string_view(shared.text).substr(0, shared.text.find('\n'));
  return from == base.text() ? "forward" : from == head.text() ? "back" : "diverged";
}

}  // namespace

// Output {history: digest of the document, commits}; what cannot be told is left out. Whatever takes too long
// ends the asking, for a build beside it may be done already.
decision history_next(const step& what, const step_context& context, std::span<const observation> seen) {
  const auto url = allowed_repository(text_of(what.args, "repository"), context.file_roots);
  if (!url) return gave_up{url.error().detail, true};
  const auto head = commit_id::parse(text_of(what.args, "commit"));
  if (!head) return gave_up{head.error().detail, true};
  const auto mirror = mirror_of(context, *url);

  replay past(seen);
  const auto* listed = past.ask(list_commits(mirror, *head, false));
  if (!listed) return past.verdict();
  if (listed->output_exceeded && !(listed = past.ask(list_commits(mirror, *head, true))))
    return past.verdict();
  const bool cut_short = listed->timed_out || listed->output_exceeded;
  if (listed->code != 0 && !cut_short) return gave_up{git_reason(*listed), true};
  history found{.head = head->text(), .commits = read_commits(listed->text), .truncated = cut_short};
  if (found.commits.size() > history::most_commits)
    found.commits.resize(history::most_commits), found.truncated = true;

  bool may_fetch = true, in_time = !listed->timed_out;
  std::size_t files = 0;
  for (const auto& base : bases_of(what, *head)) {
    if (!in_time) break;
    auto& told = found.compared.emplace_back(history::comparison{base.text(), "", {}});
    const auto look = git_in(mirror, {"merge-base", "--end-of-options", base.text(), head->text()},
                             std::chrono::seconds(10));
    const auto* shared = past.ask(look);
    if (!shared) return past.verdict();
    // Another worker may have built it, from a branch that was written anew since.
    if (!is_known(*shared) && !shared->timed_out && may_fetch) {
      auto bringing = fetch_commit(mirror, *url, base, context);
      bringing.limit = std::chrono::seconds(15);
      const auto* brought = past.ask(std::move(bringing));
      if (!brought) return past.verdict();
      may_fetch = brought->code == 0;
      if (may_fetch && !(shared = past.ask(look))) return past.verdict();
    }
    in_time = !shared->timed_out;
    if (!is_known(*shared) || !in_time) continue;
    told.direction = direction_of(*shared, base, *head);
    const auto* differing = past.ask(list_differences(mirror, base, *head));
    if (!differing) return past.verdict();
    in_time = !differing->timed_out;
    const bool cut = differing->output_exceeded || differing->timed_out;
    if (differing->code != 0 && !cut) continue;
    told.diff = read_differences(differing->text, !cut);
    if (told.diff && (files += told.diff->files.size()) > most_files_in_all)
      told.diff->files.clear(), told.diff->truncated = true;
  }
  auto document = to_document(found);
  json::object output{{"history", to_hex(sha256(document))}, {"commits", found.commits.size()}};
  return finished{std::move(output), {std::move(document)}};
}

}  // namespace eeveon::action_named
