#include "adapters/postgres/binary.hpp"

#include <utility>

namespace eeveon::pg {
namespace {
constexpr std::size_t header_size = 20;
void put_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((value >> shift) & 0xff));
}
}  // namespace

void put_int4(std::string& out, std::int32_t value) {
  put_big_endian(out, static_cast<std::uint32_t>(value), 4);
}
void put_int8(std::string& out, std::int64_t value) {
  put_big_endian(out, static_cast<std::uint64_t>(value), 8);
}

std::int64_t get_integer(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = (value << 8) | static_cast<unsigned char>(c);
  if (bytes.size() == 4) return static_cast<std::int32_t>(value);
  return static_cast<std::int64_t>(value);
}

array::array(oid element) : element_(element), bytes_(header_size, '\0') {}

void array::add(std::string_view bytes) {
  put_int4(bytes_, static_cast<std::int32_t>(bytes.size()));
  bytes_ += bytes;
  ++count_;
}

void array::add(std::int64_t number) {
  const bool narrow = element_ == oid::int4;
  put_int4(bytes_, narrow ? 4 : 8);
  put_big_endian(bytes_, static_cast<std::uint64_t>(number), narrow ? 4 : 8);
  ++count_;
}

void array::add_null() {
  put_int4(bytes_, -1);
  has_null_ = true;
  ++count_;
}

std::string array::finish() && {
  std::string header;
  put_int4(header, 1);
  put_int4(header, has_null_ ? 1 : 0);
  put_int4(header, static_cast<std::int32_t>(element_));
  put_int4(header, count_);
  put_int4(header, 1);
  bytes_.replace(0, header_size, header);
  return std::move(bytes_);
}

}  // namespace eeveon::pg
