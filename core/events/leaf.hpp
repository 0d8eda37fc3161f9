// The leaf of an event in the RFC 6962 tree: SHA-256(0x00 || envelope). Tree heads and proofs come later;
// leaves are stored from the first event on, so the envelope's byte layout can never change.
//
// envelope = "eeveon-leaf-1\0", then each field in this order, every one preceded by its length in bytes as
// u32 big-endian: schema (decimal text), tenant, stream, version (i64 big-endian), type, actor,
// causation (i64), correlation (16 bytes), recorded_at (i64 microseconds), body SHA-256 (32 bytes, or empty
// when no delivery brought the event), data (exact bytes).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/events/event.hpp"

namespace eeveon {

std::string leaf_envelope(const recorded_event& event, std::string_view tenant,
                          const std::optional<digest>& body_sha256);

// The envelope without what only the database knows when it records an event: it is opening, version, middle,
// recorded_at, ending and data, one behind the other; both numbers as 8 bytes big-endian.
struct leaf_pieces {
  std::string opening, middle, ending;
};
leaf_pieces cut_leaf_envelope(const recorded_event& event, std::string_view tenant,
                              const std::optional<digest>& body_sha256);

digest leaf_hash(std::string_view envelope);  // RFC 6962 2.1: SHA-256(0x00 || envelope)

}  // namespace eeveon
