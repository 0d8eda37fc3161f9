#include "tests/support/redis_fixture.hpp"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "tests/support/child.hpp"

namespace eeveon::test {
namespace {

bool accepts(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un where{};
  where.sun_family = AF_UNIX;
  std::strncpy(where.sun_path, path.c_str(), sizeof(where.sun_path) - 1);
  const bool connected = connect(fd, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
  close(fd);
  return connected;
}

}  // namespace

redis_fixture::redis_fixture() : folder_(make_folder("eeveon-redis")) { start(); }

redis_fixture::~redis_fixture() {
  end_child(pid_, SIGKILL);
  remove_folder(folder_);
}

std::string redis_fixture::url() const { return "unix://" + folder_ + "/socket"; }

void redis_fixture::kill() {
  end_child(pid_, SIGKILL);
  pid_ = 0;
}

void redis_fixture::start() {
  std::filesystem::remove(folder_ + "/socket");
  pid_ = start_child({"redis-server", "--port", "0", "--unixsocket", folder_ + "/socket", "--save", "",
                      "--appendonly", "no", "--dir", folder_},
                     {});
  wait_until("Redis", accepts, folder_ + "/socket");
}

}  // namespace eeveon::test
