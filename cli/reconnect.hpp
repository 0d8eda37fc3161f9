// Asking again while the server is away, for verbs that follow something.
#pragma once

#include <chrono>
#include <functional>

#include "cli/follow.hpp"
#include "core/base/failure.hpp"

namespace eeveon::cli {

class reconnect {
 public:
  explicit reconnect(std::chrono::milliseconds patience = std::chrono::minutes(1),
                     std::function<void()> pause = pause_between_looks)
      : patience_(patience), pause_(std::move(pause)) {}

  // Asks until there is an answer, or for as long as the patience lasts; says once on standard error that
  // the server is away, and once that it is back. What the server itself refuses is an answer.
  template <class Answer>
  result<Answer> insist(const std::function<result<Answer>()>& ask) {
    for (;;) {
      auto answer = ask();
      if (answer) is_back();
      if (answer || !goes_on(answer.error())) return answer;
      pause_();
    }
  }

 private:
  void is_back();
  bool goes_on(const failure& why);

  std::chrono::milliseconds patience_;
  std::function<void()> pause_;
  std::chrono::steady_clock::time_point until_{};
  bool away_ = false;
};

}  // namespace eeveon::cli
