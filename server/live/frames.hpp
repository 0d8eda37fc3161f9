// WebSocket frames (RFC 6455) as bytes: what arrives, checked and put together, and what is sent. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace eeveon::frames {

enum class opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// Close codes of RFC 6455 7.4.1 that we say.
inline constexpr std::uint16_t close_normal = 1000, close_going = 1001, close_protocol = 1002,
                               close_unsupported = 1003, close_text = 1007, close_too_large = 1009,
                               close_nothing_said = 1005;

// One whole frame from the server: unmasked, not fragmented.
std::string make(opcode kind, std::string_view payload);
std::string make_close(std::uint16_t code, std::string_view reason);
// Sec-WebSocket-Accept for a client's Sec-WebSocket-Key; empty when the key is not 16 bytes in base64.
std::string accept_of(std::string_view key);

// What a client may send, byte after byte. Holds nothing between messages.
class reader {
 public:
  struct events {
    std::function<void(opcode kind, std::string_view payload)> message;  // text or binary, whole
    std::function<void(std::string_view payload)> ping;
    std::function<void(std::uint16_t code)> closed;  // close_nothing_said when the frame is empty
  };
  // `most`: bytes of one message.
  reader(std::size_t most, events to) : most_(most), to_(std::move(to)) {}

  // Takes what has arrived. 0 while the peer keeps to the protocol, else the code to close with; nothing is
  // read after that, nor after a close frame.
  std::uint16_t take(std::string_view arrived);

 private:
  // How much of the front of `bytes` was taken; 0: more must come first.
  std::size_t take_head(std::string_view bytes);
  void take_payload(std::string_view bytes);
  void end_of_frame();
  void end_of_control();
  void wrong(std::uint16_t code) { failed_ = code; }
  bool is_control() const { return (kind_ & 8) != 0; }

  std::size_t most_;
  events to_;
  std::string head_;               // of a frame whose header came in pieces
  std::string message_, control_;  // payloads, unmasked, as far as they have come
  std::uint64_t left_ = 0, done_ = 0;
  std::uint8_t mask_[4] = {};
  std::uint8_t kind_ = 0, message_kind_ = 0;  // opcodes; message_kind_ 0: no message has begun
  bool last_ = false, in_payload_ = false, over_ = false;
  std::uint16_t failed_ = 0;
};

}  // namespace eeveon::frames
