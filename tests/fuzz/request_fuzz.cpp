// Any bytes as an HTTP request: the gate never crashes, never guesses, and says the same however they arrive.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "server/http/chunked.hpp"
#include "server/http/gate.hpp"

namespace {

using namespace eeveon::http;

void hold(bool promise) {
  if (!promise) std::abort();
}

struct decoded {
  bool refused = false, done = false;
  std::size_t taken = 0;
  std::string body;
  bool operator==(const decoded&) const = default;
};

decoded decode(std::string_view bytes, std::size_t step) {
  constexpr std::uint64_t cap = 4096;
  chunked_decoder decoder(cap);
  decoded out;
  while (out.taken < bytes.size() && !decoder.done()) {
    const auto part = bytes.substr(out.taken, step);
    const auto took = decoder.feed(part, out.body);
    hold(out.body.size() <= cap);
    if (!took) {
      out.refused = true;
      out.taken = 0;  // where it was noticed depends on the parts
      out.body.clear();
      return out;
    }
    out.taken += *took;
    hold(decoder.done() || *took == part.size());
  }
  out.done = decoder.done();
  return out;
}

void look_at(const request_head& head) {
  const auto& request = head.request;
  hold(request.path.starts_with('/'));
  hold(request.path.find("/../") == std::string::npos && !request.path.ends_with("/.."));
  for (const char c : request.path) hold(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '\\');
  hold(request.headers.size() <= max_headers);
  bool length = false, chunked = false;
  for (const auto& [name, value] : request.headers) {
    hold(!name.empty() && value.find_first_of("\r\n") == std::string::npos);
    length |= name == "content-length";
    chunked |= name == "transfer-encoding";
  }
  hold(!(length && chunked));
  hold(chunked == (head.body.how == framing::kind::chunked));
  hold(head.body.empty() || (request.method != "GET" && request.method != "HEAD"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::size_t scanned = 0;
  const auto end = find_head_end(bytes, scanned);
  if (end && *end > 0) {
    // Byte by byte it must be found at the same place.
    std::size_t slowly = 0, found = 0;
    for (std::size_t i = 1; i <= *end && found == 0; ++i) {
      const auto now = find_head_end(bytes.substr(0, i), slowly);
      hold(now.has_value());
      found = *now;
    }
    hold(found == *end);
    if (const auto head = read_head(bytes.substr(0, *end))) look_at(*head);
  }
  hold(decode(bytes, bytes.size()) == decode(bytes, 1));
  return 0;
}
