// SHA-256 as a value. Declared here because digests are domain words (plans, artifacts, leaves);
// the arithmetic is OpenSSL's and lives in adapters/crypto, linked in by whoever builds an executable.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eeveon {

struct digest {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const digest&) const = default;
};

digest sha256(std::string_view data);
digest hmac_sha256(std::string_view key, std::string_view data);
// 20 bytes. For protocols that ask for it; it proves nothing.
std::string sha1(std::string_view data);
// Constant in time for equal lengths; false for different lengths.
bool equal_constant_time(std::string_view a, std::string_view b);
// Cryptographically strong random bytes.
std::string random_bytes(std::size_t count);

std::string to_hex(const digest& value);  // 64 lower-case digits
std::string to_hex(std::string_view bytes);
std::optional<digest> parse_digest(std::string_view hex);  // exactly 64 hex digits, either case
std::string_view as_bytes(const digest& value);            // view into value

// Incremental form for streams of unknown length.
class sha256_stream {
 public:
  sha256_stream();
  ~sha256_stream();
  sha256_stream(const sha256_stream&) = delete;
  sha256_stream& operator=(const sha256_stream&) = delete;
  void update(std::string_view data);
  digest finish();  // once

 private:
  void* context_;
};

}  // namespace eeveon
