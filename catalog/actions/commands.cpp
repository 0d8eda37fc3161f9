// build and test: the recipe's commands, one after the other, in the commit's own folder and nowhere else.
#include "catalog/actions/words.hpp"

namespace eeveon::action_named {
namespace {

decision run_all(const argv_list& commands, const char* name, const step_context& context,
                 std::span<const observation> seen) {
  if (!seen.empty()) {
    const auto& last = seen.back();
    if (last.failed) return judge_failure(*last.failed);
    const auto& program = commands[seen.size() - 1].front();
    if (last.timed_out)
      return gave_up{std::string(name) + ": '" + program + "' was still running after " +
                         format_duration(context.build.time_limit) + " (limits.time)",
                     true};
    if (last.output_exceeded)
      return gave_up{std::string(name) + ": '" + program + "' printed more than " +
                         std::to_string(context.build.output_limit) + " bytes (limits.output)",
                     true};
    if (last.code != 0)
      return gave_up{std::string(name) + ": '" + program + "' ended with " + std::to_string(last.code) +
                         (last.advice.empty() ? "" : ": " + last.advice),
                     true};
  }
  if (seen.size() == commands.size()) return finished{};
  const auto folder = context.data + "/builds/" + context.run;
  run_program next;
  next.argv = commands[seen.size()];
  next.folder = folder + "/tree";
  next.variables = context.variables;
  next.variables["EEVEON_COMMIT"] = context.commit;
  next.variables["EEVEON_PROJECT"] = context.project;
  next.limit = context.build.time_limit;
  next.output_cap = context.build.output_limit;
  next.sandboxed = true;
  next.writable = {folder + "/tree"};
  next.to_log = true;
  return next;
}

}  // namespace

decision build_next(const step&, const step_context& context, std::span<const observation> seen) {
  return run_all(context.build.build, "build", context, seen);
}
decision test_next(const step&, const step_context& context, std::span<const observation> seen) {
  return run_all(context.build.test, "test", context, seen);
}

}  // namespace eeveon::action_named
