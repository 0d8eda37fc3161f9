#include "server/services/poller.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/steady_timer.hpp>
#include <map>

#include "core/repository/events.hpp"

namespace eeveon {
namespace {

using clock = std::chrono::steady_clock;

// What the log says polling has told of a repository: the basis of the next fact's key, the same on every
// server.
struct told_so_far {
  std::int64_t version = 0;
  std::map<std::string, std::string> heads;  // by whole ref
};

repository_identity polled(const project_entry& project) {
  return {.provider = "poll", .id = to_hex(sha256(project.url)).substr(0, 16), .urls = {project.url}};
}

asio::awaitable<result<told_so_far>> read_told(poller_parts with, repository_identity repository) {
  auto events = co_await with.events.read_stream(repository_stream(repository));
  if (!events) co_return std::unexpected(events.error());
  told_so_far out;
  for (const auto& event : *events) {
    out.version = event.version;
    on<push_received>(event, [&](const push_received& e) { out.heads[e.ref] = e.after; });
  }
  co_return out;
}

// The fact as a webhook would have told it. Its key names the change and what was told before it, so that a
// second server telling the same is a duplicate, and a branch that comes back to an old commit is news.
append_command told_by_poll(const poller_parts& with, const project_entry& project, const std::string& ref,
                            const told_so_far& before, const std::string& head) {
  push_received push{.repository = polled(project), .ref = ref, .after = head};
  if (const auto last = before.heads.find(ref); last != before.heads.end()) push.before = last->second;
  append_command out{.actor = "poll", .correlation = with.clock.fresh_uuid()};
  const auto event = make_event(push);
  const auto change =
      to_hex(sha256(project.url + "\n" + ref + "\n" + std::to_string(before.version) + "\n" + head));
  out.from = delivery{"poll", change, sha256(event.data), "{}", event.data, ""};
  out.streams.push_back({repository_stream(push.repository), std::nullopt, {event}});
  return out;
}

std::chrono::milliseconds with_jitter(std::chrono::milliseconds time) {
  const auto spread = static_cast<unsigned char>(random_bytes(1)[0]);
  return time + time * spread / 2550;  // up to a tenth more, so that many projects do not ask at once
}

}  // namespace

asio::awaitable<void> run_poller(poller_parts with, duty& mine) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  std::map<std::string, clock::time_point> due;
  for (;;) {
    timer.expires_after(std::chrono::milliseconds(250));
    co_await timer.async_wait(asio::use_awaitable);
    if (!mine.held()) continue;
    for (const auto& [name, project] : std::map(with.picture.now().known().projects())) {
      if (!project.spec.poll || clock::now() < due[name]) continue;
      due[name] = clock::now() + with_jitter(*project.spec.poll);
      auto refs = co_await remote_refs(with.door, project.url);
      if (!refs) {
        spdlog::warn("poll {}: {}", name, refs.error().detail);
        continue;
      }
      for (const auto& environment : project.spec.environments) {
        for (const auto& rule : environment.push) {
          const auto ref = whole_ref(rule);
          const auto head = refs->find(ref);
          if (head == refs->end()) continue;
          auto told = co_await read_told(with, polled(project));
          if (!told || told->heads[ref] == head->second) continue;
          auto done = co_await with.events.append(told_by_poll(with, project, ref, *told, head->second));
          if (done) with.grown.grown_to(done->position);
        }
      }
    }
  }
}

}  // namespace eeveon
