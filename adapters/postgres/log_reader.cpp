#include "adapters/postgres/log_reader.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <iterator>
#include <limits>

#include "adapters/postgres/binary.hpp"
#include "adapters/postgres/lazy_line.hpp"
#include "adapters/postgres/limits.hpp"

namespace eeveon::pg {
namespace {

constexpr std::size_t streams_per_query = 256;
// Of one stream in one query: nobody waits behind the whole of a long one, nor is it held twice.
constexpr std::int64_t events_per_query = 5000;

std::string int8(std::int64_t value) {
  std::string out;
  put_int8(out, value);
  return out;
}

// Columns from `first` on: type, schema, actor, causation, correlation, recorded_at, data, delivery.
void read_rest(const rows& r, int row, int first, recorded_event& event) {
  event.type = r.bytes(row, first);
  event.schema = static_cast<int>(r.number(row, first + 1));
  event.actor = r.bytes(row, first + 2);
  event.causation = r.number(row, first + 3);
  const auto correlation = r.bytes(row, first + 4);
  std::copy_n(correlation.begin(), 16, event.correlation.bytes.begin());
  event.recorded_at = from_timestamptz(r.number(row, first + 5));
  event.data = r.bytes(row, first + 6);
  event.delivery = r.bytes(row, first + 7);
}

using per_stream = std::vector<std::vector<recorded_event>>;

result<per_stream> read_streams(pipeline& line, const std::vector<std::string>& names,
                                const std::vector<std::int64_t>& versions) {
  array streams(oid::text), afters(oid::int8);
  for (const auto& name : names) streams.add(name);
  for (const auto version : versions) afters.add(version);
  line.send("read_streams",
            {std::move(streams).finish(), std::move(afters).finish(), int8(events_per_query)});
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  per_stream events(names.size());
  const rows& r = answers->front();
  for (int i = 0; i < r.size(); ++i) {
    const auto place = static_cast<std::size_t>(r.number(i, 0) - 1);
    auto& event = events[place].emplace_back();
    event.stream = names[place];
    event.position = r.number(i, 1);
    event.version = r.number(i, 2);
    read_rest(r, i, 3, event);
  }
  return events;
}

}  // namespace

stream_reader::stream_reader(std::string url, asio::any_io_executor io)
    : url_(std::move(url)), io_(std::move(io)) {
  thread_ = std::thread([this] { read(); });
}

stream_reader::~stream_reader() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  deliver(std::move(queue_), fail(errc::unavailable, "this server is stopping", "postgres"));
}

void stream_reader::push(std::string stream, std::int64_t after, events_handler handler) {
  auto who = std::make_shared<blocking::caller<events_result>>(io_, std::move(handler));
  who->wait(request_limit);
  {
    const std::scoped_lock lock(mutex_);
    queue_.push_back({std::move(stream), after, std::move(who)});
  }
  wake_.notify_one();
}

void stream_reader::read() {
  lazy_line line(url_);
  while (true) {
    std::vector<asked> batch;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      std::erase_if(queue_, [](const asked& one) { return one.who->is_gone(); });
      const auto end =
          queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), streams_per_query));
      batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
      queue_.erase(queue_.begin(), end);
    }
    if (batch.empty()) continue;
    std::vector<std::string> names;
    std::vector<std::int64_t> versions;
    for (auto& one : batch) {
      names.push_back(one.stream);
      versions.push_back(one.after);
    }
    auto rest =
        deliver(std::move(batch), line.ask([&](pipeline& p) { return read_streams(p, names, versions); }));
    const std::scoped_lock lock(mutex_);
    std::ranges::move(rest, std::back_inserter(queue_));
  }
}

std::vector<stream_reader::asked> stream_reader::deliver(
    std::vector<asked> batch, result<std::vector<std::vector<recorded_event>>> answers) {
  std::vector<asked> rest;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    auto& one = batch[i];
    if (!answers) {
      one.who->answer(std::unexpected(answers.error()));
      continue;
    }
    auto& page = (*answers)[i];
    const bool more = std::ssize(page) == events_per_query;
    std::ranges::move(page, std::back_inserter(one.so_far));
    if (more)
      one.after = one.so_far.back().version, rest.push_back(std::move(one));
    else
      one.who->answer(std::move(one.so_far));
  }
  return rest;
}

recorded_event event_in(const rows& r, int row) {
  recorded_event event;
  event.position = r.number(row, 0);
  event.stream = r.bytes(row, 1);
  event.version = r.number(row, 2);
  read_rest(r, row, 3, event);
  return event;
}

events_result read_log(pipeline& line, std::int64_t after, int limit, const log_filter& filter) {
  std::vector<std::string> parameters{int8(after), int8(limit)};
  const char* name = "read_log";
  if (!filter.stream_prefix.empty()) {
    name = "read_log_of_streams";
    auto end = filter.stream_prefix;
    ++end.back();
    parameters.insert(parameters.end(), {filter.stream_prefix, std::move(end)});
  } else if (!filter.stream.empty()) {
    name = "read_log_of_stream";
    parameters.insert(parameters.end(), {filter.stream, filter.type});
  } else if (!filter.type.empty()) {
    name = "read_log_of_type";
    parameters.insert(
        parameters.end(),
        {filter.type, int8(filter.until > 0 ? filter.until : std::numeric_limits<std::int64_t>::max())});
  }
  line.send(name, parameters);
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  std::vector<recorded_event> events;
  const rows& r = answers->front();
  events.reserve(static_cast<std::size_t>(r.size()));
  const bool whole = filter.stream.empty() && filter.type.empty() && filter.stream_prefix.empty();
  for (int i = 0; i < r.size(); ++i) {
    const auto& event = events.emplace_back(event_in(r, i));
    if (whole && event.position != after + i + 1)
      return fail(errc::corrupt,
                  fmt::format("the log has a hole: position {} follows {}", event.position, after + i),
                  "events");
  }
  return events;
}

result<std::int64_t> read_head(pipeline& line) {
  line.send("read_head");
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  return answers->front().number(0, 0);
}

result<std::optional<std::string>> read_document(pipeline& line, const digest& id) {
  line.send("read_document", {std::string(as_bytes(id))});
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  if (answers->front().size() == 0) return std::nullopt;
  return std::optional<std::string>(answers->front().bytes(0, 0));
}

result<std::int64_t> read_checkpoint(pipeline& line, const std::string& name) {
  line.send("read_checkpoint", {name});
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  return answers->front().size() == 0 ? 0 : answers->front().number(0, 0);
}

}  // namespace eeveon::pg
