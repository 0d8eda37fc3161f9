// One repository, reached over a real sshd and over a real https server on loopback that wants a login.
#pragma once

#include <memory>
#include <string>

#include "tests/support/sshd.hpp"

namespace eeveon::test {

struct served_repository {
  served_repository();
  ~served_repository();

  std::string over_ssh() const;
  std::string over_https(const std::string& name = "shop.git") const;
  std::string credentials_line(const std::string& token) const;  // for the credentials file

  // The sshd starts with `key`, a public one, let in.
  void serve_ssh(const std::string& key);
  // An https server whose certificate is in `certificate`; "forbidden.git" is refused to everybody.
  void serve_https();

  std::string folder, commit;
  std::string certificate = {};
  std::unique_ptr<sshd> daemon = {};

 private:
  int https_pid_ = 0;
  std::string https_port_;
};

}  // namespace eeveon::test
