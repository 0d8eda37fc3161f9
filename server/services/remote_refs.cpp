#include "server/services/remote_refs.hpp"

#include <spdlog/spdlog.h>

#include "catalog/actions/git.hpp"
#include "catalog/actions/git_failure.hpp"

namespace eeveon {
namespace {

constexpr int no_such_ref = 2;  // says `git ls-remote --exit-code`

// The output, or why there is none that counts.
asio::awaitable<result<program_end>> run(git_door door, repository_url url, run_program asked,
                                         git_access access) {
  program what{.argv = std::move(asked.argv),
               .variables = std::move(asked.variables),
               .limit = std::chrono::seconds(15),
               .output_cap = 4'000'000};
  auto ended = co_await door.programs.run(std::move(what), nullptr);
  if (!ended) co_return ended;
  if (const auto pinned = newly_pinned(ended->errors, access); !pinned.empty())
    spdlog::warn("{}: {}", url.text(), pinned);
  if (ended->exit_code == 0 || ended->exit_code == no_such_ref) co_return ended;
  observation seen{.code = ended->exit_code, .errors = ended->errors, .timed_out = ended->timed_out};
  co_return std::unexpected(explain_git(url, seen, access));
}

}  // namespace

asio::awaitable<result<std::string>> resolve_ref(git_door door, std::string url, std::string ref) {
  const auto repository = allowed_repository(url, door.file_roots);
  if (!repository) co_return std::unexpected(repository.error());
  const auto name = git_ref::parse(ref);
  if (!name) co_return std::unexpected(name.error());
  auto access = door.repositories.now();
  auto asked = ls_remote(*repository, *name, access);
  auto ended = co_await run(door, *repository, std::move(asked), std::move(access));
  if (!ended) co_return std::unexpected(ended.error());
  if (auto head = head_in(ended->output, name->text()); !head.empty()) co_return head;
  co_return fail(errc::not_found, "the repository has no ref " + name->text(), "ref");
}

asio::awaitable<result<std::map<std::string, std::string>>> remote_refs(git_door door, std::string url) {
  const auto repository = allowed_repository(url, door.file_roots);
  if (!repository) co_return std::unexpected(repository.error());
  auto access = door.repositories.now();
  auto asked = git_program_for(
      *repository, {"ls-remote", "--end-of-options", repository->text(), "refs/heads/*", "refs/tags/*"},
      access, std::chrono::seconds(15));
  auto ended = co_await run(door, *repository, std::move(asked), std::move(access));
  if (!ended) co_return std::unexpected(ended.error());
  std::map<std::string, std::string> out;
  std::string_view rest = ended->output;
  while (!rest.empty() && out.size() < 10000) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const auto tab = line.find('\t');
    if (tab == line.npos) continue;
    auto name = line.substr(tab + 1);
    if (name.ends_with("^{}"))
      name.remove_suffix(3);  // comes after the tag object's own line and replaces it
    out[std::string(name)] = line.substr(0, tab);
  }
  co_return out;
}

}  // namespace eeveon
