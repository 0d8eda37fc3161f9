// Starts a program under a warden: a tiny process of ours that adopts every descendant of the program, also
// those that left its session, and ends when the last of them is gone. So "the program and all its
// descendants" is a set nobody can leave, and it ends even when this process is killed.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon {

struct start_request {
  std::vector<std::string> argv;                 // argv[0]: a path, or looked up in PATH of `variables`
  std::string folder;                            // absolute; empty: "/"
  std::map<std::string, std::string> variables;  // the whole environment
  // The program is not ended: it ends by itself when its input does, and what it has left running stays. Its
  // warden ends with it, so that there is always somebody to take note of its end.
  bool let_go = false;
  std::int64_t file_size = 0;  // bytes that any file it writes may have; 0: as this process may
};

// Our ends of the pipes, all close-on-exec; the caller owns them.
struct started_program {
  pid_t warden = -1;
  int control = -1;  // a socket: write warden_terminate or warden_kill; read one warden_report, then EOF
  int in = -1, out = -1, err = -1;
  bool let_go = false;  // as asked for
};

struct warden_report {
  int start_error = 0;  // errno when the program could not be started
  int wait_status = 0;  // as of waitpid
};
inline constexpr char warden_terminate = 'T';  // TERM to the program's process group
inline constexpr char warden_kill = 'K';       // KILL to everything at once; also what EOF means

// errc::not_found when argv[0] is nowhere, io when the system refuses.
result<started_program> start_under_warden(const start_request& what);

// Where a program would be found; empty when nowhere.
std::string find_program(const std::string& name, const std::string& path);

}  // namespace eeveon
