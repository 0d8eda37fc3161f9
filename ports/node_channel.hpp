// The way to a node: verbs of its script, and trees of files. One sentence in, one answer back, over a
// session that is kept open between calls.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/base/failure.hpp"
#include "core/node/events.hpp"

namespace eeveon {

namespace asio = boost::asio;

class node_channel {
 public:
  virtual ~node_channel() = default;
  // Says `verb` with `args` and gives the words after "ok". `on_output` gets what a hook prints; may be
  // empty. unavailable: the node was not reached and nothing was asked. unknown_outcome: the answer was lost
  // or did not come within `limit`. fenced: the node has seen a higher fence. refused: the host key changed,
  // or the verb says no. Other codes are the verb's own. Cancelling the awaiting coroutine gives up the
  // session.
  virtual asio::awaitable<result<std::vector<std::string>>> call(
      node_registered node, std::string verb, std::vector<std::string> args, std::chrono::milliseconds limit,
      std::function<void(std::string_view)> on_output) = 0;
  // Makes the folder `to` (below the node's root) equal to `from` (a folder here), linking what is equal in
  // `reuse` (below the node's root; may be empty). unavailable: try again; the folder may be half filled.
  virtual asio::awaitable<result<>> send(node_registered node, std::string from, std::string to,
                                         std::string reuse, std::chrono::milliseconds limit) = 0;
  // The host keys a machine shows ("ssh-ed25519 AAAA…"), best first, to be confirmed by a person.
  virtual asio::awaitable<result<std::vector<std::string>>> scan_host_keys(std::string host, int port) = 0;
};

}  // namespace eeveon
