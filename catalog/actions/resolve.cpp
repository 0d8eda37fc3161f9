#include "catalog/actions/git_failure.hpp"
#include "catalog/actions/mirror.hpp"

namespace eeveon::action_named {
namespace {

// Is `commit` on the way from `after` (empty: from the beginning) to `head`? Asked of the mirror, once it has
// all that leads to the head: what is missing there then is no ancestor of it. Answers in_order.
decision order_next(replay& past, const step_context& context, const repository_url& url, const git_ref& ref,
                    const std::string& head, const std::string& commit, const std::string& after) {
  if (!bring_mirror(past, url, context)) return past.verdict();
  const auto mirror = mirror_of(context, url);
  const auto* fetched = past.ask(fetch_ref(mirror, url, ref, context));
  if (!fetched) return past.verdict();
  if (fetched->code != 0) {
    end_in_mirror(past, mirror, *fetched, context, not_reached(url, *fetched, context.git), false);
    return past.verdict();
  }
  const auto* here = past.ask(git_in(mirror, {"cat-file", "-e", head + "^{commit}"}));
  if (!here) return past.verdict();
  if (here->code != 0) return gave_up{ref.text() + " moved while it was looked at", false};
  std::vector<std::pair<std::string, std::string>> steps{{commit, head}};
  if (!after.empty()) steps.emplace_back(after, commit);
  bool in_order = true;
  for (const auto& [older, newer] : steps) {
    const auto* answer = past.ask(git_in(mirror, {"merge-base", "--is-ancestor", older, newer}));
    if (!answer) return past.verdict();
    if (answer->timed_out) return gave_up{git_reason(*answer), false};
    if (!(in_order = answer->code == 0)) break;
  }
  return finished{{{"head", head}, {"in_order", in_order}}, {}};
}

}  // namespace

// Output {head}: the playbook compares it with the commit that was asked for. With the argument `after`, the
// commit that is live, also in_order: may this commit be deployed though it is not the head?
decision resolve_next(const step& what, const step_context& context, std::span<const observation> seen) {
  const auto url = allowed_repository(text_of(what.args, "repository"), context.file_roots);
  if (!url) return gave_up{url.error().detail, true};
  const auto ref = git_ref::parse(text_of(what.args, "ref"));
  if (!ref) return gave_up{ref.error().detail, true};
  replay past(seen);
  const auto* answer = past.ask(ls_remote(*url, *ref, context.git));
  if (!answer) return past.verdict();
  const auto head = head_in(answer->text, ref->text());
  if (head.empty()) {
    if (answer->code == 2 || answer->code == 0) return gave_up{ref->text() + " is not there any more", true};
    return not_reached(*url, *answer, context.git);
  }
  const auto commit = text_of(what.args, "commit"), after = text_of(what.args, "after");
  if (head == commit || !what.args.contains("after")) return finished{{{"head", head}}, {}};
  for (const auto& id : {commit, after.empty() ? commit : after})
    if (const auto checked = commit_id::parse(id); !checked) return gave_up{checked.error().detail, true};
  return order_next(past, context, *url, *ref, head, commit, after);
}

}  // namespace eeveon::action_named
