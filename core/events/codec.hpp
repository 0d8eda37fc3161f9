// Events as structs, stored as JSON: each lists its fields once, for writing and for reading.
//
//   struct ping_received {
//     static constexpr std::string_view type = "ping_received";
//     std::string zen;
//     static void fields(auto& self, auto& field) { field("zen", self.zen); }
//   };
//
// Optional and empty fields are left out when written and may be absent when read; a missing number, flag,
// string or list keeps its default, so that adding a field needs no upcaster. A field of another kind is
// errc::corrupt.
#pragma once

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/failure.hpp"
#include "core/base/json_text.hpp"
#include "core/base/utf8.hpp"
#include "core/events/event.hpp"

namespace eeveon {

namespace json = boost::json;

namespace codec {

template <class T>
json::value write(const T& value, bool whole = false);

struct writer {
  json::object out;
  bool whole = false;  // write empty lists, zeros and false too, for readers that want every key

  void operator()(std::string_view name, const std::string& value) {
    if (!value.empty()) out[name] = value;
  }
  void operator()(std::string_view name, bool value) {
    if (value || whole) out[name] = value;
  }
  void operator()(std::string_view name, std::int64_t value) {
    if (value || whole) out[name] = value;
  }
  void operator()(std::string_view name, int value) {
    if (value || whole) out[name] = value;
  }
  void operator()(std::string_view name, const json::object& value) {
    if (!value.empty() || whole) out[name] = value;
  }
  void operator()(std::string_view name, const std::map<std::string, std::string>& value) {
    json::object object;
    for (const auto& [key, item] : value) object[key] = item;
    (*this)(name, object);
  }
  template <class T>
  void operator()(std::string_view name, const std::optional<T>& value) {
    if (value) out[name] = write(*value, whole);
  }
  template <class T>
  void operator()(std::string_view name, const std::vector<T>& value) {
    if (value.empty() && !whole) return;
    json::array items;
    for (const auto& item : value) items.push_back(write(item, whole));
    out[name] = std::move(items);
  }
  template <class T>
    requires std::is_class_v<T>
  void operator()(std::string_view name, const T& value) {
    out[name] = write(value, whole);
  }
};

template <class T>
json::value write(const T& value, bool whole) {
  if constexpr (std::is_convertible_v<T, json::string_view> || std::is_arithmetic_v<T>)
    return json::value(value);
  else {
    writer w{{}, whole};
    T::fields(value, w);
    return std::move(w.out);
  }
}

// The text that json::serialize would make of write(value), without the tree in between: most of what the log
// stores is written this way.
struct text_writer {
  std::string& out;
  bool whole = false;
  bool first = true;

  void operator()(std::string_view name, const std::string& value) {
    if (!value.empty()) key(name), put(value);
  }
  template <class T>
    requires std::is_arithmetic_v<T>
  void operator()(std::string_view name, T value) {
    if (value || whole) key(name), put(value);
  }
  void operator()(std::string_view name, const json::object& value) {
    if (!value.empty() || whole) key(name), out += json::serialize(value);
  }
  void operator()(std::string_view name, const std::map<std::string, std::string>& value) {
    if (value.empty() && !whole) return;
    key(name);
    char before = '{';
    for (const auto& [word, item] : value)
      out += std::exchange(before, ','), put(word), out += ':', put(item);
    out += value.empty() ? "{}" : "}";
  }
  template <class T>
  void operator()(std::string_view name, const std::optional<T>& value) {
    if (value) key(name), put(*value);
  }
  template <class T>
  void operator()(std::string_view name, const std::vector<T>& value) {
    if (value.empty() && !whole) return;
    key(name);
    char before = '[';
    for (const auto& item : value) out += std::exchange(before, ','), put(item);
    out += value.empty() ? "[]" : "]";
  }
  template <class T>
    requires std::is_class_v<T>
  void operator()(std::string_view name, const T& value) {
    key(name), put(value);
  }

  void put(const std::string& value) { put_json_string(out, value); }
  void put(bool value) { out += value ? "true" : "false"; }
  template <class T>
    requires std::is_integral_v<T>
  void put(T value) {
    char digits[24];
    out.append(digits, std::to_chars(digits, std::end(digits), value).ptr);
  }
  template <class T>
    requires std::is_class_v<T>
  void put(const T& value) {
    out += '{';
    text_writer inner{out, whole};
    T::fields(value, inner);
    out += '}';
  }

 private:
  // Names of fields are plain words.
  void key(std::string_view name) {
    if (!std::exchange(first, false)) out += ',';
    out.append(1, '"').append(name).append("\":", 2);
  }
};

template <class T>
bool read(const json::value& from, T& to);

struct reader {
  const json::object& in;
  std::string bad;  // name of the first field of another kind

  template <class T>
  void operator()(std::string_view name, T& value) {
    const auto* found = in.if_contains(name);
    if (found && !found->is_null() && !read(*found, value) && bad.empty()) bad = name;
  }
};

template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};

template <class T>
bool read(const json::value& from, T& to) {
  if constexpr (std::is_same_v<T, std::string>) {
    if (!from.is_string()) return false;
    to.assign(from.get_string().data(), from.get_string().size());
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!from.is_bool()) return false;
    to = from.get_bool();
  } else if constexpr (std::is_integral_v<T>) {
    boost::system::error_code error;
    const auto number = from.to_number<T>(error);
    if (error) return false;
    to = number;
  } else if constexpr (std::is_same_v<T, json::object>) {
    if (!from.is_object()) return false;
    to = from.get_object();
  } else if constexpr (std::is_same_v<T, std::map<std::string, std::string>>) {
    if (!from.is_object()) return false;
    for (const auto& member : from.get_object())
      if (!read(member.value(), to[std::string(member.key())])) return false;
  } else if constexpr (is_optional<T>::value) {
    return read(from, to.emplace());
  } else if constexpr (is_vector<T>::value) {
    if (!from.is_array()) return false;
    for (const auto& item : from.get_array())
      if (!read(item, to.emplace_back())) return false;
  } else {
    if (!from.is_object()) return false;
    reader r{from.get_object(), {}};
    T::fields(to, r);
    return r.bad.empty();
  }
  return true;
}

}  // namespace codec

template <class Event>
new_event make_event(const Event& event) {
  std::string data;
  codec::text_writer{data}.put(event);
  return {.type = std::string(Event::type), .data = to_valid_utf8(std::move(data))};
}

// The event's data as `Event`; errc::corrupt when it does not read back.
template <class Event>
result<Event> decode(const json::object& data) {
  Event event;
  codec::reader r{data, {}};
  Event::fields(event, r);
  if (!r.bad.empty()) return fail(errc::corrupt, "field of another kind than written", r.bad);
  return event;
}

template <class Event>
result<Event> decode(std::string_view data) {
  boost::system::error_code error;
  // The tree is read once and thrown away: an arena saves an allocation per value.
  std::array<unsigned char, 4096> beginning;
  json::monotonic_resource arena(beginning.data(), beginning.size());
  const auto value = json::parse(json::string_view(data.data(), data.size()), error, &arena);
  if (error || !value.is_object())
    return fail(errc::corrupt, "event data is not a JSON object", std::string(Event::type));
  return decode<Event>(value.get_object());
}

template <class Event>
result<Event> decode(const recorded_event& event) {
  return decode<Event>(event.data);
}

// Calls `handler(Event)` when `event` is one; tells whether it was.
template <class Event, class Handler>
bool on(const recorded_event& event, Handler&& handler) {
  if (event.type != Event::type) return false;
  if (auto decoded = decode<Event>(event)) handler(*decoded);
  return true;
}

}  // namespace eeveon
