// What a request would rather be answered with: its headers Accept and Accept-Encoding (RFC 9110 12.5). Pure.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "core/base/http.hpp"

namespace eeveon::http {

// One element of such a list: what it names, and its weight in thousandths; 0 excludes it.
struct weighted {
  std::string_view name;
  int weight = 1000;
};
// The elements in their order. Parameters beside q are passed over; what has a weight that is none is left
// out.
std::vector<weighted> read_weights(std::string_view list);

// Which of the media types (at least one) Accept wants most: by weight, then by how exactly it names them,
// then as they are offered. The first where none of them is wanted, or nothing is said.
std::string_view preferred(const http_request& request, std::initializer_list<std::string_view> offered);

}  // namespace eeveon::http
