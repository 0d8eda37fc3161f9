// A text as it reads when the escapes of JSON in it are undone, and where each of its letters came from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eeveon::workers {

struct unescaped {
  std::string text;
  std::vector<std::size_t> from;  // from[i]: where letter i begins in the original; one more for the end
};

// What is no escape stays as it is. `times`: JSON within JSON escapes twice.
unescaped undo_escapes(std::string_view original, int times);

}  // namespace eeveon::workers
