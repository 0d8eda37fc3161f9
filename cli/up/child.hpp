// One process below us: started by us or found running, waited for without threads or SIGCHLD.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon::up {

namespace asio = boost::asio;
namespace fs = std::filesystem;

struct program_start {
  std::vector<std::string> argv;
  fs::path log;              // standard output and error are appended here
  std::string user;          // runs as this user; empty: as we do
  bool dies_with_us = true;  // killed by the kernel when our process ends, however it ends
};

class child {
 public:
  // In a process group of its own, so that a Ctrl-C on the terminal reaches only us.
  static result<child> start(asio::any_io_executor io, const program_start& what);
  // A process left over from an earlier life: the one whose id `pid_file` begins with, when it is alive and
  // works in `folder`. errc::not_found when there is none.
  static result<child> adopt(asio::any_io_executor io, const fs::path& pid_file, const fs::path& folder);

  pid_t pid() const { return pid_; }
  void signal(int number);
  // The exit code, 128 + signal, or 0 for an adopted process, whose code nobody else gets to know.
  asio::awaitable<int> wait_end();

 private:
  child(asio::any_io_executor io, pid_t pid, int descriptor, bool ours);
  pid_t pid_;
  bool ours_;
  asio::posix::stream_descriptor ended_;  // of the process itself: readable once it has ended
};

// Starts a program and waits for its end; its exit code.
asio::awaitable<result<int>> run_to_end(program_start what);

// The last lines of a log, for telling why something would not start.
std::string tail_of(const fs::path& log);

}  // namespace eeveon::up
