#include "adapters/os/node_session.hpp"

#include <poll.h>
#include <sys/wait.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "adapters/os/launcher.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon {
namespace {
constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t line_cap = 1 << 20;
}  // namespace

node_session::node_session(asio::any_io_executor executor, const started_program& started)
    : idle(executor), child_(executor, started), limit_(executor) {}

result<std::shared_ptr<node_session>> node_session::start(asio::any_io_executor executor,
                                                          std::vector<std::string> argv, bool here) {
  const auto started = start_under_warden({std::move(argv), "/", scrubbed_environment(), here});
  if (!started) return std::unexpected(started.error());
  std::shared_ptr<node_session> self(new node_session(executor, *started));
  asio::co_spawn(executor, drain_errors(self), asio::detached);
  return self;
}

// Holds the session weakly: its pipes close with it, and then the read below ends.
asio::awaitable<void> node_session::drain_errors(std::shared_ptr<node_session> self) {
  std::weak_ptr<node_session> weak = self;
  auto& from = self->child_.err;
  self.reset();
  std::string chunk(4096, '\0');
  for (;;) {
    const auto [error, count] = co_await from.async_read_some(asio::buffer(chunk), token);
    const auto alive = weak.lock();
    if (error || !alive) co_return;
    alive->last_words_.append(chunk, 0, count);
    if (alive->last_words_.size() > 16384) alive->last_words_.erase(0, alive->last_words_.size() - 8192);
  }
}

void node_session::bound_by(std::chrono::milliseconds limit) {
  timed_out_ = false;
  limit_.expires_after(limit);
  limit_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self || self->limit_.expiry() > std::chrono::steady_clock::now()) return;
    self->timed_out_ = true;
    self->child_.out.cancel();
    self->child_.in.cancel();
  });
}

asio::awaitable<result<std::string>> node_session::read_line() {
  const auto [error, count] =
      co_await asio::async_read_until(child_.out, asio::dynamic_buffer(buffer_, line_cap), '\n', token);
  if (error) co_return fail(timed_out_ ? errc::timed_out : errc::unknown_outcome, "no answer");
  auto line = buffer_.substr(0, count - 1);
  buffer_.erase(0, count);
  co_return line;
}

asio::awaitable<bool> node_session::greeted(std::chrono::milliseconds limit) {
  bound_by(limit);
  // Whatever the login shell prints first is skipped, as far as it is bounded.
  for (int lines = 0; lines < 100; ++lines) {
    const auto line = co_await read_line();
    if (!line) break;
    if (*line != "eeveon-node 1") continue;
    limit_.cancel();
    co_return true;
  }
  limit_.cancel();
  co_return false;
}

asio::awaitable<result<std::string>> node_session::ask(std::string line, std::chrono::milliseconds limit,
                                                       std::function<void(std::string_view)> on_output) {
  const auto keep = shared_from_this();
  bound_by(limit);
  const auto [error, written] = co_await asio::async_write(child_.in, asio::buffer(line), token);
  if (error) co_return fail(errc::unavailable, "the connection is gone");
  EEVEON_FAILPOINT("W4");
  for (;;) {
    auto answer = co_await read_line();
    if (!answer) co_return answer;
    if (answer->starts_with("| ") || *answer == "|") {
      if (on_output) on_output(answer->erase(0, std::min<std::size_t>(2, answer->size())) + '\n');
      continue;
    }
    if (answer->empty()) continue;  // the end of a hook's output
    limit_.cancel();
    co_return answer;
  }
}

bool node_session::is_dead() const {
  auto& out = const_cast<asio::posix::stream_descriptor&>(child_.out);
  pollfd watched{out.native_handle(), POLLIN, 0};
  return ::poll(&watched, 1, 0) != 0;  // nothing may come unasked: it is the end, or nonsense
}

asio::awaitable<int> node_session::exit_code() {
  // It is ending by itself, or hangs: its own exit code is worth a moment.
  const auto keep = shared_from_this();
  limit_.expires_after(std::chrono::seconds(1));
  limit_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    if (const auto self = weak.lock(); self && !error) self->child_.ask(warden_kill);
  });
  const auto report = co_await child_.report();
  limit_.cancel();
  if (report.start_error != 0) co_return 127;
  co_return WIFEXITED(report.wait_status) ? WEXITSTATUS(report.wait_status)
                                          : 128 + WTERMSIG(report.wait_status);
}

}  // namespace eeveon
