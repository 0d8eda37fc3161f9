#include "server/past/fold_cache.hpp"

namespace eeveon {

std::shared_ptr<past_fold> fold_cache::take(std::int64_t position) {
  auto best = all_.end();
  for (auto it = all_.begin(); it != all_.end(); ++it)
    if (it->fold->position <= position && (best == all_.end() || it->fold->position > best->fold->position))
      best = it;
  if (best == all_.end()) return {};
  auto fold = std::move(best->fold);
  bytes_ -= best->bytes;
  all_.erase(best);
  return fold;
}

void fold_cache::put(std::shared_ptr<past_fold> fold, std::size_t bytes) {
  all_.push_front({std::move(fold), bytes});
  bytes_ += bytes;
  while (!all_.empty() && (all_.size() > most_ || bytes_ > most_bytes_)) {
    bytes_ -= all_.back().bytes;
    all_.pop_back();
  }
}

}  // namespace eeveon
