// A pipeline opened when it is first needed and again when it has died.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "adapters/postgres/not_now.hpp"
#include "adapters/postgres/pipeline.hpp"

namespace eeveon::pg {

class lazy_line {
 public:
  explicit lazy_line(std::string url) : url_(std::move(url)) {}

  // Calls question(pipeline&), which returns a result. Questions are harmless to repeat: one that meets a
  // dead connection is asked once more on a fresh one.
  template <class Question>
  auto ask(Question question) -> decltype(question(std::declval<pipeline&>())) {
    for (int attempt = 0;; ++attempt) {
      if (!line_ || !line_->alive()) {
        auto opened = pipeline::open(url_);
        if (!opened) return std::unexpected(std::move(opened.error()));
        line_ = std::move(*opened);
      }
      auto answer = question(*line_);
      if (!answer && answer.error().code == errc::io && is_passing(answer.error().where))
        return std::unexpected(not_answered_now(answer.error().where));
      if (answer || line_->alive() || attempt == 1) return answer;
    }
  }

 private:
  std::string url_;
  std::unique_ptr<pipeline> line_;
};

}  // namespace eeveon::pg
