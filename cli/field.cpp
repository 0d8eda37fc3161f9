#include "cli/field.hpp"

#include <boost/json.hpp>

namespace eeveon::cli {

const json::value* find_in(const json::value& from, std::string_view key) {
  return from.is_object() ? from.get_object().if_contains(key) : nullptr;
}

std::string text_of(const json::value& from, std::string_view key) {
  const auto* value = find_in(from, key);
  if (!value || value->is_null()) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

std::int64_t number_of(const json::value& from, std::string_view key) {
  const auto* value = find_in(from, key);
  return value && value->is_int64() ? value->get_int64() : 0;
}

const json::array& list_of(const json::value& from, std::string_view key) {
  static const json::array none;
  const auto* value = find_in(from, key);
  return value && value->is_array() ? value->get_array() : none;
}

}  // namespace eeveon::cli
