// What the log says of a few projects and nodes, for workers that are asked by name: the directory of just
// these.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>

#include "core/project/directory.hpp"
#include "ports/event_store.hpp"

namespace eeveon::workers {

// A stream is read whole once and then from where it was left: that of a node grows with each change of its
// health, for years.
class known_streams {
 public:
  explicit known_streams(event_store& events) : events_(events) {}

  // now() knows of everything that stood in this stream when it was asked for. Side by side as often as need
  // be.
  asio::awaitable<result<>> read(std::string stream);
  const directory& now() const { return known_; }

 private:
  event_store& events_;
  directory known_;
  std::map<std::string, std::int64_t> read_;  // versions; of streams that exist
};

}  // namespace eeveon::workers
