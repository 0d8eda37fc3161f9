#include "tests/workers/node_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/support/child.hpp"

namespace eeveon::test {
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
