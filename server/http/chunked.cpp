#include "server/http/chunked.hpp"

#include <algorithm>

#include "server/http/letters.hpp"

namespace eeveon::http {
namespace {
constexpr std::size_t max_overhead = 8 * 1024;
constexpr int max_digits = 16;
std::unexpected<refusal> bad(std::string_view reason) { return std::unexpected(refusal{400, reason}); }
}  // namespace

std::expected<std::size_t, refusal> chunked_decoder::feed(std::string_view input, std::string& body) {
  std::size_t at = 0;
  while (at < input.size() && state_ != state::done) {
    if (state_ == state::data) {
      const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size() - at));
      body.append(input, at, part);
      at += part;
      left_ -= part;
      if (left_ == 0) state_ = state::data_return;
    } else if (auto ok = take(input[at++]); !ok) {
      return std::unexpected(ok.error());
    }
  }
  return at;
}

std::expected<void, refusal> chunked_decoder::take(char c) {
  switch (state_) {
    case state::size:
      if (const int value = hex_value(c); value >= 0) {
        if (++digits_ > max_digits) return bad("A chunk's size has too many digits.");
        left_ = left_ * 16 + static_cast<unsigned>(value);
        return {};
      }
      if (digits_ == 0) return bad("A chunk has no size.");
      if (c != '\r' && c != ';') return bad("A chunk's size is malformed.");
      state_ = c == ';' ? state::extension : state::size_end;
      return {};
    case state::extension:
      if (c == '\r') {
        state_ = state::size_end;
        return {};
      }
      if (!is_field_text(c)) return bad("A chunk's extension holds a forbidden byte.");
      if (++overhead_ > max_overhead) return bad("The chunks' extensions are too long.");
      return {};
    case state::size_end:
      if (c != '\n') return bad("A chunk's size line ends wrongly.");
      return size_known();
    case state::data_return:
      if (c != '\r') return bad("A chunk is longer than its size.");
      state_ = state::data_end;
      return {};
    case state::data_end:
      if (c != '\n') return bad("A chunk ends wrongly.");
      state_ = state::size;
      left_ = 0;
      digits_ = 0;
      return {};
    case state::trailer:
      if (++overhead_ > max_overhead) return bad("The trailers are too long.");
      if (line_.ends_with('\r') && c != '\n') return bad("A trailer holds a carriage return.");
      line_ += c;
      if (c == '\n') return trailer_ended();
      return {};
    case state::data:
    case state::done: break;
  }
  return {};
}

std::expected<void, refusal> chunked_decoder::size_known() {
  state_ = left_ == 0 ? state::trailer : state::data;
  if (left_ > cap_ - total_)
    return std::unexpected(refusal{413, "The body is larger than this route takes."});
  total_ += left_;
  return {};
}

std::expected<void, refusal> chunked_decoder::trailer_ended() {
  if (!line_.ends_with("\r\n")) return bad("A trailer line ends without a carriage return.");
  const std::string_view line(line_.data(), line_.size() - 2);
  if (line.empty()) {
    state_ = state::done;
    return {};
  }
  if (auto field = read_field_line(line); !field) return std::unexpected(field.error());
  line_.clear();
  return {};
}

}  // namespace eeveon::http
