// Artifacts on this worker: immutable trees named by their digest.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct packed_artifact {
  digest id;
  std::string manifest;  // see core/release/manifest.hpp
  std::int64_t files = 0, bytes = 0;
};

// What to pack: the folder `output` below `root`, without what its .deployignore and `ignore` name. A build
// has written there whatever it liked: neither `output` nor anything in it is reached through a link.
struct pack_request {
  std::string root;         // absolute
  std::string output = {};  // relative; empty: `root` itself
  std::vector<std::string> ignore = {};
  std::chrono::milliseconds limit{30 * 60000};
};

class artifact_store {
 public:
  virtual ~artifact_store() = default;
  // Copies a tree into the store. not_found: there is no such `output`. refused: a link that leaves the tree
  // or stands on the way to it, a name with control characters, a file of a strange kind. too_large: more
  // files, bytes or lines to ignore than an artifact may have. timed_out, cancelled: given up in the middle.
  virtual asio::awaitable<result<packed_artifact>> pack(pack_request what) = 0;
  // The folder that holds the artifact's files; not_found when this worker does not have it.
  virtual result<std::string> tree(const digest& id) = 0;
  // What has been neither packed nor asked for by tree() for so long.
  virtual asio::awaitable<result<std::vector<digest>>> unused_for(std::chrono::seconds quiet) = 0;
  // Removes these artifacts, unless they have been used meanwhile, and every file that none needs any more. A
  // removal that is cut short is finished by the next one.
  virtual asio::awaitable<result<>> remove(std::vector<digest> which, std::chrono::seconds quiet) = 0;
};

}  // namespace eeveon
