// The worker process: the hands. Plain settings in, an exit code out.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace eeveon::workers {

struct worker_options {
  std::string name = "worker-1";        // unique among all workers of a database: leases are held under it
  std::string database_url;             // as eeveon_app
  std::string redis_url;                // "redis://host:port" or "unix:/path/to/socket"
  std::string data;                     // mirrors, work folders, artifacts, ssh configuration; made if absent
  std::vector<std::string> file_roots;  // folders below which file: repositories are accepted
  std::string git_credentials;          // for https repositories, as git's credential store; read at each use
  int writers = 1;                      // connections of the appender
  int slots = 4;                        // runs performed side by side
  std::chrono::milliseconds lease{30000};  // 2 s at least; renewed every sixth of it
  std::chrono::milliseconds drain{30000};  // what running steps get to end after SIGTERM
};

// Works until SIGTERM or SIGINT, then hands unfinished runs back. 0: stopped cleanly; 1: something went
// wrong; 2: could not start, said in one line on standard error.
int run_worker(worker_options options);

}  // namespace eeveon::workers
