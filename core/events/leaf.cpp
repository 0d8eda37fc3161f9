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
void put_number(std::string& out, std::int64_t number) {
  const auto value = static_cast<std::uint64_t>(number);
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>((value >> shift) & 0xff));
}
constexpr std::size_t number_size = 8;

void put_opening(std::string& out, const recorded_event& event, std::string_view tenant) {
  out.append("eeveon-leaf-1\0", 14);
  put(out, std::to_string(event.schema));
  put(out, tenant);
  put(out, event.stream);
  put_length(out, number_size);
}

void put_middle(std::string& out, const recorded_event& event) {
  put(out, event.type);
  put(out, event.actor);
  put_length(out, number_size);
  put_number(out, event.causation);
  put(out, std::string_view(reinterpret_cast<const char*>(event.correlation.bytes.data()), 16));
  put_length(out, number_size);
}

void put_ending(std::string& out, const recorded_event& event, const std::optional<digest>& body_sha256) {
  put(out, body_sha256 ? as_bytes(*body_sha256) : std::string_view{});
  put_length(out, event.data.size());
}

}  // namespace

std::string leaf_envelope(const recorded_event& event, std::string_view tenant,
                          const std::optional<digest>& body_sha256) {
  std::string out;
  out.reserve(220 + event.stream.size() + event.data.size());
  put_opening(out, event, tenant);
  put_number(out, event.version);
  put_middle(out, event);
  put_number(out, event.recorded_at.us);
  put_ending(out, event, body_sha256);
  out += event.data;
  return out;
}

leaf_pieces cut_leaf_envelope(const recorded_event& event, std::string_view tenant,
                              const std::optional<digest>& body_sha256) {
  leaf_pieces pieces;
  put_opening(pieces.opening, event, tenant);
  put_middle(pieces.middle, event);
  put_ending(pieces.ending, event, body_sha256);
  return pieces;
}

digest leaf_hash(std::string_view envelope) {
  sha256_stream hash;
  hash.update(std::string_view("\0", 1));
  hash.update(envelope);
  return hash.finish();
}

}  // namespace eeveon
