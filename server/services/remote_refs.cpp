#include "server/services/remote_refs.hpp"

#include "catalog/actions/git.hpp"

namespace eeveon {
namespace {

asio::awaitable<result<program_end>> run(launcher& programs, run_program asked) {
  program what{.argv = std::move(asked.argv),
               .variables = std::move(asked.variables),
               .limit = std::chrono::seconds(15),
               .output_cap = 4'000'000};
  co_return co_await programs.run(std::move(what), nullptr);
}

observation seen_of(program_end ended) {
  observation out;
  out.code = ended.exit_code;
  out.errors = std::move(ended.errors);
  out.timed_out = ended.timed_out;
  return out;
}

}  // namespace

asio::awaitable<result<std::string>> resolve_ref(launcher& programs, std::string url, std::string ref,
                                                 std::vector<std::string> file_roots) {
  const auto repository = allowed_repository(url, file_roots);
  if (!repository) co_return std::unexpected(repository.error());
  const auto name = git_ref::parse(ref);
  if (!name) co_return std::unexpected(name.error());
  auto asked = ls_remote(*repository, *name, "");
  auto ended = co_await run(programs, std::move(asked));
  if (!ended) co_return std::unexpected(ended.error());
  if (auto head = head_in(ended->output, name->text()); !head.empty()) co_return head;
  if (ended->exit_code == 2 || ended->exit_code == 0)
    co_return fail(errc::not_found, "the repository has no ref " + name->text(), "ref");
  co_return fail(errc::unavailable, git_reason(seen_of(std::move(*ended))), "repository");
}

asio::awaitable<result<std::map<std::string, std::string>>> remote_refs(launcher& programs, std::string url,
                                                                        std::vector<std::string> file_roots) {
  const auto repository = allowed_repository(url, file_roots);
  if (!repository) co_return std::unexpected(repository.error());
  auto asked =
      git_program({"ls-remote", "--end-of-options", repository->text(), "refs/heads/*", "refs/tags/*"}, "",
                  std::chrono::seconds(15));
  auto ended = co_await run(programs, std::move(asked));
  if (!ended) co_return std::unexpected(ended.error());
  if (ended->exit_code != 0)
    co_return fail(errc::unavailable, git_reason(seen_of(std::move(*ended))), "repository");
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
