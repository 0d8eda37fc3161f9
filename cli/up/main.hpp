// `eeveon up`: everything Eeveon needs on one machine, in one process tree.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace eeveon::up {

struct options {
  std::filesystem::path program;  // the eeveon executable, for the processes below
  std::filesystem::path data;
  std::string listen = "127.0.0.1:8080";
  std::string public_url;            // what links begin with; empty: the listening address
  std::vector<std::string> proxies;  // addresses whose X-Forwarded-* headers are believed
  int workers = 1;
  bool demo = true;
  std::string database;  // existing servers instead of private ones; empty: private
  std::string database_admin;
  std::string redis;
  std::string lease = "30s";
  std::vector<std::string> file_roots;  // beside the demo's own
};

// Runs until Ctrl-C, SIGTERM or SIGHUP; an exit code of the command line.
int run(options chosen);

}  // namespace eeveon::up
