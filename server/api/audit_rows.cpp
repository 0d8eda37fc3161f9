#include "server/api/audit_rows.hpp"

#include <map>
#include <set>

#include "core/audit/origin.hpp"
#include "core/audit/sentences.hpp"
#include "core/base/csv.hpp"
#include "core/projections/rows.hpp"
#include "server/api/current_rows.hpp"

namespace eeveon::api {
namespace {

// A chain of causes is push, request, build, deployment, live; longer ones come from deployments that follow
// each other.
constexpr int longest_chain = 12;

class background {
 public:
  explicit background(parts& with) : with_(with) {}

  asio::awaitable<result<>> look_up(const std::vector<recorded_event>& events) {
    std::vector<recorded_event> fresh = events;
    for (int depth = 0; depth < longest_chain && !fresh.empty(); ++depth) {
      if (auto done = co_await load_rows(fresh); !done) co_return done;
      std::set<std::int64_t> wanted;
      for (auto& event : fresh) {
        const auto position = event.position;
        known_.try_emplace(position, std::move(event));
        if (const auto cause = cause_of(known_.at(position)); cause > 0 && !known_.contains(cause))
          wanted.insert(cause);
      }
      fresh.clear();
      if (wanted.empty()) break;
      auto found = co_await with_.records.events_at(std::vector<std::int64_t>(wanted.begin(), wanted.end()));
      if (!found) co_return std::unexpected(found.error());
      fresh = std::move(*found);
    }
    co_return co_await load_headers();
  }

  // What the event is about, completed by the rows of its deployment and its release.
  audit_subject about(const recorded_event& event) const {
    auto out = subject_of(event);
    if (const auto found = deployments_.find(out.deployment); found != deployments_.end()) {
      const auto& row = found->second;
      out.project = row.project, out.environment = row.environment;
      if (out.commit.empty()) out.commit = row.commit;
      if (out.release.empty()) out.release = row.release;
    }
    if (const auto found = releases_.find(out.release); found != releases_.end()) {
      if (out.project.empty()) out.project = found->second.project;
      if (out.commit.empty()) out.commit = found->second.commit;
    }
    return out;
  }

  audit_row explain(const recorded_event& event) const {
    const auto subject = about(event);
    audit_row row{.event = event,
                  .what = sentence_of(event, subject),
                  .why = note_in(event),
                  .from = {},
                  .project = subject.project,
                  .environment = subject.environment,
                  .deployment = subject.deployment,
                  .commit = subject.commit};
    const auto* root = &known_.at(event.position);
    for (int depth = 0; depth < longest_chain; ++depth) {
      const auto next = known_.find(cause_of(*root));
      if (next == known_.end()) break;
      root = &next->second;
      if (row.why.empty()) row.why = note_in(*root);
    }
    if (row.why.empty() && root->position != event.position) row.why = cause_in_words(*root, about(*root));
    row.from = origin_in_words(event, headers_for(event), *root, headers_for(*root));
    return row;
  }

 private:
  // A worker takes up what was asked for: the request is the cause of its run.
  std::int64_t cause_of(const recorded_event& event) const {
    if (event.causation > 0) return event.causation;
    if (!event.type.starts_with("run_")) return 0;
    const auto subject = subject_of(event);
    std::int64_t request = 0;
    if (const auto row = deployments_.find(subject.deployment); row != deployments_.end())
      request = row->second.position;
    else if (const auto build = releases_.find(subject.release); build != releases_.end())
      request = build->second.position;
    return request < event.position ? request : 0;
  }

  asio::awaitable<result<>> load_rows(const std::vector<recorded_event>& events) {
    std::set<std::string> deployments, releases;
    for (const auto& event : events) {
      const auto subject = subject_of(event);
      if (!subject.deployment.empty() && !deployments_.contains(subject.deployment))
        deployments.insert(subject.deployment);
      if (!subject.release.empty() && !releases_.contains(subject.release)) releases.insert(subject.release);
    }
    if (auto done = co_await load("deployment", std::move(deployments), deployments_); !done) co_return done;
    co_return co_await load("release", std::move(releases), releases_);
  }

  template <class Row>
  asio::awaitable<result<>> load(std::string kind, std::set<std::string> keys,
                                 std::map<std::string, Row>& to) {
    if (keys.empty()) co_return result<>{};
    auto rows = co_await load_current(with_, std::move(kind), {keys.begin(), keys.end()});
    if (!rows) co_return std::unexpected(rows.error());
    for (const auto& row : *rows)
      if (auto read = read_row<Row>(row.body)) to[row.key] = std::move(*read);
    co_return result<>{};
  }

  asio::awaitable<result<>> load_headers() {
    std::vector<std::pair<std::string, std::string>> asked;
    for (const auto& [position, event] : known_)
      if (event.delivery.starts_with("api/")) asked.push_back(delivery_of(event));
    if (asked.empty()) co_return result<>{};
    auto found = co_await with_.records.headers_of(asked);
    if (!found) co_return std::unexpected(found.error());
    for (std::size_t i = 0; i < asked.size() && i < found->size(); ++i)
      headers_[asked[i].first + "/" + asked[i].second] = std::move((*found)[i]);
    co_return result<>{};
  }

  std::string headers_for(const recorded_event& event) const {
    const auto found = headers_.find(event.delivery);
    return found == headers_.end() ? std::string{} : found->second;
  }

  parts& with_;
  std::map<std::int64_t, recorded_event> known_;
  std::map<std::string, deployment_row> deployments_;
  std::map<std::string, release_row> releases_;
  std::map<std::string, std::string> headers_;  // by "source/key"
};

json::value or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

}  // namespace

asio::awaitable<result<std::vector<audit_row>>> audit_rows(parts& with, std::vector<recorded_event> events) {
  background behind(with);
  if (auto done = co_await behind.look_up(events); !done) co_return std::unexpected(done.error());
  co_return co_await with.desk.run([&behind, &events] {
    std::vector<audit_row> rows;
    rows.reserve(events.size());
    for (const auto& event : events) rows.push_back(behind.explain(event));
    return result<std::vector<audit_row>>(std::move(rows));
  });
}

json::object to_json(const audit_row& row) {
  const auto& e = row.event;
  boost::system::error_code error;
  auto data = json::parse(json::string_view(e.data.data(), e.data.size()), error);
  return {{"position", e.position},
          {"at", to_rfc3339(e.recorded_at)},
          {"actor", e.actor},
          {"type", e.type},
          {"what", row.what},
          {"why", or_null(row.why)},
          {"from", or_null(row.from)},
          {"stream", e.stream},
          {"project", or_null(row.project)},
          {"environment", or_null(row.environment)},
          {"deployment", or_null(row.deployment)},
          {"commit", or_null(row.commit)},
          {"delivery", or_null(e.delivery)},
          {"causation", e.causation},
          {"correlation", to_string(e.correlation)},
          {"data", std::move(data)}};
}

std::string to_csv(const std::vector<audit_row>& rows) {
  std::string out;
  put_csv_row(out, {"position", "at", "actor", "type", "what", "why", "from", "project", "environment",
                    "deployment", "commit", "stream", "delivery", "causation", "correlation"});
  for (const auto& row : rows) {
    const auto& e = row.event;
    put_csv_row(out, {std::to_string(e.position), to_rfc3339(e.recorded_at), e.actor, e.type, row.what,
                      row.why, row.from, row.project, row.environment, row.deployment, row.commit, e.stream,
                      e.delivery, std::to_string(e.causation), to_string(e.correlation)});
  }
  return out;
}

}  // namespace eeveon::api
