// Reading a person's JSON field by field, with errors that name the whole path and what to write instead.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon {

namespace json = boost::json;

// What is wrong with an input, in the order it was found; each place is told once, and twenty places at most.
class mistakes {
 public:
  void add(failure one);
  explicit operator bool() const { return !all_.empty(); }
  const failure& operator*() const { return all_.front(); }
  const std::vector<failure>& all() const { return all_; }

 private:
  std::vector<failure> all_;
};

// One object of the input. Mistakes are kept and reading goes on with defaults, so that callers check once.
class fields {
 public:
  // `known` are the keys that may stand here, `later` those of features that are not there yet.
  fields(const json::value& from, std::string path, mistakes& wrong,
         std::initializer_list<std::string_view> known, std::initializer_list<std::string_view> later = {});

  bool has(std::string_view key) const;
  const json::value* find(std::string_view key) const;
  std::string path_of(std::string_view key) const;
  std::string text(std::string_view key, std::string fallback = {});
  std::string required_text(std::string_view key);
  std::int64_t number(std::string_view key, std::int64_t fallback, std::int64_t low, std::int64_t high);
  std::chrono::milliseconds duration(std::string_view key, std::chrono::milliseconds fallback);
  std::int64_t size(std::string_view key, std::int64_t fallback);
  std::vector<std::string> words(std::string_view key);                  // a list of words
  std::vector<std::vector<std::string>> commands(std::string_view key);  // a list of argument lists
  std::string one_of(std::string_view key, std::string fallback,
                     std::initializer_list<std::string_view> allowed,
                     std::initializer_list<std::string_view> later = {});
  void reject(std::string_view key, std::string why);

 private:
  const json::object* object_ = nullptr;
  std::string path_;
  mistakes& wrong_;
};

// The nearest of `known` to what was typed, when it is near enough to be meant.
std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known);

}  // namespace eeveon
