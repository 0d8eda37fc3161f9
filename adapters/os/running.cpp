#include "adapters/os/running.hpp"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace eeveon {
namespace {

// A child that has ended stays in the list of processes until its parent has asked about it.
void note_end_of(pid_t warden, asio::any_io_executor executor) {
  const int ended = static_cast<int>(syscall(SYS_pidfd_open, warden, 0));
  if (ended < 0) return;
  const auto watched = std::make_shared<asio::posix::stream_descriptor>(executor, ended);
  watched->async_wait(asio::posix::stream_descriptor::wait_read,
                      [watched, warden](boost::system::error_code error) {
                        if (!error) waitpid(warden, nullptr, 0);
                      });
}

}  // namespace

running_program::running_program(asio::any_io_executor executor, const started_program& started)
    : in(executor, started.in),
      out(executor, started.out),
      err(executor, started.err),
      control_(executor, started.control),
      warden_(started.warden),
      let_go_(started.let_go) {}

running_program::~running_program() {
  if (warden_ <= 0) return;
  ask(warden_kill);
  // The warden needs a moment (it ends every descendant first); it is ours, so waiting is bounded by the
  // kernel.
  boost::system::error_code ignored;
  control_.close(ignored);
  if (let_go_)
    note_end_of(warden_, out.get_executor());
  else
    waitpid(warden_, nullptr, 0);
}

void running_program::ask(char what) {
  // A socket never takes a signal for this: a warden that is gone has nothing left to be asked.
  [[maybe_unused]] const auto written = ::write(control_.native_handle(), &what, 1);
}

asio::awaitable<warden_report> running_program::report() {
  warden_report got{};
  const auto token = asio::as_tuple(asio::use_awaitable);
  const auto [error, count] = co_await asio::async_read(control_, asio::buffer(&got, sizeof got), token);
  if (count != sizeof got) got.wait_status = SIGKILL;  // somebody killed the warden itself
  if (!error || error == asio::error::eof) {
    if (let_go_ && count != sizeof got)
      note_end_of(warden_, out.get_executor());
    else
      waitpid(warden_, nullptr, 0);
    warden_ = -1;
  }
  co_return got;
}

}  // namespace eeveon
