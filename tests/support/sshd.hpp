// A real sshd on loopback, and the small files such servers are set up with.
#pragma once

#include <string>

namespace eeveon::test {

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);  // with the folders on the way
std::string user_name();                                            // whoever we are

// One sshd with a host key of its own on a free port of 127.0.0.1.
class sshd {
 public:
  sshd(const std::string& folder, const std::string& authorized_key);
  ~sshd();
  void start();
  void kill();  // the daemon and every connection
  int port() const { return port_; }
  std::string host_key() const;  // "ssh-ed25519 AAAA…"

 private:
  std::string folder_;
  int port_ = 0, pid_ = 0;
};

}  // namespace eeveon::test
