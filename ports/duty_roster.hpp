// Which of several servers does what only one may do at a time.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

// A holder that has not asked for so long (paused, cut off) has lost all its duties.
inline constexpr std::chrono::seconds duty_life{5};

class duty_roster {
 public:
  virtual ~duty_roster() = default;
  // Keeps what this server holds of `duties`, takes what nobody holds, and answers all that it holds now. A
  // failure means: none. Only a promise of the moment: whoever writes guards the write by its checkpoint too.
  virtual asio::awaitable<result<std::vector<std::string>>> hold(std::vector<std::string> duties) = 0;
};

}  // namespace eeveon
