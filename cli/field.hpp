// Looking into answers of the API: what is missing reads as empty.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace eeveon::cli {

namespace json = boost::json;

const json::value* find_in(const json::value& from, std::string_view key);
std::string text_of(const json::value& from, std::string_view key);  // numbers and booleans as written
std::int64_t number_of(const json::value& from, std::string_view key);
const json::array& list_of(const json::value& from, std::string_view key);

}  // namespace eeveon::cli
