#include "adapters/crypto/system_clock.hpp"

#include <chrono>

#include "core/base/digest.hpp"

namespace eeveon {
namespace {

class system_clock_source final : public clock_source {
 public:
  timestamp now() override {
    return {std::chrono::duration_cast<std::chrono::microseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
  }
  // Within a millisecond the first random bits count up (RFC 9562, 6.2, method 1), so ids sort as they were
  // made.
  uuid fresh_uuid() override {
    if (used_ + 10 > pool_.size()) pool_ = random_bytes(640), used_ = 0;
    std::string ten = pool_.substr(used_, 10);
    used_ += 10;
    const auto ms = now().us / 1000;
    if (ms > last_ms_)
      last_ms_ = ms,
      count_ = (static_cast<unsigned char>(ten[0]) << 8 | static_cast<unsigned char>(ten[1])) & 0x3ff;
    else if (++count_ > 0xfff)
      ++last_ms_, count_ = 0;
    ten[0] = static_cast<char>(count_ >> 8);
    ten[1] = static_cast<char>(count_ & 0xff);
    return make_uuid_v7({last_ms_ * 1000}, ten);
  }

 private:
  std::string pool_;
  std::size_t used_ = 0;
  std::int64_t last_ms_ = 0;
  int count_ = 0;
};

}  // namespace

std::unique_ptr<clock_source> make_system_clock() { return std::make_unique<system_clock_source>(); }

}  // namespace eeveon
