#include "tests/support/varied_log.hpp"

#include <map>
#include <random>

#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/node/events.hpp"
#include "core/project/events.hpp"
#include "core/release/events.hpp"
#include "core/repository/events.hpp"
#include "core/run/events.hpp"

namespace eeveon::test {
namespace {

struct known_release {
  std::string id, project, commit;
};
struct known_deployment {
  std::string id, project, environment, release, commit;
  int stage = 0;
};

class writer {
 public:
  explicit writer(unsigned seed) : dice_(seed) {}

  void happen();
  std::vector<recorded_event> events;

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(dice_() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  const auto& any(const auto& list) { return list[below(list.size())]; }
  std::string hex() {
    std::string out(40, '0');
    for (auto& c : out) c = "0123456789abcdef"[below(16)];
    return out;
  }
  template <class Event>
  void tell(const std::string& stream, const Event& event) {
    now_us_ += static_cast<std::int64_t>(below(3'000'000));
    if (one_in(3)) now_us_ -= static_cast<std::int64_t>(below(900));
    if (one_in(20)) now_us_ -= 2'000'000;
    if (one_in(4000)) now_us_ -= 600'000'000;
    auto made = make_event(event);
    recorded_event out{.position = std::ssize(events) + 1, .stream = stream, .version = ++versions_[stream]};
    out.type = std::move(made.type), out.data = std::move(made.data);
    out.actor = one_in(2) ? "gate" : "ada";
    out.recorded_at.us = now_us_;
    events.push_back(std::move(out));
  }
  std::string environment_of(const known_deployment& d) {
    return environment_stream(d.project, d.environment);
  }
  std::vector<std::string> some_nodes() {
    std::vector<std::string> out;
    for (const auto& node : nodes_)
      if (one_in(2)) out.push_back(node);
    return out;
  }

  void apply_project();
  void touch_repository();
  void touch_nodes();
  void touch_health();
  void make_noise();
  void ask();
  void build();
  void go_on();
  void end(const known_deployment& d);
  void stir_old();
  void doubt_and_quarantine();

  std::mt19937 dice_;
  std::int64_t now_us_ = 1'700'000'000'000'000;
  std::map<std::string, std::int64_t> versions_;
  const std::vector<std::string> projects_{"blog", "docs", "shop", "till"};
  const std::vector<std::string> environments_{"live", "next", "qa"};
  const std::vector<std::string> nodes_{"n1", "n2", "n3", "n4", "n5", "n6"};
  const std::vector<std::string> groups_{"web", "db"};
  std::vector<known_release> releases_;
  std::vector<known_deployment> open_, ended_;
};

void writer::apply_project() {
  const auto& name = any(projects_);
  json::object environments;
  for (const auto& each : environments_) {
    if (one_in(4) && !environments.empty()) continue;
    json::object spec;
    spec["nodes"] =
        one_in(2) ? json::object{{"group", any(groups_)}} : json::object{{"names", json::array{any(nodes_)}}};
    if (!one_in(3)) spec["deploy_on"] = {{"push", "main"}};
    if (one_in(2)) spec["health"] = {{"path", "/up"}};
    if (one_in(2)) spec["queue"] = one_in(2) ? "queue" : "supersede";
    environments[each] = std::move(spec);
  }
  const auto at = one_in(6) ? "https://git.example.org/moved/" : "https://github.com/acme/";
  tell(project_stream(name),
       project_applied{name, json::object{{"project", name},
                                          {"repository", one_in(30) ? std::string("not an address")
                                                                    : std::string(at) + name},
                                          {"environments", std::move(environments)}}});
}

void writer::touch_repository() {
  const auto& name = any(projects_);
  if (versions_[project_stream(name)] == 0) return;
  switch (below(3)) {
    case 0:
      return tell(project_stream(name), repository_bound{"github", "42", "acme/" + name, "/hooks/github"});
    case 1:
      return tell(project_stream(name), repository_renamed{"new/" + name, "https://github.com/new/" + name});
    default: return tell(project_stream(name), default_branch_told{one_in(2) ? "main" : "trunk"});
  }
}

void writer::touch_nodes() {
  const auto& name = any(nodes_);
  if (one_in(3)) return tell(node_stream(name), node_removed{name});
  node_registered node{.name = name, .kind = "local", .address = "127.0.0.1", .root = "/srv"};
  for (const auto& group : groups_)
    if (one_in(2)) node.groups.push_back(group);
  tell(node_stream(name), node);
}

void writer::touch_health() {
  const auto& node = any(nodes_);
  const bool up = one_in(2);
  tell(node_stream(node), node_health_changed{node, any(projects_), any(environments_), up ? "up" : "down",
                                              up ? "" : "refused: \"no\" \xe2\x80\xae <b>"});
}

void writer::make_noise() {
  push_received push{.repository = {.provider = "github", .id = "42", .full_name = "acme/shop"}};
  push.ref = "refs/heads/main", push.after = hex(), push.message = "hello";
  tell(repository_stream(push.repository), push);
  if (one_in(2))
    tell(repository_stream(push.repository), hook_event_ignored{push.repository, "star", "created"});
  if (open_.empty()) return;
  const auto stream = deployment_stream(any(open_).id);
  tell(stream, step_started{"run_1", "deploy", "copy", "copy@n1", "n1", 1});
  tell(stream, step_succeeded{"run_1", "deploy", "copy@n1", 1, 12, {}});
}

void writer::ask() {
  const bool back = one_in(6) && !releases_.empty();
  const auto id = "dep_" + std::to_string(open_.size() + ended_.size()) + "-" + std::to_string(events.size());
  known_deployment d{id, any(projects_), any(environments_), "", hex()};
  if (back || (one_in(5) && !releases_.empty())) {
    const auto& known = one_in(3) ? releases_[below(releases_.size())] : releases_.back();
    d.project = known.project, d.release = known.id, d.commit = known.commit;
  }
  const bool told = one_in(2);
  tell(deployment_stream(id),
       deployment_requested{.deployment = id,
                            .project = d.project,
                            .environment = d.environment,
                            .commit = d.commit,
                            .ref = "refs/heads/main",
                            .release = one_in(2) ? d.release : "",
                            .trigger = back        ? "rollback"
                                       : one_in(2) ? "push"
                                                   : "manual",
                            .rollback_of = back && !ended_.empty() ? any(ended_).id : "",
                            .message = told ? "Say \"hello\"\n\xc3\xa4" : "",
                            .author = told ? "Ada" : ""});
  if (d.release.empty()) {
    d.release = "rel_" + std::to_string(releases_.size());
    releases_.push_back({d.release, d.project, d.commit});
    tell(
        release_stream(d.release),
        release_requested{.release = d.release, .project = d.project, .commit = d.commit, .repository = "r"});
  }
  tell(environment_of(d), deployment_enqueued{d.id, d.release, d.commit, one_in(2) ? "push" : "manual"});
  open_.push_back(std::move(d));
}

void writer::build() {
  if (releases_.empty()) return;
  const auto recent = std::min<std::size_t>(releases_.size(), one_in(20) ? releases_.size() : 6);
  const auto r = releases_[releases_.size() - 1 - below(recent)];
  switch (below(7)) {
    case 0: return tell(release_stream(r.id), release_build_failed{r.id, "test@worker", "no"});
    case 1: return tell(release_stream(r.id), release_superseded{r.id, hex()});
    case 2:
      return tell(release_stream(r.id),
                  release_requested{.release = r.id, .project = r.project, .commit = r.commit});
    default:
      return tell(release_stream(r.id), release_built{.release = r.id,
                                                      .project = r.project,
                                                      .commit = r.commit,
                                                      .artifact = hex(),
                                                      .manifest = "m",
                                                      .message = "commit " + r.commit.substr(0, 4),
                                                      .author = one_in(2) ? "Ada" : "Bob",
                                                      .authored_at = "2026-11-21T13:37:24Z"});
  }
}

void writer::go_on() {
  if (open_.empty()) return;
  const auto place = below(open_.size());
  auto& d = open_[place];
  const auto stream = deployment_stream(d.id);
  switch (d.stage++) {
    case 0: tell(environment_of(d), environment_locked{d.id, "run_1", d.release, some_nodes()}); break;
    case 1:
      tell(stream, run_queued{"run_1", "deploy"});
      tell(stream, run_claimed{"run_1", "worker-1"});
      if (one_in(8))
        tell(stream, run_interrupted{"run_1", "stops"}), tell(stream, run_claimed{"run_1", "w2"});
      break;
    case 2:
      if (one_in(5)) tell(stream, attention_needed{"run_1", "switch", "perhaps"});
      if (one_in(8)) tell(stream, attention_answered{"retry"});
      break;
    default: {
      const auto gone = d;
      open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(place));
      end(gone);
      ended_.push_back(gone);
    }
  }
  if (d.stage == 1 && one_in(12)) {  // never came to have the lock
    const auto gone = open_[place];
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(place));
    tell(environment_of(gone), deployment_dequeued{gone.id, "cancelled"});
    tell(deployment_stream(gone.id), deployment_cancelled{"asked"});
    ended_.push_back(gone);
  }
}

void writer::end(const known_deployment& d) {
  const auto stream = deployment_stream(d.id);
  const char* outcome = "succeeded";
  switch (below(6)) {
    case 0: tell(stream, deployment_failed{"copy@n1", "no disk", false}), outcome = "failed"; break;
    case 1: tell(stream, deployment_rolled_back{"check@n1", "not healthy"}), outcome = "rolled_back"; break;
    case 2: tell(stream, deployment_superseded{hex(), "", "moved on"}), outcome = "superseded"; break;
    default:
      tell(environment_of(d), release_went_live{d.id, d.release, d.commit, some_nodes(), one_in(5)});
      tell(stream, deployment_succeeded{"run"});
  }
  tell(environment_of(d), environment_unlocked{d.id, outcome});
}

// Of deployments and releases that nobody has thought of for long.
void writer::stir_old() {
  if (ended_.empty() || releases_.empty()) return;
  const auto& d = any(ended_);
  switch (below(5)) {
    case 0: return tell(deployment_stream(d.id), deployment_taken_back{any(ended_).id});
    case 1: return tell(deployment_stream(d.id), deployment_failed{"late", "again", true});
    case 2: return tell(deployment_stream(d.id), run_claimed{"run_9", "worker-2"});
    case 3: {
      const auto& r = any(releases_);
      return tell(environment_stream(r.project, any(environments_)),
                  release_went_live{d.id, r.id, r.commit, some_nodes(), one_in(2)});
    }
    default: return tell(environment_of(d), deployment_enqueued{d.id, any(releases_).id, d.commit, "manual"});
  }
}

void writer::doubt_and_quarantine() {
  const auto stream = environment_stream(any(projects_), any(environments_));
  const auto commit = ended_.empty() ? hex() : any(ended_).commit;
  switch (below(4)) {
    case 0: return tell(stream, nodes_in_doubt{"dep_x", "rel_x", commit, "undo failed", some_nodes()});
    case 1: return tell(stream, doubt_settled{"dep_y", some_nodes()});
    case 2: return tell(stream, commit_quarantined{commit, "dep_x", "not healthy"});
    default: return tell(stream, quarantine_released{commit, "asked"});
  }
}

void writer::happen() {
  const auto what = below(100);
  if (what < 3) return apply_project();
  if (what < 5) return touch_repository();
  if (what < 8) return touch_nodes();
  if (what < 13) return touch_health();
  if (what < 25) return make_noise();
  if (what < 42) return ask();
  if (what < 55) return build();
  if (what < 92) return go_on();
  if (what < 95) return stir_old();
  return doubt_and_quarantine();
}

}  // namespace

std::vector<recorded_event> varied_log(unsigned seed, std::size_t events) {
  writer out(seed);
  while (out.events.size() < events) out.happen();
  return std::move(out.events);
}

}  // namespace eeveon::test
