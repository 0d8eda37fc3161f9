#include "adapters/os/launcher.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "adapters/os/running.hpp"
#include "adapters/os/sandbox.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon {
namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);
using clock = std::chrono::steady_clock;

// Shared by the coroutines that serve one program; the last one to end lets it go.
struct job {
  job(asio::any_io_executor executor, const started_program& started)
      : child(executor, started), changed(executor) {}
  running_program child;
  asio::steady_timer changed;  // cancelled when something below has changed
  std::function<void(std::string_view)> on_output;
  std::string input;
  program_end end;
  std::int64_t cap = 0, seen = 0;
  std::optional<limit_signs> signs;  // of a build
  int open = 2;                      // of stdout and stderr
  bool reported = false;
  warden_report report;
};
constexpr std::size_t errors_cap = 64 * 1024;

void take(job& j, std::string_view chunk, bool is_error) {
  if (j.end.output_exceeded) return;
  const auto room = static_cast<std::size_t>(j.cap - j.seen);
  if (chunk.size() > room) {
    chunk = chunk.substr(0, room);
    j.end.output_exceeded = true;
    j.child.ask(warden_kill);
  }
  j.seen += static_cast<std::int64_t>(chunk.size());
  if (j.signs) j.signs->see(chunk);
  if (is_error) j.end.errors.append(chunk.substr(0, errors_cap - std::min(errors_cap, j.end.errors.size())));
  if (j.on_output)
    j.on_output(chunk);
  else if (!is_error)
    j.end.output += chunk;
}

asio::awaitable<void> drain(std::shared_ptr<job> j, bool is_error) {
  std::string buffer(64 * 1024, '\0');
  auto& from = is_error ? j->child.err : j->child.out;
  for (;;) {
    const auto [error, count] = co_await from.async_read_some(asio::buffer(buffer), token);
    if (count > 0) take(*j, std::string_view(buffer).substr(0, count), is_error);
    if (error) break;
  }
  --j->open;
  j->changed.cancel();
}

asio::awaitable<void> feed(std::shared_ptr<job> j) {
  co_await asio::async_write(j->child.in, asio::buffer(j->input), token);
  boost::system::error_code ignored;
  j->child.in.close(ignored);
}

asio::awaitable<void> await_report(std::shared_ptr<job> j) {
  j->report = co_await j->child.report();
  j->reported = true;
  j->changed.cancel();
}

class linux_launcher final : public launcher {
 public:
  linux_launcher(asio::any_io_executor executor, launcher_options options)
      : executor_(executor), options_(options), sandbox_(options.builds, options.home) {
    ::signal(SIGPIPE, SIG_IGN);
  }

  asio::awaitable<result<program_end>> run(program what,
                                           std::function<void(std::string_view)> on_output) override {
    start_request request{what.argv, what.folder, scrubbed_environment()};
    if (what.isolation == sandbox::build) {
      if (auto given = sandbox_.hand_over(what.writable); !given) co_return std::unexpected(given.error());
      request.argv = sandbox_.wrap(what.argv, what.folder.empty() ? "/" : what.folder, what.writable);
      request.variables["HOME"] = sandbox_.home();
      request.file_size = sandbox_.limits().file;
    }
    for (auto& [key, value] : what.variables) request.variables[key] = value;
    const auto began = clock::now();
    const auto started = start_under_warden(request);
    if (!started) co_return std::unexpected(started.error());
    EEVEON_FAILPOINT("W4");

    auto j = std::make_shared<job>(executor_, *started);
    j->on_output = std::move(on_output);
    j->input = std::move(what.input);
    j->cap = what.output_cap;
    if (what.isolation == sandbox::build) j->signs.emplace();
    asio::co_spawn(executor_, drain(j, false), asio::detached);
    asio::co_spawn(executor_, drain(j, true), asio::detached);
    asio::co_spawn(executor_, feed(j), asio::detached);
    asio::co_spawn(executor_, await_report(j), asio::detached);

    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    // The report comes last, when no descendant is left; by then the pipes have ended too.
    auto deadline = began + what.limit;
    bool asked = false;
    while (!j->reported || j->open > 0) {
      j->changed.expires_at(deadline);
      const auto [error] = co_await j->changed.async_wait(token);
      const bool cancelled =
          (co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none;
      if (cancelled && !asked) {
        j->end.cancelled = true;
      } else if (error) {
        continue;  // something changed
      } else if (asked) {
        j->child.ask(warden_kill);
        deadline = clock::now() + std::chrono::hours(24);
        continue;
      } else {
        j->end.timed_out = true;
      }
      j->child.ask(warden_terminate);
      deadline = clock::now() + options_.grace;
      asked = true;
    }
    co_await asio::this_coro::throw_if_cancelled(throws);
    j->on_output = nullptr;
    auto end = std::move(j->end);
    if (j->report.start_error != 0)
      co_return fail(j->report.start_error == ENOENT ? errc::not_found : errc::io,
                     "'" + what.argv[0] + "' cannot be started: " + std::strerror(j->report.start_error),
                     what.argv[0]);
    const int status = j->report.wait_status;
    end.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (j->signs) end.advice = j->signs->advice(end.exit_code, sandbox_.limits());
    end.took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - began);
    co_return end;
  }

  std::string sandbox_warning() const override { return sandbox_.warning(); }

 private:
  asio::any_io_executor executor_;
  launcher_options options_;
  build_sandbox sandbox_;
};

}  // namespace

std::map<std::string, std::string> scrubbed_environment() {
  const char* home = std::getenv("HOME");
  return {{"PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"},
          {"HOME", home && *home == '/' ? home : "/"},
          {"LANG", "C.UTF-8"}};
}

std::unique_ptr<launcher> os::make_launcher(asio::any_io_executor executor, launcher_options options) {
  return std::make_unique<linux_launcher>(executor, options);
}

}  // namespace eeveon
