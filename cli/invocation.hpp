// What a verb is given: the parsed words, the settings that follow from them, and where to write.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings.hpp"

namespace eeveon::cli {

class invocation {
 public:
  using words = std::map<std::string, std::vector<std::string>, std::less<>>;
  invocation(words given, settings chosen) : words_(std::move(given)), settings_(std::move(chosen)) {}

  bool has(std::string_view key) const;          // given, or a flag that is set
  std::string text(std::string_view key) const;  // empty when absent
  const std::vector<std::string>& all(std::string_view key) const;
  long number(std::string_view key) const;  // checked by the parser; 0 when absent
  std::chrono::milliseconds duration(std::string_view key) const;

  const settings& chosen() const { return settings_; }

 private:
  words words_;
  settings settings_;
};

}  // namespace eeveon::cli
