#include "workers/mirror_compactor.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>

#include "catalog/actions/git.hpp"

namespace eeveon::workers {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

// Builds go before.
program gently(run_program asked) {
  asked.argv.insert(asked.argv.begin(), {"nice", "-n", "19"});
  return {.argv = std::move(asked.argv), .variables = std::move(asked.variables), .limit = asked.limit};
}

// What a fetch had received that was killed or found the disk full. Below its thresholds git leaves it there.
// Nothing that still runs is as old: a fetch ends after ten minutes, a compaction after an hour.
program remove_remains(const std::string& mirror) {
  return {.argv = {"find", mirror + "/objects/pack", "-name", "tmp_*", "-mmin", "+120", "-delete"}};
}

std::vector<std::string> mirrors_in(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".git") out.push_back(at->path());
  return out;
}

}  // namespace

asio::awaitable<int> compact_mirrors(launcher& programs, std::string folder) {
  int failed = 0;
  for (const auto& mirror : mirrors_in(folder)) {
    (void)co_await programs.run(remove_remains(mirror), nullptr);
    const auto ended = co_await programs.run(gently(collect_garbage(mirror)), nullptr);
    if (ended && ended->exit_code == 0) continue;
    ++failed;
    const observation seen{.code = ended ? ended->exit_code : -1,
                           .errors = ended ? ended->errors : "fatal: " + ended.error().detail,
                           .timed_out = ended && ended->timed_out};
    spdlog::warn("mirror {}: {}", mirror, git_reason(seen));
  }
  co_return failed;
}

asio::awaitable<void> keep_mirrors_compact(launcher& programs, std::string folder) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(1h);
    co_await timer.async_wait(asio::use_awaitable);
    (void)co_await compact_mirrors(programs, folder);
  }
}

}  // namespace eeveon::workers
