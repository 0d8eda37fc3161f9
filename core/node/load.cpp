#include "core/node/load.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace eeveon {
namespace {

constexpr std::int64_t most_bytes = 1LL << 60, most_cores = 1 << 16, most_load = 100'000'00;

std::optional<std::int64_t> whole(std::string_view text, std::int64_t times = 1) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out < 0 || out > most_bytes / times)
    return {};
  return out * times;
}

// "12.34" in hundredths.
std::optional<std::int64_t> hundredths(std::string_view text) {
  double out = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), out, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size() || !(out >= 0) || out > 1e6) return {};
  return std::llround(out * 100);
}

void keep_within(std::optional<std::int64_t>& value, std::int64_t least, std::int64_t most) {
  if (value && (*value < least || *value > most)) value.reset();
}

void keep_pair(std::optional<std::int64_t>& used, std::optional<std::int64_t>& total) {
  keep_within(total, 1, most_bytes);
  keep_within(used, 0, total.value_or(most_bytes));
}

}  // namespace

node_load load_of_words(const std::vector<std::string>& words) {
  node_load out;
  std::optional<std::int64_t> available;
  for (const auto& word : words) {
    const auto equals = std::min(word.find('='), word.size());
    const auto name = std::string_view(word).substr(0, equals);
    const auto value = std::string_view(word).substr(std::min(equals + 1, word.size()));
    if (name == "load1") out.load1 = hundredths(value);
    if (name == "cores") out.cores = whole(value);
    if (name == "memory_total") out.memory_total = whole(value, 1024);
    if (name == "memory_available") available = whole(value, 1024);
    if (name == "disk_total") out.disk_total = whole(value, 1024);
    if (name == "disk_used") out.disk_used = whole(value, 1024);
  }
  if (out.memory_total && available) out.memory_used = *out.memory_total - *available;
  return sound(out);
}

node_load sound(node_load told) {
  keep_within(told.load1, 0, most_load);
  keep_within(told.cores, 1, most_cores);
  keep_pair(told.memory_used, told.memory_total);
  keep_pair(told.disk_used, told.disk_total);
  return told;
}

json::object shown(const node_load& load, std::string_view at) {
  json::object out{{"at", at}};
  if (load.load1) out["load1"] = static_cast<double>(*load.load1) / 100;
  const auto add = [&](const char* name, const std::optional<std::int64_t>& value) {
    if (value) out[name] = *value;
  };
  add("cores", load.cores);
  add("memory_used", load.memory_used);
  add("memory_total", load.memory_total);
  add("disk_used", load.disk_used);
  add("disk_total", load.disk_total);
  return out;
}

}  // namespace eeveon
