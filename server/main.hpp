// The server process: the ears, the projector, the reactors and the page. Plain settings in, an exit code
// out.
#pragma once

#include <string>
#include <vector>

namespace eeveon::server {

// The secret of one hook, kept in a file of one line, or two while it is being rotated.
struct hook_secret {
  std::string name;  // "default" answers at /hooks/github, "acme" at /hooks/github/acme
  std::string file;
};

struct server_options {
  std::string name = "server-1";  // unique among all servers of a database: held locks and logs carry it
  std::string database_url;       // as eeveon_app
  std::string redis_url;          // "redis://host:port" or "unix:/path/to/socket"
  std::string listen = "127.0.0.1:8080";
  std::string public_url;                 // what links begin with; empty: http:// and the listening address
  std::string data;                       // folder of the server's own: mirrors for polling, known hosts
  std::string admin_token_file;           // its one line is accepted as the API token of "admin"; empty: none
  std::vector<hook_secret> hook_secrets;  // a hook without a secret is refused
  std::vector<std::string> proxies;       // addresses whose X-Forwarded-* headers are believed
  std::vector<std::string> file_roots;    // folders below which file: repositories are accepted
  std::string ssh_key;                    // private key for ssh repositories, made if absent
  std::string git_credentials;      // for https repositories, as git's credential store; read at each use
  int connections_per_peer = 1000;  // open at once from one address
  int requests_per_second = 500;    // from one other machine, twice as many at once; 0: no limit
  bool every_delivery_is_a_noop =
      false;        // for benches: each accepted delivery starts one run that does nothing
  int writers = 2;  // connections of the appender
};

// Serves until SIGTERM or SIGINT, then finishes what it has begun. 0: stopped cleanly; 1: something went
// wrong; 2: could not start (configuration, database, address in use), said in one line on standard error.
int run_server(server_options options);

}  // namespace eeveon::server
