// Expected failures as values: what went wrong, where, and a sentence a person can act on.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace eeveon {

enum class errc {
  invalid,  // the caller's input is wrong; detail names the field and the fix
  not_found,
  conflict,  // expected version or state differs; read again and decide again
  refused,   // a rule said no (gate, quarantine, policy)
  unauthorized,
  duplicate_body,  // same delivery id, other body
  fenced,          // a newer owner holds the run: stop everything at once
  unavailable,     // database, Redis or node cannot be reached now; try again later
  timed_out,
  cancelled,
  unknown_outcome,  // it may or may not have happened: probe before repeating
  too_large,
  io,
  corrupt,  // stored data that we wrote does not read back: a bug or damage
};

struct failure {
  errc code = errc::io;
  std::string detail;  // one sentence, no secrets, no request bodies
  std::string where;   // field name, node name or function; may be empty
};

template <class T = void>
using result = std::expected<T, failure>;

[[nodiscard]] inline std::unexpected<failure> fail(errc code, std::string detail, std::string where = {}) {
  return std::unexpected(failure{code, std::move(detail), std::move(where)});
}

const char* to_string(errc code);

}  // namespace eeveon
