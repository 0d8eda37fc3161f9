// SHA-256, HMAC and randomness by OpenSSL (SHA-NI where the processor has it).
#include "core/base/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <new>
#include <stdexcept>

namespace eeveon {
namespace {
// OpenSSL 3 looks algorithms up by name at every use; fetching once halves the cost of short hashes.
const EVP_MD* sha256_algorithm() {
  static EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}
const unsigned char* octets(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
}  // namespace

digest sha256(std::string_view data) {
  digest out;
  EVP_Digest(data.data(), data.size(), out.bytes.data(), nullptr, sha256_algorithm(), nullptr);
  return out;
}

digest hmac_sha256(std::string_view key, std::string_view data) {
  digest out;
  unsigned int size = 32;
  HMAC(sha256_algorithm(), key.data(), static_cast<int>(key.size()), octets(data), data.size(), out.bytes.data(),
       &size);
  return out;
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
