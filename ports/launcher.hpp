// Runs programs: always an argument vector, never a shell string; bounded in time and output; every
// descendant ends with the program.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

enum class sandbox { none, build };  // build: bubblewrap, only `writable` folders, private processes

struct program {
  std::vector<std::string> argv;                 // argv[0] is looked up in the scrubbed PATH
  std::string folder;                            // working directory; empty: "/"
  std::map<std::string, std::string> variables;  // added to the scrubbed environment (PATH, HOME, LANG only)
  std::chrono::milliseconds limit{60000};        // wall clock; then TERM, 10 s, KILL to all descendants
  std::int64_t output_cap = 10 * 1000 * 1000;  // bytes; beyond it the program is ended with `output_exceeded`
  sandbox isolation = sandbox::none;
  std::vector<std::string> writable;  // with sandbox::build
  std::string input;                  // written to stdin, then closed
};

struct program_end {
  int exit_code = -1;  // 128 + signal when ended by a signal
  bool timed_out = false;
  bool output_exceeded = false;
  bool cancelled = false;
  std::string output;  // stdout, at most the cap (only when no `on_output` was given)
  std::string errors;  // stderr, at most 64 KiB
  std::string advice;  // with sandbox::build: the limit that a program which failed has met, and the fix
  std::chrono::milliseconds took{0};
};

class launcher {
 public:
  virtual ~launcher() = default;
  // `on_output` gets stdout and stderr as they come (any chunking); may be empty. Failure only when the
  // program could not be started at all; every ending of a started program is a value. Cancelling the
  // awaiting coroutine ends the program and all its descendants first.
  virtual asio::awaitable<result<program_end>> run(program what,
                                                   std::function<void(std::string_view)> on_output) = 0;
  // One sentence when sandbox::build is not to be had here (the run's log shows it), else empty.
  virtual std::string sandbox_warning() const = 0;
};

}  // namespace eeveon
