// Folds that were used a moment ago: who plays the log forward goes on from one of them.
#pragma once

#include <list>
#include <memory>

#include "server/past/fold_on.hpp"

namespace eeveon {

class fold_cache {
 public:
  explicit fold_cache(std::size_t most_bytes, std::size_t most = 8) : most_bytes_(most_bytes), most_(most) {}

  // The newest at or before `position`, which is the caller's from then on; none: a null pointer.
  std::shared_ptr<past_fold> take(std::int64_t position);
  // `bytes`: of memory. What was used longest ago makes room.
  void put(std::shared_ptr<past_fold> fold, std::size_t bytes);

  std::size_t bytes() const { return bytes_; }

 private:
  struct kept {
    std::shared_ptr<past_fold> fold;
    std::size_t bytes;
  };
  std::size_t most_bytes_, most_, bytes_ = 0;
  std::list<kept> all_;  // used last in front
};

}  // namespace eeveon
