#include "server/services/tag_resolver.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <set>

#include "server/services/remote_refs.hpp"

namespace eeveon {
namespace {

using namespace std::chrono_literals;

constexpr const char* checkpoint_name = "release-tags";
constexpr int batch = 500;
// Events that announce nothing move the checkpoint only now and then.
constexpr std::int64_t lazy_checkpoint = 5000;
// So long a repository may be away. A restart begins it anew: late is better than never.
constexpr microseconds give_up_after = 10min;

// Asking again would bring the same answer. A repository that does not let us in may do so in a minute.
bool is_final(const failure& why) {
  if (why.code == errc::invalid) return why.where != "repository";
  return why.code == errc::not_found || why.code == errc::refused;
}

std::optional<release_announced> published_in(const recorded_event& event) {
  if (event.type != release_announced::type) return std::nullopt;
  auto told = decode<release_announced>(event);
  if (!told || told->action != "published" || told->draft) return std::nullopt;
  return std::move(*told);
}

}  // namespace

asio::awaitable<void> tag_resolver::run() {
  for (;;) {
    co_await mine_.taken();
    if (const auto done = co_await follow(); !done && done.error().code != errc::conflict)
      spdlog::warn("release tags: {}: {}", to_string(done.error().code), done.error().detail);
    co_await patience_.wait();
  }
}

asio::awaitable<result<>> tag_resolver::follow() {
  const auto at = co_await with_.events.checkpoint(checkpoint_name);
  if (!at) co_return std::unexpected(at.error());
  read_ = committed_ = *at;
  told_ = false;
  waiting_.clear();
  while (mine_.held()) {
    const auto heard = with_.grown.heard();
    auto events = co_await with_.events.follow_log(read_, batch);
    if (!events) co_return std::unexpected(events.error());
    patience_.reset();
    if (auto done = co_await notice(std::move(*events)); !done) co_return done;
    if (auto done = co_await ask_for_waiting(); !done) co_return done;
    if (auto done = co_await keep_place(); !done) co_return done;
    co_await with_.grown.beyond(read_, heard, until_next_try());
  }
  co_return result<>{};
}

// Which releases somebody watches. The picture must have come as far as the event: at a start it knows no
// project at all.
asio::awaitable<result<>> tag_resolver::notice(std::vector<recorded_event> events) {
  for (auto& event : events) {
    auto told = published_in(event);
    while (told && !co_await with_.picture.reached(event.position, 2s)) {
      if (!mine_.held()) co_return fail(errc::conflict, "another server looks up the tags");
      co_await patience_.wait();
    }
    read_ = event.position;
    if (!told) continue;
    const auto& projects = with_.picture.now().known().projects();
    const bool watched = std::ranges::any_of(projects, [&](const auto& one) {
      return match_repository(one.second, told->repository) != repository_match::none;
    });
    if (!watched) continue;
    auto& releases = waiting_[repository_stream(told->repository)];
    releases.push_back({std::move(event), std::move(*told), with_.clock.now()});
  }
  co_return result<>{};
}

// The oldest release of each repository: the others of it would wait for the same answer, and those of other
// repositories must not wait for it.
asio::awaitable<result<>> tag_resolver::ask_for_waiting() {
  for (auto each = waiting_.begin(); each != waiting_.end() && mine_.held();) {
    auto& releases = each->second;
    const auto settled = co_await ask_for(releases.front());
    if (!settled) co_return std::unexpected(settled.error());
    if (*settled) releases.pop_front();
    each = releases.empty() ? waiting_.erase(each) : std::next(each);
  }
  co_return result<>{};
}

asio::awaitable<result<bool>> tag_resolver::ask_for(release& one) {
  if (clock::now() < one.next_try) co_return false;
  const auto& told = one.told;
  const auto commit = co_await find_commit(told);
  new_event answer;
  if (commit) {
    answer = make_event(release_tag_resolved{told.repository, told.tag, *commit, told.name, told.author});
  } else {
    const auto& why = commit.error();
    const bool again = !is_final(why) && with_.clock.now().us - one.noticed.us < give_up_after.count();
    if (!again || one.next_try == clock::time_point{})
      spdlog::warn("release {} of {} {}: {}", told.tag, told.repository.full_name,
                   again ? "has to wait" : "is given up", why.detail);
    if (again) {
      one.next_try = clock::now() + one.pauses.next();
      co_return false;
    }
    answer = make_event(release_tag_unresolved{told.repository, told.tag, why.detail});
  }
  if (auto done = co_await tell(one, std::move(answer)); !done) co_return std::unexpected(done.error());
  co_return true;
}

// From whichever matching project's address tells it. Nobody is asked for what the gate would not believe: a
// stranger's announcements must not keep the owner's waiting.
asio::awaitable<result<std::string>> tag_resolver::find_commit(release_announced release) {
  result<std::string> found = fail(errc::not_found, "no project watches the repository any more");
  std::set<std::string> addresses;
  for (const auto& [name, project] : with_.picture.now().known().projects())
    switch (match_repository(project, release.repository)) {
      case repository_match::none: break;
      case repository_match::bound:
      case repository_match::binds_now: addresses.insert(project.url); break;
      case repository_match::mismatch:
      case repository_match::other_hook:
        found = fail(errc::refused,
                     name + " is bound to another repository or hook than the one that announced it");
    }
  for (const auto& address : addresses) {
    auto commit = co_await resolve_ref(with_.door, address, "refs/tags/" + release.tag);
    if (commit) co_return commit;
    if (is_final(found.error())) found = std::move(commit);
  }
  co_return found;
}

// Its key names the announcement: what is told again after a restart is a duplicate, or was told otherwise
// before.
asio::awaitable<result<>> tag_resolver::tell(const release& one, new_event what) {
  append_command command{
      .actor = "resolver", .causation = one.event.position, .correlation = one.event.correlation};
  command.from =
      delivery{"resolver", std::to_string(one.event.position), sha256(what.data), "{}", what.data, ""};
  command.streams.push_back({repository_stream(one.told.repository), std::nullopt, {std::move(what)}});
  const auto done = co_await with_.events.append(std::move(command));
  if (!done && done.error().code != errc::duplicate_body) co_return std::unexpected(done.error());
  told_ = true;
  co_return result<>{};
}

// Never past a release that waits: whoever follows finds it again.
asio::awaitable<result<>> tag_resolver::keep_place() {
  auto place = read_;
  for (const auto& [repository, releases] : waiting_)
    place = std::min(place, releases.front().event.position - 1);
  if (place - committed_ < (told_ ? 1 : lazy_checkpoint)) co_return result<>{};
  append_command move{.actor = "resolver", .checkpoint = checkpoint_move{checkpoint_name, committed_, place}};
  const auto done = co_await with_.events.append(std::move(move));
  if (!done) co_return std::unexpected(done.error());
  committed_ = place;
  told_ = false;
  co_return result<>{};
}

std::chrono::milliseconds tag_resolver::until_next_try() const {
  auto next = clock::now() + 1s;
  for (const auto& [repository, releases] : waiting_) next = std::min(next, releases.front().next_try);
  return std::max(1ms, std::chrono::ceil<std::chrono::milliseconds>(next - clock::now()));
}

}  // namespace eeveon
