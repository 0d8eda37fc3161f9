// Nodes for tests: folders on this machine, reached as children or through real sshd processes on loopback.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "adapters/os/artifact_store.hpp"
#include "adapters/os/launcher.hpp"
#include "adapters/os/node_channel.hpp"
#include "tests/support/io.hpp"
#include "tests/support/sshd.hpp"

namespace eeveon::test {

struct node_fixture {
  node_fixture();
  ~node_fixture();

  node_registered local(const std::string& name);
  node_registered over_ssh(const std::string& name);  // with an sshd of its own

  result<std::vector<std::string>> call(const node_registered& node, std::string verb,
                                        std::vector<std::string> args,
                                        std::chrono::milliseconds limit = std::chrono::seconds(20));
  result<> send(const node_registered& node, const packed_artifact& what, const std::string& to,
                const std::string& reuse = {});
  // An artifact of these files (path -> content).
  packed_artifact pack(const std::vector<std::pair<std::string, std::string>>& files);
  // Sends and seals a release on a node; its digest is the artifact's.
  void release(const node_registered& node, const std::string& id, const packed_artifact& what,
               const std::string& fence, const std::string& reuse = {});

  std::string folder;
  boost::asio::io_context io;
  std::unique_ptr<launcher> programs;
  std::unique_ptr<node_channel> nodes;
  std::unique_ptr<artifact_store> artifacts;
  std::vector<std::unique_ptr<sshd>> daemons;
};

bool failed_as(const auto& got, errc code) { return !got.has_value() && got.error().code == code; }
}  // namespace eeveon::test
