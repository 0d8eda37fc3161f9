#include "catalog/actions/git.hpp"
#include "catalog/actions/git_failure.hpp"
#include "catalog/actions/words.hpp"

namespace eeveon::action_named {
namespace {

// Is `commit` on the way from `after` (empty: from the beginning) to `head`? Asked of the mirror, once it has
// all that leads to the head: what is missing there then is no ancestor of it. Answers in_order.
decision order_next(const step_context& context, const repository_url& url, const git_ref& ref,
                    const std::string& head, const std::string& commit, const std::string& after,
                    std::span<const observation> seen) {
  const auto mirror = mirror_of(context, url);
  const auto is_ancestor = [&](const std::string& older, const std::string& newer) {
    return git_in(mirror, {"merge-base", "--is-ancestor", older, newer});
  };
  const auto answer = [&](bool in_order) { return finished{{{"head", head}, {"in_order", in_order}}, {}}; };
  const auto last = seen.empty() ? observation{} : seen.back();
  if (last.failed) return judge_failure(*last.failed);
  if (last.timed_out) return gave_up{git_reason(last), false};
  switch (seen.size()) {
    case 0: return make_mirror(mirror);
    case 1:
      if (last.code != 0) return gave_up{git_reason(last), false};
      return fetch_into(mirror, url, {ref.text()}, context);
    case 2:
      if (last.code != 0) return not_reached(url, last, context.git);
      return git_in(mirror, {"cat-file", "-e", head + "^{commit}"});
    case 3:
      if (last.code != 0) return gave_up{ref.text() + " moved while it was looked at", false};
      return is_ancestor(commit, head);
    case 4:
      if (last.code != 0 || after.empty()) return answer(last.code == 0);
      return is_ancestor(after, commit);
    default: return answer(last.code == 0);
  }
}

}  // namespace

// Output {head}: the playbook compares it with the commit that was asked for. With the argument `after`, the
// commit that is live, also in_order: may this commit be deployed though it is not the head?
decision resolve_next(const step& what, const step_context& context, std::span<const observation> seen) {
  const auto url = allowed_repository(text_of(what.args, "repository"), context.file_roots);
  if (!url) return gave_up{url.error().detail, true};
  const auto ref = git_ref::parse(text_of(what.args, "ref"));
  if (!ref) return gave_up{ref.error().detail, true};
  if (seen.empty()) return ls_remote(*url, *ref, context.git);
  const auto& answer = seen.front();
  if (answer.failed) return judge_failure(*answer.failed);
  const auto head = head_in(answer.text, ref->text());
  if (head.empty()) {
    if (answer.code == 2 || answer.code == 0) return gave_up{ref->text() + " is not there any more", true};
    return not_reached(*url, answer, context.git);
  }
  const auto commit = text_of(what.args, "commit"), after = text_of(what.args, "after");
  if (head == commit || !what.args.contains("after")) return finished{{{"head", head}}, {}};
  for (const auto& id : {commit, after.empty() ? commit : after})
    if (const auto checked = commit_id::parse(id); !checked) return gave_up{checked.error().detail, true};
  return order_next(context, *url, *ref, head, commit, after, seen.subspan(1));
}

}  // namespace eeveon::action_named
