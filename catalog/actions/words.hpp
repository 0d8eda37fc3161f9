// What the actions share: reading arguments and judging the plainest answers.
#pragma once

#include <string>

#include "core/plan/action.hpp"

namespace eeveon::action_named {

inline std::string text_of(const json::object& args, std::string_view key) {
  const auto* value = args.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}
inline std::int64_t number_of(const json::object& args, std::string_view key) {
  const auto* value = args.if_contains(key);
  return value && value->is_int64() ? value->get_int64() : 0;
}
inline std::vector<std::string> list_of(const json::object& args, std::string_view key) {
  std::vector<std::string> out;
  if (const auto* value = args.if_contains(key); value && value->is_array())
    for (const auto& item : value->get_array())
      if (item.is_string()) out.emplace_back(item.get_string());
  return out;
}

// A failed effect as a verdict: what may come right by itself is tried again, what was refused is not, and
// what may have happened is said so.
inline decision judge_failure(const failure& what) {
  switch (what.code) {
    case errc::unknown_outcome: return outcome_unknown{what.detail};
    case errc::unavailable:
    case errc::timed_out:
    case errc::io: return gave_up{what.detail, false};
    default: return gave_up{what.detail, true};
  }
}

inline std::string incoming_of(const step_context& context) {
  return ".incoming-" + context.run + "-" + context.fence;
}

// The release a step is about: its own argument, else the run's.
inline std::string release_of(const step& what, const step_context& context) {
  auto named = text_of(what.args, "release");
  return named.empty() ? context.release : named;
}

}  // namespace eeveon::action_named
