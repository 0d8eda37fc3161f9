// What git may use to reach repositories: files of this process's own, never those of the user it runs as.
#pragma once

#include <string>
#include <vector>

namespace eeveon {

struct git_access {
  std::string ssh_config;            // empty: ssh is not used at all
  std::string identity;              // private key; its public half stands beside it in .pub
  std::string known_hosts;           // what hosts showed at first, or the operator has put there
  std::vector<std::string> pinned;   // names in it, as "host" or "[host]:port"
  std::string credentials;           // in the format of git's credential store; it need not be there
  std::string unused_because;        // why `credentials` is not used though it is there; else empty
  std::string ca_file;               // certificates that https trusts; empty: the system's
  std::vector<std::string> secrets;  // passwords and tokens in `credentials`
};

}  // namespace eeveon
