#include "server/hooks/signature.hpp"

#include <algorithm>

#include "core/base/digest.hpp"

namespace eeveon {
namespace {
constexpr std::string_view prefix = "sha256=";
constexpr const char* not_signed = "The signature is missing or does not fit.";
}  // namespace

result<> verify_signature(std::string_view header, std::string_view body,
                          std::span<const std::string> secrets) {
  if (std::ranges::all_of(secrets, &std::string::empty))
    return fail(errc::refused, "No secret is configured for this hook.");
  if (header.size() != prefix.size() + 64 || !header.starts_with(prefix))
    return fail(errc::unauthorized, not_signed);
  const auto shown = parse_digest(header.substr(prefix.size()));
  if (!shown) return fail(errc::unauthorized, not_signed);
  bool fits = false;
  for (const auto& secret : secrets)
    if (!secret.empty()) fits |= equal_constant_time(as_bytes(hmac_sha256(secret, body)), as_bytes(*shown));
  if (!fits) return fail(errc::unauthorized, not_signed);
  return {};
}

}  // namespace eeveon
