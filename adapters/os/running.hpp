// A program under its warden, with its pipes on Asio.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "adapters/os/warden.hpp"

namespace eeveon {

namespace asio = boost::asio;

// Owns the pipes and the control socket. Destroying it ends the program and all its descendants: the warden
// reads the end of its control socket as KILL. A program that was let go ends with its input, whenever that
// is; nobody waits for it, but its end is taken note of.
class running_program {
 public:
  running_program(asio::any_io_executor executor, const started_program& started);
  ~running_program();
  running_program(const running_program&) = delete;
  running_program& operator=(const running_program&) = delete;

  void ask(char what);  // warden_terminate or warden_kill
  // When the program and every descendant are gone. Once; not interrupted by cancellation of the caller.
  asio::awaitable<warden_report> report();

  asio::posix::stream_descriptor in, out, err;

 private:
  asio::posix::stream_descriptor control_;
  pid_t warden_;
  bool let_go_;
};

}  // namespace eeveon
