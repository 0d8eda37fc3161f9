// Takes secrets out of what leaves the worker: known values as they are, URL- and base64-encoded or escaped
// as in JSON, line by line when they have several, and the shapes of tokens that everybody knows. Values cut
// in two by chunking are found as well.
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
  void hide_escaped(std::string& text) const;

  std::vector<std::string> needles_;  // longest first
  std::vector<std::string> whole_;    // values of several lines: in an escaped text they stand in one
  std::size_t held_;                  // so much of a line without end may be the beginning of a value
  std::string rest_;
};

inline constexpr std::string_view redacted_mark = "[redacted]";

}  // namespace eeveon::workers
