// A demo node's web server: the files of the live release, nothing else.
#pragma once

#include <string>

namespace eeveon::cli::demo {

struct file_answer {
  int status = 200;
  std::string type, body;
};

// Reads what GET `target` means below `root`/current. Neither dots in the target nor symlinks lead out of
// `root`, which holds the release that `current` names.
file_answer read_live_file(const std::string& root, std::string_view target);

// Serves until SIGTERM or SIGINT; an exit code.
int serve_node(const std::string& address, int port, const std::string& root);

}  // namespace eeveon::cli::demo
