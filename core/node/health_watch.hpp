// What many looks at one node come to: a single odd answer moves nothing.
#pragma once

#include <string_view>

namespace eeveon {

struct health_watch {
  int failures = 0, successes = 0;  // in a row
  bool was_told = false;            // the last look said something, or let it stand

  // One more look. Gives "down" after two failures in a row, "up" after two successes, or after the very
  // first look when nothing has been told yet; otherwise what has been told ("up", "down", or empty) stands.
  // What was told and is forgotten by now concerned a node that has left: whoever bears its name since starts
  // afresh.
  std::string_view heard(bool healthy, std::string_view told) {
    if (was_told && told.empty()) *this = {};
    failures = healthy ? 0 : failures + 1;
    successes = healthy ? successes + 1 : 0;
    if (failures >= 2)
      told = "down";
    else if (successes >= 2 || (healthy && told.empty()))
      told = "up";
    was_told = !told.empty();
    return told;
  }
};

}  // namespace eeveon
