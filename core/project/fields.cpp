#include "core/project/fields.hpp"

#include <algorithm>

#include "core/base/time.hpp"
#include "core/base/utf8.hpp"

namespace eeveon {
namespace {

constexpr std::size_t most_mistakes = 20;
constexpr std::chrono::milliseconds longest_time = std::chrono::hours(365 * 24);

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

std::string join(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known) {
  std::optional<std::string_view> best;
  std::size_t distance = std::max<std::size_t>(2, typed.size() / 3) + 1;
  for (const auto word : known)
    if (const auto d = edit_distance(typed, word); d < distance) best = word, distance = d;
  return best;
}

void mistakes::add(failure one) {
  const auto same = [&](const failure& known) { return known.where == one.where; };
  if (all_.size() < most_mistakes && std::none_of(all_.begin(), all_.end(), same))
    all_.push_back(std::move(one));
}

fields::fields(const json::value& from, std::string path, mistakes& wrong,
               std::initializer_list<std::string_view> known, std::initializer_list<std::string_view> later)
    : path_(std::move(path)), wrong_(wrong) {
  if (!from.is_object()) {
    reject("", "must be a mapping with: " + join(known));
    return;
  }
  object_ = &from.get_object();
  for (const auto& member : *object_) {
    const std::string_view key = member.key();
    const auto shown = printable(key, 40);
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (std::find(later.begin(), later.end(), key) != later.end()) {
      reject(key, "is a feature this version does not have yet: leave it out");
    } else if (const auto meant = nearest(key, {known.begin(), known.size()})) {
      reject(shown, "is not a key here; did you mean '" + std::string(*meant) + "'?");
    } else {
      reject(shown, "is not a key here; known are: " + join(known));
    }
  }
}

void fields::reject(std::string_view key, std::string why) {
  // Where there is no mapping, whatever else is missed in it is no news.
  if (!object_ && !key.empty()) return;
  wrong_.add({errc::invalid, path_of(key) + " " + std::move(why), path_of(key)});
}

std::string fields::path_of(std::string_view key) const {
  if (key.empty()) return path_.empty() ? "the document" : path_;
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

const json::value* fields::find(std::string_view key) const {
  const auto* value = object_ ? object_->if_contains(key) : nullptr;
  return value && !value->is_null() ? value : nullptr;
}
bool fields::has(std::string_view key) const { return find(key) != nullptr; }

std::string fields::text(std::string_view key, std::string fallback) {
  const auto* value = find(key);
  if (!value) return fallback;
  if (value->is_string()) return std::string(value->get_string());
  reject(key, "must be a text");
  return fallback;
}

std::string fields::required_text(std::string_view key) {
  auto value = text(key);
  if (value.empty()) reject(key, "is missing");
  return value;
}

std::int64_t fields::number(std::string_view key, std::int64_t fallback, std::int64_t low,
                            std::int64_t high) {
  const auto* value = find(key);
  if (!value) return fallback;
  boost::system::error_code error;
  const auto number = value->to_number<std::int64_t>(error);
  if (!error && number >= low && number <= high) return number;
  reject(key, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return fallback;
}

std::chrono::milliseconds fields::duration(std::string_view key, std::chrono::milliseconds fallback) {
  const auto* value = find(key);
  if (!value) return fallback;
  if (value->is_string())
    if (const auto parsed = parse_duration(value->get_string());
        parsed && parsed->count() > 0 && *parsed <= longest_time)
      return *parsed;
  reject(key, "must be a time with its unit, as 500ms, 5s, 15m or 1h, of at most 365d");
  return fallback;
}

std::int64_t fields::size(std::string_view key, std::int64_t fallback) {
  const auto* value = find(key);
  if (!value) return fallback;
  if (value->is_string())
    if (const auto parsed = parse_size(value->get_string()); parsed && *parsed > 0) return *parsed;
  reject(key, "must be a size with its unit, as 500kB, 10MB or 1GiB");
  return fallback;
}

std::vector<std::string> fields::words(std::string_view key) {
  std::vector<std::string> out;
  const auto* value = find(key);
  if (!value) return out;
  if (!value->is_array()) return reject(key, "must be a list of texts"), out;
  for (const auto& item : value->get_array()) {
    if (item.is_string())
      out.emplace_back(item.get_string());
    else if (item.is_int64())
      out.push_back(std::to_string(item.get_int64()));
    else
      reject(key, "must be a list of texts");
  }
  return out;
}

std::vector<std::vector<std::string>> fields::commands(std::string_view key) {
  std::vector<std::vector<std::string>> out;
  const auto* value = find(key);
  if (!value) return out;
  constexpr auto fix =
      "must be a list of argument lists, as [[\"npm\",\"ci\"],[\"npm\",\"test\"]]; a shell line is "
      "[\"sh\",\"-c\",\"…\"]";
  if (!value->is_array()) return reject(key, fix), out;
  for (const auto& command : value->get_array()) {
    if (!command.is_array() || command.get_array().empty()) return reject(key, fix), out;
    auto& argv = out.emplace_back();
    for (const auto& word : command.get_array()) {
      if (word.is_string())
        argv.emplace_back(word.get_string());
      else if (word.is_int64())
        argv.push_back(std::to_string(word.get_int64()));
      else
        return reject(key, fix), out;
      if (argv.back().find('\0') != std::string::npos) return reject(key, "holds a NUL byte"), out;
    }
    if (argv.front().empty()) reject(key, "has an empty program name");
  }
  return out;
}

std::string fields::one_of(std::string_view key, std::string fallback,
                           std::initializer_list<std::string_view> allowed,
                           std::initializer_list<std::string_view> later) {
  const auto value = text(key, fallback);
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return value;
  if (std::find(later.begin(), later.end(), value) != later.end())
    reject(key, "'" + value + "' is a feature this version does not have yet; possible: " + join(allowed));
  else
    reject(key, "must be one of: " + join(allowed));
  return fallback;
}

}  // namespace eeveon
