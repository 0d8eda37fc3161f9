// PostgreSQL's binary formats: numbers, times and one-dimensional arrays, so that bodies cross without
// escaping.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace eeveon::pg {

enum class oid : std::uint32_t { bytea = 17, int8 = 20, int4 = 23, text = 25, uuid = 2950 };

void put_int4(std::string& out, std::int32_t value);
void put_int8(std::string& out, std::int64_t value);
std::int64_t get_integer(std::string_view bytes);  // 1 (bool), 2, 4 or 8 bytes, big-endian

// timestamptz counts microseconds from 2000-01-01.
inline constexpr std::int64_t epoch_2000_us = 946'684'800'000'000;
inline std::int64_t to_timestamptz(timestamp value) { return value.us - epoch_2000_us; }
inline timestamp from_timestamptz(std::int64_t value) { return {value + epoch_2000_us}; }

// One array parameter, element by element.
class array {
 public:
  explicit array(oid element);
  void add(std::string_view bytes);  // text, bytea or uuid
  void add(std::int64_t number);     // int8, or int4 when the array holds those
  void add_null();
  std::string finish() &&;

 private:
  oid element_;
  std::string bytes_;
  std::int32_t count_ = 0;
  bool has_null_ = false;
};

}  // namespace eeveon::pg
