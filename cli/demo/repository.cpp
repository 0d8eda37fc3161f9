#include "cli/demo/repository.hpp"

#include <fmt/format.h>

#include <chrono>

#include "cli/up/folder.hpp"
#include "core/base/embedded.hpp"

namespace eeveon::cli::demo {
namespace {

// A commit in the words of git fast-import.
std::string first_commit() {
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  const auto data = [](std::string_view text) { return fmt::format("data {}\n{}\n", text.size(), text); };
  auto out = fmt::format("commit refs/heads/main\ncommitter Eeveon <demo@eeveon.invalid> {} +0000\n{}", now,
                         data("The first release of the demo"));
  for (const auto& file : embedded::demo_site())
    out += fmt::format("M 100644 inline {}\n{}", file.path, data(file.bytes));
  return out;
}

asio::awaitable<result<>> git(launcher& programs, std::vector<std::string> words, std::string input) {
  program ask{.argv = std::move(words)};
  ask.argv.insert(ask.argv.begin(), "git");
  ask.input = std::move(input);
  const auto end = co_await programs.run(std::move(ask), {});
  if (!end) co_return std::unexpected(end.error());
  if (end->exit_code != 0) co_return fail(errc::io, "git failed: " + end->errors, "demo repository");
  co_return result<>{};
}

// Within single quotes of a shell.
std::string quoted(const fs::path& path) {
  std::string out = "'";
  for (const char c : path.string()) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string url_of(const fs::path& repository) { return "file://" + repository.string(); }

asio::awaitable<result<>> make_repository(launcher& programs, fs::path repository) {
  if (fs::exists(repository)) co_return result<>{};
  const auto fresh = fs::path(repository.string() + ".new");
  std::error_code error;
  fs::remove_all(fresh, error);
  std::vector<std::string> init{"init", "--quiet", "--bare", "--initial-branch=main", fresh};
  if (auto made = co_await git(programs, std::move(init), {}); !made) co_return made;
  std::vector<std::string> import{"-C", fresh, "fast-import", "--quiet"};
  if (auto made = co_await git(programs, std::move(import), first_commit()); !made) co_return made;
  fs::rename(fresh, repository, error);
  if (error) co_return fail(errc::io, error.message(), repository.string());
  co_return result<>{};
}

result<> write_hook(const fs::path& repository, const fs::path& program, const fs::path& data) {
  const auto text = fmt::format(R"(#!/bin/sh
# Tells Eeveon about a push, as GitHub would. A push never fails because of it.
{} demo-hook --data {} || true
)",
                                quoted(program), quoted(data));
  std::error_code error;
  fs::create_directories(repository / "hooks", error);
  return up::write_file(repository / "hooks" / "post-receive", text, 0755);
}

}  // namespace eeveon::cli::demo
