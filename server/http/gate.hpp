// The front gate: decides from the raw bytes of a request's head whether it is one unambiguous HTTP/1
// request.
//
// Every doubtful form is refused and the connection closed, never repaired: two servers in a row that repair
// differently see different numbers of requests, and that is request smuggling. Pure: no socket, no clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

#include "core/base/http.hpp"

namespace eeveon::http {

inline constexpr std::size_t max_request_line = 8 * 1024;  // bytes, without CRLF
inline constexpr std::size_t max_head = 16 * 1024;         // bytes, with the closing CRLFCRLF
inline constexpr std::size_t max_headers = 100;

// Why a request is not served. The text is ours and never holds the client's bytes.
struct refusal {
  int status;
  std::string_view reason;
};

struct framing {
  enum class kind { none, length, chunked };
  kind how = kind::none;
  std::uint64_t length = 0;  // bytes, for kind::length
  bool empty() const { return how == kind::none || (how == kind::length && length == 0); }
};

struct request_head {
  http_request request;  // without body, peer and secure
  framing body;
  bool keep_alive = false;  // HTTP/1.1 without `Connection: close`
  bool expects_continue = false;
  bool wants_websocket = false;  // a complete upgrade request of version 13
};

// Finds the end of the head in what has arrived so far: its size in bytes, 0 while incomplete. `scanned` is
// the caller's memory of how far earlier calls looked (start with 0). Refuses as soon as no later byte can
// help.
std::expected<std::size_t, refusal> find_head_end(std::string_view bytes, std::size_t& scanned);

// Reads one complete head, from the request line to the empty line.
std::expected<request_head, refusal> read_head(std::string_view block);

// One `name: value` line without its CRLF, as headers and trailers have it.
struct field_line {
  std::string_view name;   // as sent
  std::string_view value;  // without surrounding blanks
};
std::expected<field_line, refusal> read_field_line(std::string_view line);

// `host`, `host:port`, `[v6]` or `[v6]:port`, nothing else.
bool is_authority(std::string_view text);

}  // namespace eeveon::http
