// The actions that are one or two verbs of the node's script.
#include "catalog/actions/words.hpp"

namespace eeveon::action_named {
namespace {

call_node verb(const step& what, std::string name, const step_context& context,
               std::vector<std::string> more) {
  call_node out{.verb = std::move(name), .args = {context.project, context.environment}, .limit = what.limit};
  out.args.insert(out.args.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return out;
}

// A verb that may be said again: an answer that was lost is asked for anew.
decision repeatable(const failure& what) {
  if (what.code == errc::unknown_outcome) return gave_up{what.detail, false};
  return judge_failure(what);
}

std::string word(const observation& seen, std::size_t index) {
  return index < seen.words.size() ? seen.words[index] : std::string{};
}

}  // namespace

decision prepare_next(const step& what, const step_context& context, std::span<const observation> seen) {
  if (seen.empty())
    return verb(what, "prepare", context, {std::to_string(number_of(what.args, "bytes")), context.fence});
  if (seen.back().failed) return repeatable(*seen.back().failed);
  return finished{{{"free", word(seen.back(), 0)}}, {}};
}

decision transfer_next(const step& what, const step_context& context, std::span<const observation> seen) {
  const auto release = release_of(what, context), artifact = text_of(what.args, "artifact");
  if (seen.empty()) return verb(what, "has", context, {release, artifact});
  if (seen.back().failed) return repeatable(*seen.back().failed);
  if (seen.size() == 1) {
    if (word(seen.front(), 0) == "yes") return finished{{{"reused", true}}, {}};
    const auto releases = context.project + "/" + context.environment + "/releases/";
    const auto previous = text_of(what.args, "previous");
    return send_tree{artifact, releases + incoming_of(context), previous.empty() ? "" : releases + previous,
                     what.limit};
  }
  return finished{{{"incoming", incoming_of(context)}}, {}};
}

decision verify_next(const step& what, const step_context& context, std::span<const observation> seen) {
  if (seen.empty()) {
    // A worker that takes over has another fence than the one that sent the files.
    const auto incoming = context.incoming.empty() ? incoming_of(context) : context.incoming;
    std::vector<std::string> args{release_of(what, context), text_of(what.args, "artifact"), incoming};
    for (auto& path : list_of(what.args, "shared")) args.push_back(std::move(path));
    return verb(what, "verify", context, std::move(args));
  }
  if (seen.back().failed) return repeatable(*seen.back().failed);
  return finished{};
}

decision switch_next(const step& what, const step_context& context, std::span<const observation> seen) {
  if (seen.empty()) {
    const auto release = text_of(what.args, "release");
    return verb(what, "switch", context, {context.fence, release.empty() ? "-" : release});
  }
  if (seen.back().failed) return repeatable(*seen.back().failed);
  return finished{{{"previous", word(seen.back(), 0)}}, {}};
}

// Whoever wrote the command knows whether it may run twice; we do not, so it runs once per step of a plan.
decision hook_next(const step& what, const step_context& context, std::span<const observation> seen) {
  if (seen.empty()) {
    // The node ends the hook itself (TERM, ten seconds, KILL), early enough for its answer to arrive.
    const auto seconds =
        std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::seconds>(what.limit).count() - 15);
    std::vector<std::string> args{context.fence, release_of(what, context), context.run + "-" + what.id,
                                  std::to_string(seconds)};
    for (auto& item : list_of(what.args, "argv")) args.push_back(std::move(item));
    return verb(what, "hook", context, std::move(args));
  }
  const auto& answer = seen.back();
  if (answer.failed)
    return answer.failed->code == errc::unavailable ? gave_up{answer.failed->detail, false}
                                                    : judge_failure(*answer.failed);
  const auto code = word(answer, 0);
  if (code == "0") return finished{};
  const auto argv = list_of(what.args, "argv");
  return gave_up{"the hook '" + (argv.empty() ? "" : argv.front()) + "' ended with " +
                     (code.empty()    ? "no answer"
                      : code == "137" ? "137: it was killed (did the node run out of memory?)"
                                      : code),
                 true};
}

decision retain_next(const step& what, const step_context& context, std::span<const observation> seen) {
  if (seen.empty()) {
    std::vector<std::string> args{context.fence, std::to_string(number_of(what.args, "keep"))};
    for (auto& release : list_of(what.args, "protect")) args.push_back(std::move(release));
    return verb(what, "retain", context, std::move(args));
  }
  if (seen.back().failed) return repeatable(*seen.back().failed);
  return finished{{{"removed", word(seen.back(), 0)}}, {}};
}

}  // namespace eeveon::action_named
