#include "tests/support/sshd.hpp"

#include <arpa/inet.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "tests/support/child.hpp"

namespace eeveon::test {
namespace {

int free_port() {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(s, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(s, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(s);
  return ntohs(address.sin_port);
}

bool listens(const std::string& port) {
  const int s = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
  const bool open = ::connect(s, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(s);
  return open;
}

}  // namespace

std::string user_name() { return ::getpwuid(::geteuid())->pw_name; }

std::string read_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}
void write_file(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

sshd::sshd(const std::string& folder, const std::string& authorized_key)
    : folder_(folder), port_(free_port()) {
  std::filesystem::create_directories(folder_);
  ::mkdir("/run/sshd", 0755);  // Debian's sshd insists on it; only root needs and can make it
  run_child({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder_ + "/host_key"});
  write_file(folder_ + "/authorized_keys", authorized_key);
  write_file(folder_ + "/config",
             "Port " + std::to_string(port_) + "\nListenAddress 127.0.0.1\nHostKey " + folder_ +
                 "/host_key\nPidFile none\n" + "AuthorizedKeysFile " + folder_ +
                 "/authorized_keys\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n" +
                 "PermitRootLogin yes\nPrintMotd no\nMaxStartups 100\n");
  start();
}

void sshd::start() {
  pid_ = start_child({"/usr/sbin/sshd", "-D", "-e", "-f", folder_ + "/config"}, folder_ + "/log");
  wait_until("sshd", listens, std::to_string(port_));
}

void sshd::kill() {
  // Sessions are children of the daemon and groups of their own: they are found by their parent.
  std::vector<int> all{pid_};
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::ifstream children("/proc/" + std::to_string(all[i]) + "/task/" + std::to_string(all[i]) +
                           "/children");
    for (int pid; children >> pid;) all.push_back(pid);
  }
  for (std::size_t i = all.size(); i-- > 1;) ::kill(all[i], SIGKILL);
  end_child(pid_, SIGKILL);
  pid_ = 0;
}

sshd::~sshd() {
  if (pid_) kill();
}

std::string sshd::host_key() const {
  std::istringstream words(read_file(folder_ + "/host_key.pub"));
  std::string type, key;
  words >> type >> key;
  return type + ' ' + key;
}

}  // namespace eeveon::test
