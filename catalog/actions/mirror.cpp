#include "catalog/actions/mirror.hpp"

#include <algorithm>

#include "catalog/actions/git_failure.hpp"

namespace eeveon::action_named {
namespace {

run_program plain(std::vector<std::string> argv) {
  run_program out;
  out.argv = std::move(argv);
  return out;
}

// Fails when the mirror is not there; when it is, its time is renewed, or it would be cleaned away after a
// month.
run_program renew(const std::string& mirror) { return plain({"touch", "--", mirror + "/objects/.."}); }

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

// Does git complain of the mirror? What the other side says of itself names neither its folder nor its refs.
bool is_damaged(const std::string& mirror, const observation& seen, bool asked_nobody_else) {
  const auto says = [&](std::string_view words) { return seen.errors.find(words) != std::string::npos; };
  constexpr std::string_view signs[] = {"corrupt",      "is empty",     "bad object",
                                        "bad tree",     "broken ref",   "unable to read",
                                        "missing blob", "missing tree", "not a git repository"};
  return seen.code != 0 && !seen.timed_out && std::ranges::any_of(signs, says) &&
         (asked_nobody_else || says(mirror) || says("refs/eeveon/"));
}

bool put_away(replay& past, const std::string& mirror, const step_context& context, const std::string& why) {
  const auto* aside = past.ask(plain({"mktemp", "-d", "-p", context.data + "/git"}));
  if (!aside) return false;
  const auto folder = first_line(aside->text);
  if (aside->code != 0 || folder.empty())
    return past.end(
        gave_up{"the copy in " + mirror + " is damaged: remove it, it is made anew. " + why, false});
  if (!past.ask(plain({"mv", "--", mirror, folder}))) return false;
  if (!past.ask(plain({"rm", "-rf", "--", folder}))) return false;
  return past.end(
      gave_up{"the worker's copy of the repository was damaged and is fetched anew. " + why, false});
}

}  // namespace

bool end_in_mirror(replay& past, const std::string& mirror, const observation& seen,
                   const step_context& context, gave_up otherwise, bool asked_nobody_else) {
  return is_damaged(mirror, seen, asked_nobody_else) ? put_away(past, mirror, context, git_reason(seen))
                                                     : past.end(std::move(otherwise));
}

// `git init` takes a lock even where everything is there: two builds at once would trip over each other, and
// one that is killed would leave the lock to all that follow. So a mirror is made aside and moved to its
// place.
bool bring_mirror(replay& past, const repository_url& url, const step_context& context) {
  const auto mirror = mirror_of(context, url), place = context.data + "/git";
  const auto* there = past.ask(renew(mirror));
  if (!there || there->code == 0) return there;
  if (!past.ask(plain({"mkdir", "-p", "--", place}))) return false;
  const auto* aside = past.ask(plain({"mktemp", "-d", "-p", place}));
  if (!aside) return false;
  const auto folder = first_line(aside->text);
  if (aside->code != 0 || folder.empty())
    return past.end(gave_up{"a mirror cannot be made: " + first_line(aside->errors).substr(0, 200), false});
  const auto* made = past.ask(
      git_program({"init", "--quiet", "--bare", "--end-of-options", folder}, std::chrono::seconds(30)));
  if (!made) return false;
  if (made->code != 0) return past.end(gave_up{git_reason(*made), false});
  const auto* moved = past.ask(plain({"mv", "-T", "--", folder, mirror}));
  if (!moved || moved->code == 0) return moved;
  // Another build was faster, or something else stands there.
  if (!past.ask(plain({"rm", "-rf", "--", folder}))) return false;
  there = past.ask(renew(mirror));
  if (!there || there->code == 0) return there;
  return past.end(
      gave_up{"no mirror can be put to " + mirror + ": remove what is there, it is made anew", false});
}

// That the commit is there says nothing of its files: another build may be about to bring them, or have been
// ended before it had. Its ref is written when all is there.
bool bring_commit(replay& past, const repository_url& url, const commit_id& commit,
                  const step_context& context, std::string gone) {
  if (!bring_mirror(past, url, context)) return false;
  const auto mirror = mirror_of(context, url), ref = ref_of(commit);
  const auto look = git_in(mirror, {"rev-parse", "--verify", "--quiet", ref + "^{commit}"});
  const auto* here = past.ask(look);
  if (!here || here->code == 0) return here;
  const auto* fetched = past.ask(fetch_commit(mirror, url, commit, context));
  if (!fetched) return false;
  if (is_damaged(mirror, *fetched, false)) return put_away(past, mirror, context, git_reason(*fetched));
  here = past.ask(look);  // however that ended: another build may have written it at the same moment
  if (!here || here->code == 0) return here;
  // Some servers give only what a ref leads to.
  fetched = past.ask(fetch_all(mirror, url, context));
  if (!fetched) return false;
  if (fetched->code != 0)
    return end_in_mirror(past, mirror, *fetched, context, not_reached(url, *fetched, context.git), false);
  // Walks what no ref leads to yet, as git does after a fetch, and fails at anything that is missing.
  const auto* whole = past.ask(
      git_in(mirror, {"rev-list", "--quiet", "--objects", commit.text() + "^{commit}", "--not", "--all"}));
  if (!whole) return false;
  if (whole->code != 0) return past.end(gave_up{std::move(gone), true});
  return past.ask(
      git_in(mirror, {"update-ref", ref, commit.text()}));  // without it the next build fetches again
}

run_program check_out(const std::string& mirror, const commit_id& commit, const std::string& tree,
                      const std::string& index) {
  auto out = git_in(mirror, {"--work-tree=" + tree, "read-tree", "--reset", "-u", commit.text()},
                    std::chrono::minutes(5));
  out.variables["GIT_INDEX_FILE"] = index;
  return out;
}

}  // namespace eeveon::action_named
