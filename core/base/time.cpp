#include "core/base/time.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <utility>

namespace eeveon {
namespace {

// Reads exactly `count` digits at `at`; -1 when they are not there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

constexpr auto most = std::numeric_limits<std::int64_t>::max();

struct number_and_unit {
  std::int64_t number;
  std::string_view unit;
};
std::optional<number_and_unit> split(std::string_view text) {
  std::size_t i = 0;
  std::int64_t number = 0;
  while (i < text.size() && text[i] >= '0' && text[i] <= '9' && i < 15)
    number = number * 10 + (text[i++] - '0');
  if (i == 0 || i == text.size()) return std::nullopt;
  return number_and_unit{number, text.substr(i)};
}

}  // namespace

std::string to_rfc3339(timestamp value) {
  using namespace std::chrono;
  const sys_time<microseconds> point{microseconds{value.us}};
  const auto day = floor<days>(point);
  const year_month_day date{day};
  const hh_mm_ss time{floor<milliseconds>(point - day)};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::optional<timestamp> parse_rfc3339(std::string_view t) {
  using namespace std::chrono;
  const int y = digits(t, 0, 4), mo = digits(t, 5, 2), d = digits(t, 8, 2), h = digits(t, 11, 2),
            mi = digits(t, 14, 2), s = digits(t, 17, 2);
  if (y < 0 || mo < 1 || d < 1 || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 60)
    return std::nullopt;
  if (t[4] != '-' || t[7] != '-' || (t[10] != 'T' && t[10] != 't' && t[10] != ' ') || t[13] != ':' ||
      t[16] != ':')
    return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  std::size_t i = 19;
  std::int64_t fraction = 0;
  if (i < t.size() && t[i] == '.') {
    std::int64_t scale = 100000;
    const auto first = ++i;
    for (; i < t.size() && t[i] >= '0' && t[i] <= '9'; ++i, scale /= 10) fraction += (t[i] - '0') * scale;
    if (i == first) return std::nullopt;
  }
  std::int64_t offset_minutes = 0;
  if (i >= t.size()) return std::nullopt;
  if (t[i] == '+' || t[i] == '-') {
    const int oh = digits(t, i + 1, 2), om = digits(t, i + 4, 2);
    if (oh < 0 || oh > 23 || om < 0 || om > 59 || t.size() != i + 6 || t[i + 3] != ':') return std::nullopt;
    offset_minutes = (oh * 60 + om) * (t[i] == '-' ? -1 : 1);
  } else if ((t[i] != 'Z' && t[i] != 'z') || t.size() != i + 1) {
    return std::nullopt;
  }
  const auto whole = sys_days{date}.time_since_epoch() + hours{h} + minutes{mi - offset_minutes} + seconds{s};
  return timestamp{duration_cast<microseconds>(whole).count() + fraction};
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units{
      {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
  const auto parts = split(text);
  if (!parts) return std::nullopt;
  for (const auto& [unit, factor] : units)
    if (parts->unit == unit && parts->number <= most / factor)
      return std::chrono::milliseconds{parts->number * factor};
  return std::nullopt;
}

std::string format_duration(std::chrono::milliseconds value) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 4> units{
      {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}}};
  for (const auto& [unit, factor] : units)
    if (value.count() != 0 && value.count() % factor == 0)
      return fmt::format("{}{}", value.count() / factor, unit);
  return fmt::format("{}ms", value.count());
}

std::optional<std::int64_t> parse_size(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 7> units{{{"B", 1},
                                                                            {"kB", 1000},
                                                                            {"KB", 1000},
                                                                            {"MB", 1000 * 1000},
                                                                            {"GB", 1000 * 1000 * 1000},
                                                                            {"MiB", 1 << 20},
                                                                            {"GiB", 1 << 30}}};
  const auto parts = split(text);
  if (!parts) return std::nullopt;
  for (const auto& [unit, factor] : units)
    if (parts->unit == unit && parts->number <= most / factor) return parts->number * factor;
  return std::nullopt;
}

}  // namespace eeveon
