#include "server/http/accept.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "server/http/letters.hpp"

namespace eeveon::http {
namespace {

// Cuts off what stands before the next `mark` that is in no quoted string.
std::string_view next_part(std::string_view& rest, char mark) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != mark); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (quoted && rest[end] == '\\') ++end;
  }
  end = std::min(end, rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trimmed(part);
}

// "0", "0.25" or "1.000" in thousandths; -1: it is none of that.
int thousandths(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return -1;
  if (text.size() > 1 && text[1] != '.') return -1;
  int value = text[0] - '0';
  for (std::size_t i = 2; i < 5; ++i) {
    const char digit = i < text.size() ? text[i] : '0';
    if (!is_digit(digit)) return -1;
    value = value * 10 + (digit - '0');
  }
  return value <= 1000 ? value : -1;
}

struct wish {
  int weight = 0;
  int exactness = 0;  // 3: the type itself, 2: type/*, 1: */*
  auto operator<=>(const wish&) const = default;
};

int exactness_of(std::string_view range, std::string_view type) {
  if (equal_ignoring_case(range, type)) return 3;
  if (range == "*/*") return 1;
  return range.ends_with("/*") && starts_with_ignoring_case(type, range.substr(0, range.size() - 1)) ? 2 : 0;
}

// What is said of a type most exactly holds, whatever is said of all.
wish wish_for(std::string_view type, const std::vector<weighted>& list) {
  wish out;
  for (const auto& [range, weight] : list)
    if (const auto exactness = exactness_of(range, type);
        exactness > 0 && std::tie(exactness, weight) > std::tie(out.exactness, out.weight))
      out = {weight, exactness};
  return out;
}

}  // namespace

std::vector<weighted> read_weights(std::string_view list) {
  std::vector<weighted> out;
  while (!list.empty()) {
    auto element = next_part(list, ',');
    weighted one{.name = next_part(element, ';')};
    while (!element.empty())
      if (const auto parameter = next_part(element, ';'); starts_with_ignoring_case(parameter, "q="))
        one.weight = thousandths(trimmed(parameter.substr(2)));
    if (!one.name.empty() && one.weight >= 0) out.push_back(one);
  }
  return out;
}

std::string_view preferred(const http_request& request, std::initializer_list<std::string_view> offered) {
  std::vector<weighted> said;
  for (const auto& [name, value] : request.headers)
    if (name == "accept") std::ranges::copy(read_weights(value), std::back_inserter(said));
  auto best = *offered.begin();
  auto most = wish_for(best, said);
  for (const auto type : offered)
    if (const auto here = wish_for(type, said); here.weight > 0 && here > most) best = type, most = here;
  return best;
}

}  // namespace eeveon::http
