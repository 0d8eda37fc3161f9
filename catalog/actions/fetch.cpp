#include "catalog/actions/git.hpp"
#include "catalog/actions/git_failure.hpp"
#include "catalog/actions/words.hpp"

namespace eeveon::action_named {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

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
  const auto git = [&](std::vector<std::string> words, std::chrono::milliseconds limit = seconds(60)) {
    return git_in(mirror, std::move(words), limit);
  };
  const auto last = seen.empty() ? observation{} : seen.back();
  if (last.failed) return judge_failure(*last.failed);

  switch (seen.size()) {
    case 0: return make_mirror(mirror);
    case 1:
      if (last.code != 0) return gave_up{git_reason(last), false};
      return git({"cat-file", "-e", id + "^{commit}"});
    case 2:
      if (last.code == 0) return git({"cat-file", "-e", id + "^{commit}"});  // it is here already
      return fetch_into(mirror, *url, {id}, context);
    case 3:
      if (last.code == 0) return git({"cat-file", "-e", id + "^{commit}"});
      // Some servers give only what a ref leads to.
      return fetch_into(mirror, *url, {"+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}, context);
    case 4:
      if (last.code != 0) return not_reached(*url, last, context.git);
      return git({"cat-file", "-e", id + "^{commit}"});
    case 5:
      if (last.code != 0)
        return gave_up{"commit " + id.substr(0, 12) +
                           " is not in the repository any more: it may have been force-pushed away",
                       true};
      return git({"show", "-s", "--no-show-signature", "--format=%an%x00%aI%x00%s", "--end-of-options", id});
    case 6:
      if (last.code != 0) return gave_up{git_reason(last), false};
      // This run's folder, left by an attempt that was cut off, those of runs that are a day old, and mirrors
      // that nobody has fetched into for a month (making a mirror that is there renews its time). A build may
      // have shut its folders even to its own user; chmod -R follows no link that it meets.
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
    case 7: return plain({"mkdir", "-p", "--", builds + "/tree"});
    case 8: {
      if (last.code != 0)
        return gave_up{"the work folder cannot be made: " + last.errors.substr(0, 200), false};
      auto checkout = git({"--work-tree=" + builds + "/tree", "read-tree", "--reset", "-u", id}, minutes(5));
      checkout.variables["GIT_INDEX_FILE"] = builds + "/index";
      return checkout;
    }
    case 9:
      if (last.code != 0) return gave_up{git_reason(last), false};
      return git({"cat-file", "blob", id + ":.eeveon.yaml"});
    default: break;
  }
  const auto& about = seen[5].text;
  json::object output{
      {"message", field(about, 2)}, {"author", field(about, 0)}, {"authored_at", field(about, 1)}};
  if (last.code == 0) {
    if (last.text.size() > 64 * 1024) return gave_up{".eeveon.yaml is larger than 64 KiB", true};
    output["recipe"] = last.text;
  }
  return finished{std::move(output), {}};
}

}  // namespace eeveon::action_named
