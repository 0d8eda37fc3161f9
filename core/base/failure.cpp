#include "core/base/failure.hpp"

namespace eeveon {

const char* to_string(errc code) {
  switch (code) {
    case errc::invalid: return "invalid";
    case errc::not_found: return "not_found";
    case errc::conflict: return "conflict";
    case errc::refused: return "refused";
    case errc::unauthorized: return "unauthorized";
    case errc::duplicate_body: return "duplicate_body";
    case errc::fenced: return "fenced";
    case errc::unavailable: return "unavailable";
    case errc::timed_out: return "timed_out";
    case errc::cancelled: return "cancelled";
    case errc::unknown_outcome: return "unknown_outcome";
    case errc::too_large: return "too_large";
    case errc::io: return "io";
    case errc::corrupt: return "corrupt";
  }
  return "io";
}

}  // namespace eeveon
