// The envelope of a fact: what the log stores of every event, whatever its type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace eeveon {

// A fact about to be recorded. `data` is UTF-8 JSON that we wrote ourselves; it is stored byte for byte.
struct new_event {
  std::string type;  // past tense, never renamed once released
  int schema = 1;
  std::string data;
  std::int64_t causation = 0;  // 0: that of the command that appends it
  uuid correlation;            // nil: that of the command
};

struct recorded_event {
  std::int64_t position = 0;  // 1, 2, 3 … without a hole; commit order
  std::string stream;
  std::int64_t version = 0;  // 1, 2, 3 … within the stream
  std::string type;
  int schema = 1;
  std::string actor;           // "github", "admin", "worker-1", "reactor:gate"
  std::int64_t causation = 0;  // position of the event that caused this one; 0: an outside ask
  uuid correlation;            // the same for everything that follows from one outside ask
  timestamp recorded_at;       // database clock
  std::string data;
  std::string delivery;  // "source/key" of the delivery that brought it; empty otherwise
};

}  // namespace eeveon
