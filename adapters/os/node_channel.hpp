// The way to nodes: a kept-open node script per node, as a child of ours (kind "local") or over OpenSSH (kind
// "ssh").
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "adapters/os/ssh.hpp"
#include "ports/launcher.hpp"
#include "ports/node_channel.hpp"

namespace eeveon {

namespace os {
// `programs` outlives the channel. The private key for ssh is <data>/ssh/id_ed25519, made at its first use.
std::unique_ptr<node_channel> make_node_channel(asio::any_io_executor executor, launcher& programs,
                                                const std::string& data);
}  // namespace os

// The text of the node's script and the name it is installed under, "node-<sha256>".
std::string_view node_script_text();
std::string node_script_name();

}  // namespace eeveon
