// Parameters for libpqxx, which sends text: arrays and bytes as binary, so that nothing is escaped.
#pragma once

#include <pqxx/binarystring>
#include <string>
#include <string_view>

#include "adapters/postgres/binary.hpp"
#include "core/base/digest.hpp"

namespace eeveon::pg {

inline pqxx::binarystring binary(std::string_view bytes) {
  return pqxx::binarystring(bytes.data(), bytes.size());
}
inline pqxx::binarystring binary(const digest& value) { return binary(as_bytes(value)); }
inline pqxx::binarystring binary(array&& values) { return binary(std::move(values).finish()); }

template <class Texts>
pqxx::binarystring text_array(const Texts& values) {
  array out(oid::text);
  for (const auto& value : values) out.add(value);
  return binary(std::move(out));
}

}  // namespace eeveon::pg
