#include "core/events/leaf.hpp"

namespace eeveon {
namespace {

void put_length(std::string& out, std::size_t n) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>((n >> shift) & 0xff));
}
void put(std::string& out, std::string_view bytes) {
  put_length(out, bytes.size());
  out += bytes;
}
void put(std::string& out, std::int64_t number) {
  put_length(out, 8);
  const auto value = static_cast<std::uint64_t>(number);
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>((value >> shift) & 0xff));
}

}  // namespace

std::string leaf_envelope(const recorded_event& event, std::string_view tenant,
                          const std::optional<digest>& body_sha256) {
  std::string out("eeveon-leaf-1\0", 14);
  out.reserve(220 + event.stream.size() + event.data.size());
  put(out, std::to_string(event.schema));
  put(out, tenant);
  put(out, event.stream);
  put(out, event.version);
  put(out, event.type);
  put(out, event.actor);
  put(out, event.causation);
  put(out, std::string_view(reinterpret_cast<const char*>(event.correlation.bytes.data()), 16));
  put(out, event.recorded_at.us);
  put(out, body_sha256 ? as_bytes(*body_sha256) : std::string_view{});
  put(out, event.data);
  return out;
}

digest leaf_hash(std::string_view envelope) {
  sha256_stream hash;
  hash.update(std::string_view("\0", 1));
  hash.update(envelope);
  return hash.finish();
}

}  // namespace eeveon
