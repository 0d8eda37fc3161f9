// Decodes a chunked body as its bytes arrive; extensions and trailers are read, bounded and dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/http/gate.hpp"

namespace eeveon::http {

class chunked_decoder {
 public:
  explicit chunked_decoder(std::uint64_t cap) : cap_(cap) {}

  // Takes bytes from the front of `input`, appends what they carry to `body`, and returns how many it took:
  // all of them, unless the body ended before. 413 as soon as a chunk's size announces more than the cap.
  std::expected<std::size_t, refusal> feed(std::string_view input, std::string& body);
  bool done() const { return state_ == state::done; }

 private:
  enum class state { size, extension, size_end, data, data_return, data_end, trailer, done };

  std::expected<void, refusal> take(char c);
  std::expected<void, refusal> size_known();
  std::expected<void, refusal> trailer_ended();

  state state_ = state::size;
  std::uint64_t cap_;
  std::uint64_t total_ = 0;  // bytes of body announced so far
  std::uint64_t left_ = 0;   // of the present chunk
  int digits_ = 0;
  std::size_t overhead_ = 0;  // bytes of extensions and trailers
  std::string line_;          // the present trailer line
};

}  // namespace eeveon::http
