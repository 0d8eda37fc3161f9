// Makes the snapshots that the past is shown from: in the background, by the one server whose duty it is, and
// so slowly that nobody waits for it.
#pragma once

#include <functional>

#include "ports/past_store.hpp"
#include "ports/workbench.hpp"
#include "server/services/duties.hpp"

namespace eeveon {

struct snapshot_pace {
  std::int64_t least = 5000, most = 20000;  // events between two snapshots: the larger these, the more
  std::chrono::milliseconds look_again{10'000};
  int busy = 10;  // while the log grows, so many times as long as each stretch took nothing is done
};

// Until cancelled. Begins where the stored ones of this code end, or one is missing between them. `reach`: a
// position up to which the log is known to be there.
asio::awaitable<void> keep_snapshots(past_store& store, workbench& bench, std::function<std::int64_t()> reach,
                                     duty& mine, snapshot_pace pace = {});

}  // namespace eeveon
