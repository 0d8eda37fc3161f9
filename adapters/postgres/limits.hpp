// How long anybody waits for PostgreSQL. It ends a statement by itself after ten seconds; what is told here
// holds when it does not even do that: it is stopped, its machine is gone, or its disk hangs.
#pragma once

#include "adapters/blocking/caller.hpp"

namespace eeveon::pg {

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;

// Probes of load balancers give up after two seconds.
inline constexpr blocking::limit probe_limit{1500ms, "PostgreSQL"};
// Somebody waits for it, most often a request: better a 503 than a client that gives up.
inline constexpr blocking::limit request_limit{5s, "PostgreSQL"};
// Nobody waits but a service that will try again: as long as a few statements may take.
inline constexpr blocking::limit labour_limit{30s, "PostgreSQL"};

// A connection without a byte for so long, while an answer is due, is given up.
inline constexpr std::chrono::milliseconds silence_limit = 12s;
// The appender's senders wait, GitHub no longer than ten seconds.
inline constexpr std::chrono::milliseconds commit_silence_limit = 6s;

}  // namespace eeveon::pg
