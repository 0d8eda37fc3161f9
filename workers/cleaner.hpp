// Keeps the worker's folder small: artifacts that no deployment may ask for again are removed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <set>

#include "ports/artifact_store.hpp"
#include "ports/event_store.hpp"
#include "ports/read_models.hpp"

namespace eeveon::workers {

class cleaner {
 public:
  cleaner(event_store& events, read_models& views, artifact_store& artifacts)
      : events_(events), views_(views), artifacts_(artifacts) {}

  // One round. Removes what has not been used for a day and neither this round nor the one before found a
  // need for, and says how many artifacts that were. The read tables tell what is needed; while they are
  // behind the log or are built anew nothing is removed.
  asio::awaitable<result<int>> clean();
  asio::awaitable<void> run();  // a round each hour, until cancelled

 private:
  asio::awaitable<result<std::set<digest>>> needed();

  event_store& events_;
  read_models& views_;
  artifact_store& artifacts_;
  std::set<digest> not_needed_;  // in the round before
};

}  // namespace eeveon::workers
