// What is looked up in the past: events and deployments by what they say, newest first and a bounded stretch
// at a time, so that nobody waits behind a long search; and where the asks behind events came from.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/failure.hpp"
#include "core/events/event.hpp"
#include "ports/read_models.hpp"

namespace eeveon {

// Empty fields do not filter.
struct event_search {
  std::int64_t before = 0;       // only positions below; 0: from the end
  std::int64_t after = 0;        // only positions above
  int limit = 100;               // found ones, at most
  std::int64_t stretch = 50000;  // positions looked at, at most
  std::vector<std::string> types{}, except{};
  std::string actor{};
  std::optional<timestamp> from{}, to{};  // recorded_at, `to` exclusive
  std::string project{}, environment{};
  std::vector<std::string> streams{};  // that belong to the project though their names do not say so
  std::string deployment{};            // its stream, and what its environment's stream says of it
  std::string text{};  // anywhere in type, stream, actor or data; ASCII letters of either case
};
// `looked_to`: every position from the beginning of the search down to this one was looked at.
struct event_page {
  std::vector<recorded_event> events;  // newest first
  std::int64_t looked_to = 1;
};

struct deployment_search {
  std::string project{}, environment{}, status{}, trigger{}, actor{};
  std::string text{};                  // of the whole row: what is found must be looked at again
  std::int64_t before = 0, after = 0;  // of the positions they were asked for at, both exclusive; 0: open
  int limit = 50, stretch = 20000;     // found ones and rows looked at, at most
};
struct deployment_page {
  std::vector<view_row> rows;  // newest first
  std::int64_t looked_to = 0;  // as above; 0: to the first one there is
};

class archive {
 public:
  virtual ~archive() = default;
  virtual asio::awaitable<result<event_page>> find_events(event_search what) = 0;
  virtual asio::awaitable<result<deployment_page>> find_deployments(deployment_search what) = 0;
  // Those that exist, in position order.
  virtual asio::awaitable<result<std::vector<recorded_event>>> events_at(
      std::vector<std::int64_t> positions) = 0;
  // The headers (a JSON object) kept of each delivery "source/key", in the same order; empty when there is
  // none.
  virtual asio::awaitable<result<std::vector<std::string>>> headers_of(
      std::vector<std::pair<std::string, std::string>> deliveries) = 0;
  // The last position recorded before the moment; 0 when there is none. Clocks of batches that overlap differ
  // by milliseconds: who needs it exact asks for a second more and compares.
  virtual asio::awaitable<result<std::int64_t>> last_before(timestamp moment) = 0;
};

}  // namespace eeveon
