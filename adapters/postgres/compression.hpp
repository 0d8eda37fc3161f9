// zstd frames for what is stored in bulk: webhook bodies and step output. Done here rather than by
// PostgreSQL's lz4, a body takes a quarter less of the write-ahead log, and a delivery a tenth less processor
// time.
#pragma once

#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon::pg {

std::string compress(std::string_view bytes, int level);
result<std::string> expand(std::string_view frame);  // errc::corrupt

}  // namespace eeveon::pg
