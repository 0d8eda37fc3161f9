#include "catalog/actions/checkout.hpp"

#include "catalog/actions/git_failure.hpp"

namespace eeveon::action_named {

bool bring_commit(replay& past, const repository_url& url, const commit_id& commit,
                  const step_context& context, std::string gone) {
  const auto mirror = mirror_of(context, url);
  const auto look = git_in(mirror, {"cat-file", "-e", commit.text() + "^{commit}"});
  const auto* made = past.ask(make_mirror(mirror));
  if (!made) return false;
  if (made->code != 0) return past.end(gave_up{git_reason(*made), false});
  const auto* here = past.ask(look);
  if (!here) return false;
  if (here->code == 0) return true;
  const auto* fetched = past.ask(fetch_into(mirror, url, {commit.text()}, context));
  if (!fetched) return false;
  if (fetched->code != 0) {
    // Some servers give only what a ref leads to.
    fetched = past.ask(
        fetch_into(mirror, url, {"+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"}, context));
    if (!fetched) return false;
    if (fetched->code != 0) return past.end(not_reached(url, *fetched, context.git));
  }
  here = past.ask(look);
  if (!here) return false;
  return here->code == 0 || past.end(gave_up{std::move(gone), true});
}

run_program check_out(const std::string& mirror, const commit_id& commit, const std::string& tree,
                      const std::string& index) {
  auto out = git_in(mirror, {"--work-tree=" + tree, "read-tree", "--reset", "-u", commit.text()},
                    std::chrono::minutes(5));
  out.variables["GIT_INDEX_FILE"] = index;
  return out;
}

}  // namespace eeveon::action_named
