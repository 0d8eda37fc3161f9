// A fold of the views at some past position, and how it is brought forward: read in stretches, folded off the
// io thread.
#pragma once

#include <chrono>
#include <memory>

#include "core/projections/views.hpp"
#include "ports/past_store.hpp"
#include "ports/workbench.hpp"

namespace eeveon {

struct past_fold {
  views state;
  std::int64_t position = 0;
};

// Positions read at once: few enough to be thrown away when nobody wants them any more.
inline constexpr std::int64_t past_stretch = 4096;

// False: it is late, and the fold stands where the last whole stretch has brought it. After a failure it must
// not be used again.
asio::awaitable<result<bool>> fold_on(past_store& store, workbench& bench, std::shared_ptr<past_fold> fold,
                                      std::int64_t until, std::chrono::steady_clock::time_point late);

// The fold that a snapshot holds; errc::corrupt when it does not read back.
asio::awaitable<result<std::shared_ptr<past_fold>>> unpack(workbench& bench, fold_snapshot from);

}  // namespace eeveon
