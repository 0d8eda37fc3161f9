#include "adapters/postgres/archive.hpp"

#include <algorithm>
#include <limits>

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/binary.hpp"
#include "adapters/postgres/lazy_line.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/log_reader.hpp"
#include "core/base/json_text.hpp"

namespace eeveon::pg {
namespace {

constexpr auto open_end = std::numeric_limits<std::int64_t>::max();
constexpr auto open_begin = std::numeric_limits<std::int64_t>::min();

std::string int8(std::int64_t value) {
  std::string out;
  put_int8(out, value);
  return out;
}

// An absent bound is infinity, which PostgreSQL writes as the ends of the numbers.
std::string moment(std::optional<timestamp> value, std::int64_t absent) {
  return int8(value ? to_timestamptz(*value) : absent);
}

template <class Texts>
std::string texts(const Texts& values) {
  array out(oid::text);
  for (const auto& value : values) out.add(value);
  return std::move(out).finish();
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// As it stands inside of JSON.
std::string inside_json(const std::string& text) {
  std::string out;
  put_json_string(out, text);
  return out.substr(1, out.size() - 2);
}

// A member of a row's object: a text within it cannot look so, for its quotes are escaped.
std::string member(std::string_view name, const std::string& value) {
  if (value.empty()) return {};
  std::string out = "\"" + std::string(name) + "\":";
  put_json_string(out, value);
  return out;
}

result<rows> ask(pipeline& line, std::string_view statement, std::vector<std::string> parameters) {
  line.send("plan_by_values");
  line.send(statement, std::move(parameters));
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  return std::move(answers->back());
}

result<event_page> find_events(pipeline& line, const event_search& what) {
  const auto head = read_head(line);
  if (!head) return std::unexpected(head.error());
  // From beyond the end the way down to it would never end.
  const auto before = what.before == 0 ? *head + 1 : std::min(what.before, *head + 1);
  const auto after = std::max(what.after, before - 1 - what.stretch);
  auto streams = what.streams;
  if (!what.project.empty())
    streams.push_back(what.environment.empty() ? "project-" + what.project
                                               : "env-" + what.project + "/" + what.environment);
  auto found =
      ask(line, "find_events",
          {int8(after), int8(before), int8(what.limit), texts(what.types), texts(what.except), what.actor,
           moment(what.from, open_begin), moment(what.to, open_end), what.project, what.environment,
           texts(streams), what.deployment, lower(inside_json(what.text)), lower(what.text)});
  if (!found) return std::unexpected(std::move(found.error()));
  event_page page{.events = {}, .looked_to = std::clamp<std::int64_t>(after, 0, open_end - 1) + 1};
  for (int i = 0; i < found->size(); ++i) page.events.push_back(event_in(*found, i));
  if (std::ssize(page.events) == what.limit) page.looked_to = page.events.back().position;
  return page;
}

result<deployment_page> find_deployments(pipeline& line, const deployment_search& what) {
  auto found = ask(line, "find_deployments",
                   {what.project, what.environment, what.status, member("trigger", what.trigger),
                    member("actor", what.actor), lower(inside_json(what.text)),
                    int8(what.before == 0 ? open_end : what.before), int8(what.after), int8(what.stretch),
                    int8(what.limit)});
  if (!found) return std::unexpected(std::move(found.error()));
  deployment_page page;
  for (int i = 0; i < found->size(); ++i) {
    if (!found->is_null(i, 0)) page.looked_to = found->number(i, 0);
    if (found->is_null(i, 1)) continue;
    page.rows.push_back({.kind = "deployment",
                         .key = std::string(found->bytes(i, 1)),
                         .position = found->number(i, 2),
                         .project = std::string(found->bytes(i, 3)),
                         .environment = std::string(found->bytes(i, 4)),
                         .status = std::string(found->bytes(i, 5)),
                         .sort = found->number(i, 6),
                         .body = std::string(found->bytes(i, 7))});
  }
  if (std::ssize(page.rows) == what.limit) page.looked_to = page.rows.back().sort;
  return page;
}

class postgres_archive final : public archive {
 public:
  postgres_archive(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 2, request_limit, [url] { return lazy_line(url); }) {}

  asio::awaitable<result<event_page>> find_events(event_search what) override {
    return pool_.run([what = std::move(what)](lazy_line& line) {
      return line.ask([&](pipeline& p) { return pg::find_events(p, what); });
    });
  }

  asio::awaitable<result<deployment_page>> find_deployments(deployment_search what) override {
    return pool_.run([what = std::move(what)](lazy_line& line) {
      return line.ask([&](pipeline& p) { return pg::find_deployments(p, what); });
    });
  }

  asio::awaitable<events_result> events_at(std::vector<std::int64_t> positions) override {
    return pool_.run([positions = std::move(positions)](lazy_line& line) {
      return line.ask([&](pipeline& p) -> events_result {
        array wanted(oid::int8);
        for (const auto position : positions) wanted.add(position);
        auto found = pg::ask(p, "read_events_at", {std::move(wanted).finish()});
        if (!found) return std::unexpected(std::move(found.error()));
        std::vector<recorded_event> events;
        for (int i = 0; i < found->size(); ++i) events.push_back(event_in(*found, i));
        return events;
      });
    });
  }

  asio::awaitable<result<std::vector<std::string>>> headers_of(
      std::vector<std::pair<std::string, std::string>> deliveries) override {
    return pool_.run([deliveries = std::move(deliveries)](lazy_line& line) {
      return line.ask([&](pipeline& p) -> result<std::vector<std::string>> {
        array sources(oid::text), keys(oid::text);
        for (const auto& [source, key] : deliveries) sources.add(source), keys.add(key);
        auto found =
            pg::ask(p, "read_delivery_headers", {std::move(sources).finish(), std::move(keys).finish()});
        if (!found) return std::unexpected(std::move(found.error()));
        std::vector<std::string> headers;
        for (int i = 0; i < found->size(); ++i) headers.emplace_back(found->bytes(i, 0));
        return headers;
      });
    });
  }

  asio::awaitable<result<std::int64_t>> last_before(timestamp when) override {
    return pool_.run([when](lazy_line& line) {
      return line.ask([&](pipeline& p) -> result<std::int64_t> {
        auto found = pg::ask(p, "last_before", {int8(to_timestamptz(when))});
        if (!found) return std::unexpected(std::move(found.error()));
        return found->size() == 0 ? 0 : found->number(0, 0);
      });
    });
  }

 private:
  blocking::pool<lazy_line> pool_;
};

}  // namespace

std::unique_ptr<archive> make_archive(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_archive>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
