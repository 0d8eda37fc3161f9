// SHA-256, HMAC and randomness by OpenSSL (SHA-NI where the processor has it).
#include "core/base/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <memory>
#include <new>
#include <stdexcept>

namespace eeveon {
namespace {
// OpenSSL 3 looks algorithms up by name at every use; fetching once halves the cost of short hashes.
const EVP_MD* sha256_algorithm() {
  static EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}
}  // namespace

digest sha256(std::string_view data) {
  digest out;
  EVP_Digest(data.data(), data.size(), out.bytes.data(), nullptr, sha256_algorithm(), nullptr);
  return out;
}

std::string sha1(std::string_view data) {
  std::string out(20, '\0');
  unsigned size = 0;
  EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(out.data()), &size, EVP_sha1(),
             nullptr);
  return out;
}

// RFC 2104 over our own context: OpenSSL 3's HMAC() looks the algorithm up by name each time, which costs as
// much as hashing 4 KiB.
digest hmac_sha256(std::string_view key, std::string_view data) {
  static thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                                            EVP_MD_CTX_free);
  constexpr std::size_t block = 64;
  const auto padded = [&](unsigned char pad) {
    std::array<unsigned char, block> out;
    out.fill(pad);
    const auto mix = [&](std::string_view bytes) {
      for (std::size_t i = 0; i < bytes.size(); ++i) out[i] ^= static_cast<unsigned char>(bytes[i]);
    };
    key.size() > block ? mix(as_bytes(sha256(key))) : mix(key);
    return out;
  };
  const auto hash = [&](unsigned char pad, std::string_view bytes) {
    digest out;
    const auto start = padded(pad);
    EVP_DigestInit_ex(context.get(), sha256_algorithm(), nullptr);
    EVP_DigestUpdate(context.get(), start.data(), start.size());
    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
    EVP_DigestFinal_ex(context.get(), out.bytes.data(), nullptr);
    return out;
  };
  return hash(0x5c, as_bytes(hash(0x36, data)));
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
    throw std::runtime_error("the system gave no random bytes");
  return out;
}

sha256_stream::sha256_stream() : context_(EVP_MD_CTX_new()) {
  if (!context_) throw std::bad_alloc();
  EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), sha256_algorithm(), nullptr);
}
sha256_stream::~sha256_stream() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }
void sha256_stream::update(std::string_view data) {
  EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), data.data(), data.size());
}
digest sha256_stream::finish() {
  digest out;
  EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), out.bytes.data(), nullptr);
  return out;
}

}  // namespace eeveon
