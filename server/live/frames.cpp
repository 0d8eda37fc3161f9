#include "server/live/frames.hpp"

#include <algorithm>
#include <utility>

#include "core/base/base64.hpp"
#include "core/base/digest.hpp"
#include "core/base/utf8.hpp"

namespace eeveon::frames {
namespace {

constexpr std::size_t longest_control = 125;
constexpr std::string_view key_suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 1.3

std::uint8_t at(std::string_view bytes, std::size_t index) { return static_cast<std::uint8_t>(bytes[index]); }

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (const char byte : bytes) out = out << 8 | static_cast<std::uint8_t>(byte);
  return out;
}

// Codes that may stand in a frame (RFC 6455 7.4): those defined for it, those registered, those of one's own.
bool may_be_sent(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

bool is_known(std::uint8_t kind) { return kind <= 2 || (kind >= 8 && kind <= 10); }

}  // namespace

std::string make(opcode kind, std::string_view payload) {
  std::string out;
  out.reserve(payload.size() + 10);
  out += static_cast<char>(0x80 | static_cast<std::uint8_t>(kind));
  const auto size = payload.size();
  const auto put = [&](int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(size >> shift & 0xff);
  };
  if (size < 126)
    put(1);
  else if (size < 65536)
    out += static_cast<char>(126), put(2);
  else
    out += static_cast<char>(127), put(8);
  return out += payload;
}

std::string make_close(std::uint16_t code, std::string_view reason) {
  std::string payload;
  payload += static_cast<char>(code >> 8);
  payload += static_cast<char>(code & 0xff);
  payload += reason.substr(0, longest_control - 2);
  return make(opcode::close, payload);
}

std::string accept_of(std::string_view key) {
  const auto bytes = parse_base64(key);
  if (!bytes || bytes->size() != 16) return {};
  return to_base64(sha1(std::string(key) + std::string(key_suffix)));
}

std::uint16_t reader::take(std::string_view arrived) {
  while (failed_ == 0 && !over_) {
    if (!in_payload_) {
      // A header may come in pieces: those that have come are kept, and looked at again with what follows.
      const bool pieced = !head_.empty();
      if (pieced) head_ += arrived.substr(0, 14);
      const auto before = pieced ? head_.size() - std::min<std::size_t>(arrived.size(), 14) : 0;
      const auto taken = take_head(pieced ? std::string_view(head_) : arrived);
      if (failed_ != 0) break;
      if (taken == 0) {
        if (!pieced) head_ = arrived;
        return 0;
      }
      arrived.remove_prefix(taken - before);
      head_ = {};
      in_payload_ = true;
      if (left_ > 0 && arrived.empty()) return 0;
    }
    const auto part =
        arrived.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, arrived.size())));
    take_payload(part);
    arrived.remove_prefix(part.size());
    if (left_ > 0) return 0;
    end_of_frame();
    if (arrived.empty()) break;
  }
  return failed_;
}

std::size_t reader::take_head(std::string_view bytes) {
  if (bytes.size() < 2) return 0;
  const auto first = at(bytes, 0), second = at(bytes, 1);
  const auto short_size = second & 0x7f;
  // No extension was agreed on, clients mask, and a control frame is short and whole.
  const std::uint8_t kind = first & 0x0f;
  const bool whole = (first & 0x80) != 0, control = (kind & 8) != 0;
  if ((first & 0x70) != 0 || !is_known(kind) || (second & 0x80) == 0 ||
      (control && (!whole || short_size > 125)))
    return wrong(close_protocol), 0;
  if (!control && (kind == 0) != (message_kind_ != 0)) return wrong(close_protocol), 0;
  const std::size_t wide = short_size == 126 ? 2 : short_size == 127 ? 8 : 0;
  if (bytes.size() < 2 + wide + 4) return 0;
  const auto size = wide == 0 ? short_size : big_endian(bytes.substr(2, wide));
  // A length must be written in the fewest bytes that hold it.
  if ((wide == 2 && size < 126) || (wide == 8 && (size < 65536 || size >> 63 != 0)))
    return wrong(close_protocol), 0;
  if (!control && size > most_ - message_.size()) return wrong(close_too_large), 0;
  std::copy_n(bytes.data() + 2 + wide, 4, mask_);
  kind_ = kind, last_ = whole, left_ = size, done_ = 0;
  if (!control && kind != 0) message_kind_ = kind;
  return 2 + wide + 4;
}

void reader::take_payload(std::string_view bytes) {
  auto& to = is_control() ? control_ : message_;
  const auto start = to.size();
  to += bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) to[start + i] ^= static_cast<char>(mask_[(done_ + i) & 3]);
  done_ += bytes.size();
  left_ -= bytes.size();
}

void reader::end_of_frame() {
  in_payload_ = false;
  if (is_control()) return end_of_control();
  if (!last_) return;
  const auto kind = static_cast<opcode>(std::exchange(message_kind_, 0));
  const auto message = std::exchange(message_, {});
  if (kind == opcode::text && !is_utf8(message)) return wrong(close_text);
  if (to_.message) to_.message(kind, message);
}

void reader::end_of_control() {
  const auto payload = std::exchange(control_, {});
  if (kind_ == static_cast<std::uint8_t>(opcode::ping)) return to_.ping ? to_.ping(payload) : void();
  if (kind_ != static_cast<std::uint8_t>(opcode::close)) return;  // a pong tells only that somebody is there
  if (payload.size() == 1) return wrong(close_protocol);
  const auto code =
      payload.empty() ? close_nothing_said : static_cast<std::uint16_t>(big_endian(payload.substr(0, 2)));
  if (!payload.empty() && !may_be_sent(code)) return wrong(close_protocol);
  if (!payload.empty() && !is_utf8(std::string_view(payload).substr(2))) return wrong(close_text);
  over_ = true;
  if (to_.closed) to_.closed(code);
}

}  // namespace eeveon::frames
