#include "tests/workers/node_fixture.hpp"

#include <arpa/inet.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

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

std::string user_name() { return ::getpwuid(::geteuid())->pw_name; }

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

node_fixture::node_fixture() : folder(make_folder("nodes")) {
  programs = os::make_launcher(io.get_executor(), {.home = folder});
  nodes = os::make_node_channel(io.get_executor(), *programs, folder + "/data");
  artifacts = os::make_artifact_store(io.get_executor(), folder + "/data");
  std::filesystem::create_directories(folder + "/data/ssh");
  run_child({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder + "/data/ssh/id_ed25519"});
}

node_fixture::~node_fixture() {
  nodes.reset();
  daemons.clear();
  io.poll();
  remove_folder(folder);
}

node_registered node_fixture::local(const std::string& name) {
  return {.name = name, .kind = "local", .address = "127.0.0.1", .root = folder + "/" + name};
}

node_registered node_fixture::over_ssh(const std::string& name) {
  daemons.push_back(
      std::make_unique<sshd>(folder + "/sshd-" + name, read_file(folder + "/data/ssh/id_ed25519.pub")));
  node_registered out{
      .name = name, .kind = "ssh", .address = "127.0.0.1", .root = folder + "/" + name, .user = user_name()};
  out.port = daemons.back()->port();
  out.host_key = daemons.back()->host_key();
  return out;
}

result<std::vector<std::string>> node_fixture::call(const node_registered& node, std::string verb,
                                                    std::vector<std::string> args,
                                                    std::chrono::milliseconds limit) {
  auto to = node;
  return wait(io, nodes->call(std::move(to), std::move(verb), std::move(args), limit, {}));
}

result<> node_fixture::send(const node_registered& node, const packed_artifact& what, const std::string& to,
                            const std::string& reuse) {
  auto target = node;
  auto from = artifacts->tree(what.id).value();
  return wait(io, nodes->send(std::move(target), std::move(from), to, reuse, std::chrono::seconds(30)));
}

packed_artifact node_fixture::pack(const std::vector<std::pair<std::string, std::string>>& files) {
  const auto source = folder + "/source";
  std::filesystem::remove_all(source);
  for (const auto& [path, text] : files) write_file(source + '/' + path, text);
  return wait(io, artifacts->pack({.root = source})).value();
}

void node_fixture::release(const node_registered& node, const std::string& id, const packed_artifact& what,
                           const std::string& fence, const std::string& reuse) {
  const auto incoming = ".incoming-run_1-" + fence;
  const auto prepared = call(node, "prepare", {"shop", "live", "1000", fence});
  BOOST_REQUIRE_MESSAGE(prepared.has_value(), (prepared ? "" : prepared.error().detail));
  const auto sent =
      send(node, what, "shop/live/releases/" + incoming, reuse.empty() ? "" : "shop/live/releases/" + reuse);
  BOOST_REQUIRE_MESSAGE(sent.has_value(), (sent ? "" : sent.error().detail));
  const auto sealed = call(node, "verify", {"shop", "live", id, to_hex(what.id), incoming});
  BOOST_REQUIRE_MESSAGE(sealed.has_value(), (sealed ? "" : sealed.error().detail));
}

}  // namespace eeveon::test
