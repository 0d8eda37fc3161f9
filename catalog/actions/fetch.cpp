#include "catalog/actions/mirror.hpp"

namespace eeveon::action_named {
namespace {

run_program plain(std::vector<std::string> argv) {
  run_program out;
  out.argv = std::move(argv);
  return out;
}

// Author, time and subject stand between NULs, which no commit can hold: nobody writes another's name by a
// trick.
std::string field(std::string_view text, int index) {
  for (; index > 0; --index) {
    const auto end = text.find('\0');
    if (end == text.npos) return {};
    text.remove_prefix(end + 1);
  }
  return std::string(
      text.substr(0, std::min<std::size_t>(300, text.find_first_of(std::string_view("\0\n", 2)))));
}

// Removes this run's folder, left by an attempt that was cut off, those of runs that are a day old, and
// mirrors that nobody has made, or fetched into for a month. A build
// may have shut its folders even to its own user; chmod -R follows no link that it meets.
run_program clean(const step_context& context) {
  return plain({"find",
                context.data + "/builds",
                context.data + "/git",
                "-mindepth",
                "1",
                "-maxdepth",
                "1",
                "(",
                "-name",
                context.run,
                "-o",
                "-name",
                "run_*",
                "-mmin",
                "+1440",
                "-o",
                "-name",
                "tmp.*",
                "-mmin",
                "+1440",
                "-o",
                "-name",
                "*.git",
                "-mmin",
                "+43200",
                ")",
                "(",
                "-type",
                "d",
                "-exec",
                "chmod",
                "-R",
                "u+rwX",
                "--",
                "{}",
                "+",
                "-o",
                "-true",
                ")",
                "-exec",
                "rm",
                "-rf",
                "--",
                "{}",
                "+"});
}

}  // namespace

// A bare mirror per repository; the exact commit, else everything the ref has; then a work folder of the
// run's own. Output {message, author, authored_at, recipe}: recipe is the text of .eeveon.yaml, when there is
// one.
decision fetch_next(const step& what, const step_context& context, std::span<const observation> seen) {
  const auto url = allowed_repository(text_of(what.args, "repository"), context.file_roots);
  if (!url) return gave_up{url.error().detail, true};
  const auto commit = commit_id::parse(text_of(what.args, "commit"));
  if (!commit) return gave_up{commit.error().detail, true};
  const auto& id = commit->text();
  const auto mirror = mirror_of(context, *url);
  const auto builds = context.data + "/builds/" + context.run;

  replay past(seen);
  if (!bring_commit(past, *url, *commit, context,
                    "commit " + id.substr(0, 12) +
                        " is not in the repository any more: it may have been force-pushed away"))
    return past.verdict();
  const auto* about = past.ask(git_in(
      mirror, {"show", "-s", "--no-show-signature", "--format=%an%x00%aI%x00%s", "--end-of-options", id}));
  if (!about) return past.verdict();
  if (about->code != 0) {
    end_in_mirror(past, mirror, *about, context, {git_reason(*about), false});
    return past.verdict();
  }
  if (!past.ask(clean(context))) return past.verdict();
  const auto* made = past.ask(plain({"mkdir", "-p", "--", builds + "/tree"}));
  if (!made) return past.verdict();
  if (made->code != 0)
    return gave_up{"the work folder cannot be made: " + made->errors.substr(0, 200), false};
  const auto* checked_out = past.ask(check_out(mirror, *commit, builds + "/tree", builds + "/index"));
  if (!checked_out) return past.verdict();
  if (checked_out->code != 0) {
    end_in_mirror(past, mirror, *checked_out, context, {git_reason(*checked_out), false});
    return past.verdict();
  }
  const auto* recipe = past.ask(git_in(mirror, {"cat-file", "blob", id + ":.eeveon.yaml"}));
  if (!recipe) return past.verdict();

  json::object output{{"message", field(about->text, 2)},
                      {"author", field(about->text, 0)},
                      {"authored_at", field(about->text, 1)}};
  if (recipe->code == 0) {
    if (recipe->text.size() > 64 * 1024) return gave_up{".eeveon.yaml is larger than 64 KiB", true};
    output["recipe"] = recipe->text;
  }
  return finished{std::move(output), {}};
}

}  // namespace eeveon::action_named
