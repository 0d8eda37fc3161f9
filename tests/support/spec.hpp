// Given-when-then for everything that decides on events: a log in memory, and a comparison that prints both
// event lists as JSON lines when they differ.
#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>
#include <vector>

#include "core/events/codec.hpp"

namespace eeveon::spec {

struct fact {
  std::string stream;
  new_event event;
};
template <class Event>
fact at(std::string stream, const Event& event) {
  return {std::move(stream), make_event(event)};
}

// Positions and versions as the appender gives them, one second between events.
class event_log {
 public:
  const recorded_event& append(const fact& what, std::string actor = "test") {
    auto& stream = streams_[what.stream];
    recorded_event event{
        .position = std::ssize(events_) + 1, .stream = what.stream, .version = std::ssize(stream) + 1};
    event.type = what.event.type, event.data = what.event.data, event.actor = std::move(actor);
    event.causation = what.event.causation, event.correlation = what.event.correlation;
    event.recorded_at.us = 1'800'000'000'000'000 + event.position * 1'000'000;
    stream.push_back(event);
    return events_.emplace_back(std::move(event));
  }
  const std::vector<recorded_event>& stream(const std::string& name) const {
    static const std::vector<recorded_event> none;
    const auto found = streams_.find(name);
    return found == streams_.end() ? none : found->second;
  }
  std::int64_t version(const std::string& name) const { return std::ssize(stream(name)); }
  const std::vector<recorded_event>& all() const { return events_; }

 private:
  std::vector<recorded_event> events_;
  std::map<std::string, std::vector<recorded_event>> streams_;
};

inline std::string line(const fact& f) {
  return R"({"stream":")" + f.stream + R"(","type":")" + f.event.type + R"(","data":)" + f.event.data + "}\n";
}

// Everything that `expected` names is there and equal: a test names what it is about and no more.
inline bool agrees(const json::value& expected, const json::value& got) {
  if (!expected.is_object() || !got.is_object()) return expected == got;
  return std::ranges::all_of(expected.get_object(), [&](const auto& member) {
    const auto* other = got.get_object().if_contains(member.key());
    return other && agrees(member.value(), *other);
  });
}
inline bool agrees(const fact& expected, const fact& got) {
  return expected.stream == got.stream && expected.event.type == got.event.type &&
         agrees(json::parse(expected.event.data), json::parse(got.event.data));
}

// The same events in the same order on every stream; the order between streams is nobody's business.
inline void then(const std::vector<fact>& expected, const std::vector<fact>& got) {
  const auto by_stream = [](const std::vector<fact>& facts) {
    std::map<std::string, std::vector<fact>> out;
    for (const auto& f : facts) out[f.stream].push_back(f);
    return out;
  };
  const auto same = [](const auto& a, const auto& b) {
    return a.first == b.first &&
           std::ranges::equal(a.second, b.second, [](const fact& x, const fact& y) { return agrees(x, y); });
  };
  if (std::ranges::equal(by_stream(expected), by_stream(got), same)) return;
  std::string text = "expected:\n";
  for (const auto& f : expected) text += line(f);
  text += "got:\n";
  for (const auto& f : got) text += line(f);
  BOOST_ERROR(text);
}

}  // namespace eeveon::spec
