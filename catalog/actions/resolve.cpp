#include "catalog/actions/git.hpp"
#include "catalog/actions/words.hpp"

namespace eeveon::action_named {

// Output {head}: the playbook compares it with the commit that was asked for.
decision resolve_next(const step& what, const step_context& context, std::span<const observation> seen) {
  const auto url = allowed_repository(text_of(what.args, "repository"), context.file_roots);
  if (!url) return gave_up{url.error().detail, true};
  const auto ref = git_ref::parse(text_of(what.args, "ref"));
  if (!ref) return gave_up{ref.error().detail, true};
  if (seen.empty()) return ls_remote(*url, *ref, context.git_ssh_config);
  const auto& answer = seen.front();
  if (answer.failed) return judge_failure(*answer.failed);
  const auto head = head_in(answer.text, ref->text());
  if (!head.empty()) return finished{{{"head", head}}, {}};
  if (answer.code == 2 || answer.code == 0) return gave_up{ref->text() + " is not there any more", true};
  return gave_up{git_reason(answer), false};
}

}  // namespace eeveon::action_named
