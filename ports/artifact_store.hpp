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

class artifact_store {
 public:
  virtual ~artifact_store() = default;
  // Copies what `ignore_file` (absolute; may be missing) and the lines of `ignore` leave of `folder` into the
  // store. refused: a link that leaves the tree, a name with control characters, a file of a strange kind.
  // too_large: more files or bytes than an artifact may have.
  virtual asio::awaitable<result<packed_artifact>> pack(std::string folder, std::string ignore_file,
                                                        std::vector<std::string> ignore) = 0;
  // The folder that holds the artifact's files; not_found when this worker does not have it.
  virtual result<std::string> tree(const digest& id) = 0;
  // What has been neither packed nor asked for by tree() for so long.
  virtual asio::awaitable<result<std::vector<digest>>> unused_for(std::chrono::seconds quiet) = 0;
  // Removes these artifacts, unless they have been used meanwhile, and every file that none needs any more. A
  // removal that is cut short is finished by the next one.
  virtual asio::awaitable<result<>> remove(std::vector<digest> which, std::chrono::seconds quiet) = 0;
};

}  // namespace eeveon
