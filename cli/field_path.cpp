#include "cli/field_path.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <vector>

#include "cli/known.hpp"
#include "cli/print.hpp"

namespace eeveon::cli {
namespace {

using values = std::vector<const json::value*>;

std::optional<std::size_t> index_in(std::string_view word) {
  std::size_t out = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), out);
  if (read.ec != std::errc{} || read.ptr != word.data() + word.size()) return std::nullopt;
  return out;
}

// The members of lists in their place.
void spread(const json::value& value, values& to) {
  if (!value.is_array()) return to.push_back(&value);
  for (const auto& member : value.get_array()) spread(member, to);
}

// What is called `word` in each of `here`; null where it is not. Of no object at all: that is a mistake.
values step(const values& here, const std::string& word) {
  static const json::value nothing;
  values out;
  std::vector<std::string> keys;
  bool found = false, looked = false;
  for (const auto* value : here) {
    const auto* member = value->is_object() ? value->get_object().if_contains(word) : nullptr;
    found = found || member;
    looked = looked || !value->is_null();
    if (value->is_object() && !found)
      for (const auto& one : value->get_object()) keys.emplace_back(one.key());
    out.push_back(member ? member : &nothing);
  }
  if (found || !looked) return out;
  auto why = unknown("field", word, keys);
  throw unwritable{{errc::invalid, std::move(why.detail), "--field"}};
}

}  // namespace

std::string field_text(const json::value& answer, std::string_view path) {
  values here{&answer};
  while (!path.empty()) {
    const std::string word(path.substr(0, path.find('.')));
    path.remove_prefix(std::min(path.size(), word.size() + 1));
    values members;
    for (const auto* value : here) {
      const auto index = value->is_array() ? index_in(word) : std::nullopt;
      if (!index)
        spread(*value, members);
      else if (*index < value->get_array().size())
        members.push_back(&value->get_array()[*index]);
    }
    const bool picked = !here.empty() && here.front()->is_array() && index_in(word);
    here = picked ? members : step(members, word);
  }
  values found;
  for (const auto* value : here) spread(*value, found);
  std::string out;
  for (const auto* value : found) {
    if (value->is_string())
      out += plain(value->get_string());
    else if (!value->is_null())
      out += json::serialize(*value);
    out += '\n';
  }
  return out;
}

}  // namespace eeveon::cli
