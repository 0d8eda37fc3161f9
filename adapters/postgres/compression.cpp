#include "adapters/postgres/compression.hpp"

#include <zstd.h>

#include <memory>

namespace eeveon::pg {
namespace {

// A context costs more to make than a small body to compress: one per thread.
ZSTD_CCtx* context() {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> made(ZSTD_createCCtx(),
                                                                               ZSTD_freeCCtx);
  return made.get();
}

}  // namespace

std::string compress(std::string_view bytes, int level) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compressCCtx(context(), out.data(), out.size(), bytes.data(), bytes.size(), level));
  return out;
}

result<std::string> expand(std::string_view frame, unsigned long long largest) {
  const auto size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size > largest)
    return fail(errc::corrupt, "stored bytes do not unpack", "zstd");  // both error codes are larger
  std::string out(size, '\0');
  if (ZSTD_isError(ZSTD_decompress(out.data(), out.size(), frame.data(), frame.size())) != 0)
    return fail(errc::corrupt, "stored bytes do not unpack", "zstd");
  return out;
}

}  // namespace eeveon::pg
