#include "core/node/host_key.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/base/base64.hpp"

namespace eeveon {
namespace {

// How the blob of a type goes on behind the type's name (RFC 4253, 5656, 8709; sk: PROTOCOL.u2f of OpenSSH).
struct layout {
  std::string_view type;
  std::string_view curve;  // of ECDSA
  std::size_t key_size;    // 0: RSA, whose exponent and modulus have no fixed size
  bool application;        // "ssh:" of a security key
};
constexpr std::array layouts{
    layout{"ssh-ed25519", "", 32, false},
    layout{"ecdsa-sha2-nistp256", "nistp256", 65, false},
    layout{"ecdsa-sha2-nistp384", "nistp384", 97, false},
    layout{"ecdsa-sha2-nistp521", "nistp521", 133, false},
    layout{"ssh-rsa", "", 0, false},
    layout{"sk-ssh-ed25519@openssh.com", "", 32, true},
    layout{"sk-ecdsa-sha2-nistp256@openssh.com", "nistp256", 65, true},
};
constexpr std::size_t longest = 2000;                            // characters
constexpr std::size_t least_modulus = 128, most_modulus = 1024;  // bytes: 1024 to 8192 bits
constexpr std::string_view remedy = "; `ssh-keyscan HOST` prints it whole, behind the host's name";

std::unexpected<failure> wrong(std::string_view why) {
  return fail(errc::invalid, std::string(why) + std::string(remedy), "host_key");
}

// Takes a length-prefixed string off the front; nothing when it is cut short.
std::optional<std::string_view> take(std::string_view& blob) {
  if (blob.size() < 4) return std::nullopt;
  std::size_t size = 0;
  for (int i = 0; i < 4; ++i)
    size = size << 8 | static_cast<unsigned char>(blob[static_cast<std::size_t>(i)]);
  if (size > blob.size() - 4) return std::nullopt;
  const auto out = blob.substr(4, size);
  blob.remove_prefix(4 + size);
  return out;
}

bool is_positive(std::string_view number) {
  return !number.empty() && static_cast<unsigned char>(number.front()) < 0x80;
}

bool is_rsa(std::string_view blob) {
  const auto exponent = take(blob);
  auto modulus = take(blob);
  if (!exponent || !modulus || !blob.empty() || !is_positive(*exponent) || exponent->size() > 8 ||
      !is_positive(*modulus))
    return false;
  if (modulus->front() == 0) modulus->remove_prefix(1);  // there so that the number is not negative
  return modulus->size() >= least_modulus && modulus->size() <= most_modulus;
}

bool fits(const layout& type, std::string_view blob) {
  if (type.key_size == 0) return is_rsa(blob);
  if (!type.curve.empty() && take(blob) != type.curve) return false;
  const auto key = take(blob);
  if (!key || key->size() != type.key_size) return false;
  if (!type.curve.empty() && key->front() != 4) return false;  // an uncompressed point
  if (type.application) {
    const auto application = take(blob);
    if (!application || application->empty()) return false;
  }
  return blob.empty();
}

}  // namespace

result<> check_host_key(std::string_view key) {
  const auto space = key.find(' ');
  const auto type = key.substr(0, space);
  const auto known =
      std::find_if(layouts.begin(), layouts.end(), [&](const auto& l) { return l.type == type; });
  if (known == layouts.end())
    return wrong(
        "must begin with a type that is known (ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa), not with a "
        "host's name or options");
  if (space == key.npos || space + 1 == key.size())
    return wrong("must go on with the key in base64 behind its type");
  if (key.size() > longest) return wrong("is longer than any key of its type");
  const auto data = key.substr(space + 1);
  if (data.find_first_of(" \t\r\n") != data.npos)
    return wrong("must end with the key: leave out what stands behind it");
  const auto blob = parse_base64(data);
  if (!blob) return wrong("must hold its key in base64; this one is cut off or mistyped");
  std::string_view rest = *blob;
  const auto inner = take(rest);
  if (!inner) return wrong("holds no key behind its type: it is cut off");
  if (*inner != type) return wrong("names one type and holds a key of another");
  if (!fits(*known, rest))
    return wrong("does not hold a whole " + std::string(type) + " key: it is cut off or mistyped");
  return {};
}

}  // namespace eeveon
