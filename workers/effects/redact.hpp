// Takes secrets out of what leaves the worker: known values as they are, URL- and base64-encoded, and the
// shapes of tokens that everybody knows. Values cut in two by chunking are found as well.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace eeveon::workers {

class redactor {
 public:
  explicit redactor(const std::vector<std::string>& secrets);

  // Hands on all whole lines of what has come so far, redacted; the rest waits for its end.
  void pass(std::string_view text, const std::function<void(std::string_view)>& out);
  void finish(const std::function<void(std::string_view)>& out);
  // One text at once.
  std::string line(std::string_view text) const;

 private:
  std::vector<std::string> needles_;  // longest first
  std::string rest_;
};

inline constexpr std::string_view redacted_mark = "[redacted]";

}  // namespace eeveon::workers
