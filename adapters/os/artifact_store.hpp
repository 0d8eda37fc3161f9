// Artifacts as folders: <data>/artifacts/<digest>/{tree,manifest}. Equal files of all artifacts share one
// inode in <data>/objects, so a file keeps its time from release to release and rsync can reuse it on the
// nodes.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "ports/artifact_store.hpp"

namespace eeveon {

struct artifact_limits {
  std::int64_t files = 200'000;
  std::int64_t bytes = 4LL << 30;
  int depth = 64;
  int ignore_lines = 1000;  // each is tried on each file
};

namespace os {
// Packs on a thread of its own.
std::unique_ptr<artifact_store> make_artifact_store(asio::any_io_executor executor, std::string data,
                                                    artifact_limits limits = {});
}  // namespace os

}  // namespace eeveon
