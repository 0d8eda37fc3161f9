// What was observed, read as the answers to a step's effects in their order: an action is written as if it
// went on from answer to answer, and stays a function of what was seen.
#pragma once

#include <span>

#include "catalog/actions/words.hpp"

namespace eeveon::action_named {

class replay {
 public:
  explicit replay(std::span<const observation> seen) : left_(seen) {}

  // The answer to `asked`; nullptr when verdict() has to be said now: it is yet to be asked, or could not be.
  const observation* ask(effect asked) {
    if (left_.empty()) {
      verdict_ = std::move(asked);
      return nullptr;
    }
    const auto& answer = left_.front();
    left_ = left_.subspan(1);
    if (!answer.failed) return &answer;
    verdict_ = judge_failure(*answer.failed);
    return nullptr;
  }
  // The step ends here.
  bool end(decision verdict) {
    verdict_ = std::move(verdict);
    return false;
  }
  decision verdict() const { return verdict_; }

 private:
  std::span<const observation> left_;
  decision verdict_;
};

}  // namespace eeveon::action_named
