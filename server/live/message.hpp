// A text message as sockets carry it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "server/live/frames.hpp"

namespace eeveon {

// Framed once: one broadcast is one string of bytes, however many sockets carry it.
class socket_frame {
 public:
  explicit socket_frame(std::string_view text)
      : bytes_(frames::make(frames::opcode::text, text)), head_(bytes_.size() - text.size()) {}
  const std::string& bytes() const { return bytes_; }
  std::string_view text() const { return std::string_view(bytes_).substr(head_); }

 private:
  std::string bytes_;
  std::size_t head_;
};

using socket_message = std::shared_ptr<const socket_frame>;

inline socket_message make_message(std::string_view text) {
  return std::make_shared<const socket_frame>(text);
}

}  // namespace eeveon
