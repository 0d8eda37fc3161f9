#include "catalog/actions/mirror.hpp"

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

}  // namespace

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

bool bring_commit(replay& past, const repository_url& url, const commit_id& commit,
                  const step_context& context, std::string gone) {
  if (!bring_mirror(past, url, context)) return false;
  const auto mirror = mirror_of(context, url);
  const auto look = git_in(mirror, {"cat-file", "-e", commit.text() + "^{commit}"});
  const auto* here = past.ask(look);
  if (!here || here->code == 0) return here;
  // Some servers give only what a ref leads to. What counts is whether the commit has come: a ref that could
  // not be written, because another build writes it too, fails the fetch and loses nothing.
  const observation* fetched = nullptr;
  for (const auto& way : {fetch_commit(mirror, url, commit, context), fetch_all(mirror, url, context)}) {
    fetched = past.ask(way);
    if (!fetched) return false;
    here = past.ask(look);
    if (!here || here->code == 0) return here;
  }
  if (fetched->code != 0) return past.end(not_reached(url, *fetched, context.git));
  return past.end(gave_up{std::move(gone), true});
}

run_program check_out(const std::string& mirror, const commit_id& commit, const std::string& tree,
                      const std::string& index) {
  auto out = git_in(mirror, {"--work-tree=" + tree, "read-tree", "--reset", "-u", commit.text()},
                    std::chrono::minutes(5));
  out.variables["GIT_INDEX_FILE"] = index;
  return out;
}

}  // namespace eeveon::action_named
