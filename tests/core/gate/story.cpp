#include "tests/core/gate/story.hpp"

namespace eeveon::spec {
namespace {

uuid nth(int n) {
  uuid out;
  out.bytes[15] = static_cast<std::uint8_t>(n), out.bytes[14] = static_cast<std::uint8_t>(n >> 8);
  return out;
}

bool teaches(const recorded_event& event) {
  return event.type == project_applied::type || event.type == repository_bound::type ||
         event.type == repository_renamed::type || event.type == default_branch_told::type ||
         event.type == node_registered::type || event.type == node_removed::type;
}

std::string as_text(const gate_decision& decision) {
  std::string out;
  for (const auto& part : decision.parts)
    for (const auto& event : part.events)
      out += std::to_string(part.expected.value_or(-1)) + " " + std::to_string(event.causation) + " " +
             line({part.stream, event});
  for (const auto& run : decision.runs)
    out += run.id + " " + run.subject + " " + run.environment + " " + run.kind + "\n";
  for (const auto& run : decision.requeue) out += run + "\n";
  for (const auto& body : decision.documents) out += body + "\n";
  return out;
}

}  // namespace

gate_story::gate_story(pace how) : how_(how), gate_([this] { return nth(++next_id_); }) {}

void gate_story::given(const std::vector<fact>& history) {
  for (const auto& f : history) log.append(f);
  read_ = log.all().size();
  learn();
}

void gate_story::when(const std::vector<fact>& facts) {
  since_ = log.all().size() + facts.size();
  runs.clear(), requeued.clear(), documents.clear();
  for (const auto& f : facts) log.append(f);
  read_to_the_end();
}

void gate_story::then(const std::vector<fact>& expected) { spec::then(expected, appended()); }

std::vector<fact> gate_story::appended() const {
  std::vector<fact> out;
  for (std::size_t i = since_; i < log.all().size(); ++i) {
    const auto& e = log.all()[i];
    out.push_back({e.stream, {.type = e.type, .data = e.data}});
  }
  return out;
}

// As the reactor does it: all that is known of projects and nodes, however far behind the gate is.
void gate_story::learn() {
  gate_.known() = directory{};
  for (const auto& event : log.all())
    if (teaches(event)) gate_.known().apply(event);
}

gate_decision gate_story::react(std::size_t count) {
  for (std::size_t i = read_; i < read_ + count; ++i) {
    const auto& event = log.all()[i];
    int rounds = 0;
    for (auto wanted = gate_.wants(event); !wanted.empty() && ++rounds < 10; wanted = gate_.wants(event))
      for (const auto& stream : wanted) gate_.load(stream, log.stream(stream));
    BOOST_TEST(rounds < 10, "a stream is wanted again and again");
    gate_.react(event);
  }
  return gate_.take();
}

bool gate_story::holds(const gate_decision& decision) const {
  return std::ranges::all_of(decision.parts, [&](const auto& part) {
    return !part.expected || *part.expected == log.version(part.stream);
  });
}

bool gate_story::commit(const gate_decision& decision, std::size_t count) {
  if (!holds(decision)) return false;
  read_ += count;
  for (const auto& part : decision.parts)
    for (const auto& event : part.events) log.append({part.stream, event}, "gate");
  runs.insert(runs.end(), decision.runs.begin(), decision.runs.end());
  requeued.insert(requeued.end(), decision.requeue.begin(), decision.requeue.end());
  documents.insert(documents.end(), decision.documents.begin(), decision.documents.end());
  return true;
}

void gate_story::read_to_the_end() {
  int conflicts = 0, batches = 0;
  while (read_ < log.all().size() && ++batches < 200) {
    const auto count = how_ == pace::one_by_one ? 1 : log.all().size() - read_;
    if (how_ == pace::after_restarts) gate_.forget(), learn();
    const auto id = next_id_;
    auto decision = react(count);
    if (how_ == pace::after_conflicts) {
      gate_.forget(), learn();
      next_id_ = id;
      auto again = react(count);
      if (holds(decision))
        BOOST_TEST(as_text(decision) == as_text(again), "decided otherwise the second time:\n"
                                                            << as_text(decision) << "then\n"
                                                            << as_text(again));
      decision = std::move(again);
    }
    if (!commit(decision, count)) {
      gate_.forget(), learn();
      next_id_ = id;
      BOOST_REQUIRE_MESSAGE(++conflicts < 4, "the gate's appends conflict for ever:\n" + as_text(decision));
    }
  }
  BOOST_TEST(batches < 200, "the gate does not come to rest");
}

std::string gate_story::push(char letter, std::string branch) {
  when({push_of(letter, "refs/heads/" + branch)});
  for (const auto& f : appended())
    if (f.event.type == deployment_requested::type)
      return decode<deployment_requested>(f.event.data)->deployment;
  return "";
}

std::string gate_story::ask(deployment_requested request) {
  request.deployment = dep(++next_id_);
  if (request.project.empty()) request.project = "shop";
  if (request.environment.empty()) request.environment = "production";
  if (request.trigger.empty()) request.trigger = "manual";
  when({at(deployment_stream(request.deployment), request)});
  return request.deployment;
}

void gate_story::build(const std::string& deployment) {
  const auto stream = release_stream(release_of(deployment));
  release_brief brief;
  for (const auto& e : log.stream(stream)) brief.apply(e);
  BOOST_REQUIRE_EQUAL(brief.state, "building");
  when({at(stream, run_claimed{brief.run, "worker-1"}),
        at(stream, release_built{.release = brief.request.release,
                                 .project = brief.request.project,
                                 .commit = brief.request.commit,
                                 .artifact = to_hex(sha256(brief.request.commit)),
                                 .manifest = to_hex(sha256("m")),
                                 .files = 1,
                                 .bytes = 10,
                                 .recipe = brief.request.recipe})});
}

std::string gate_story::deploy(char letter) {
  const auto deployment = push(letter);
  build(deployment);
  end(deployment, deployment_succeeded{"run"});
  return deployment;
}

std::string gate_story::roll_back(const std::string& deployment, const std::string& to) {
  deployment_brief goal;
  for (const auto& e : log.stream(deployment_stream(to))) goal.apply(e);
  return ask({.commit = goal.request.commit,
              .release = release_of(to),
              .trigger = "rollback",
              .rollback_of = deployment});
}

std::string gate_story::status(const std::string& deployment) const {
  deployment_brief out;
  for (const auto& e : log.stream(deployment_stream(deployment))) out.apply(e);
  return out.status;
}

std::string gate_story::release_of(const std::string& deployment) const {
  std::string out;
  for (const auto& e : log.all())
    on<deployment_enqueued>(e, [&](const auto& q) {
      if (q.deployment == deployment) out = q.release;
    });
  return out;
}

std::string gate_story::run_of(const std::string& stream) const {
  std::string out;
  for (const auto& e : log.stream(stream)) on<run_queued>(e, [&](const auto& q) { out = q.run; });
  return out;
}

environment_state gate_story::environment(const std::string& name) const {
  auto& folded = environments_[name];
  const auto& events = log.stream(environment_stream("shop", name));
  for (auto i = static_cast<std::size_t>(folded.version); i < events.size(); ++i) folded.apply(events[i]);
  return folded;
}

std::string gate_story::live_commit() const {
  const auto state = environment();
  return state.current() ? state.current()->commit : "";
}

int gate_story::count(std::string_view type) const {
  return static_cast<int>(std::ranges::count_if(log.all(), [&](const auto& e) { return e.type == type; }));
}

void at_every_pace(void (*test)(gate_story&)) {
  for (const auto& [how, name] : {std::pair{pace::one_by_one, "one by one"},
                                  {pace::in_batches, "in batches"},
                                  {pace::after_restarts, "after restarts"},
                                  {pace::after_conflicts, "after conflicts"}}) {
    BOOST_TEST_CONTEXT("events read " << name) {
      gate_story story(how);
      test(story);
    }
  }
}

std::string commit(char letter) { return std::string(40, letter); }
std::string dep(int n) { return make_id("dep", nth(n)); }
std::string run(int n) { return make_id("run", nth(n)); }

json::object production(json::object more) {
  json::object out{{"deploy_on", {{"push", "main"}}}, {"nodes", {{"group", "web"}}}};
  for (auto& member : more) out[member.key()] = member.value();
  return out;
}

json::object shop(json::object environments, json::object more) {
  json::object out{{"project", "shop"},
                   {"repository", "https://github.com/acme/shop"},
                   {"environments", std::move(environments)}};
  for (auto& member : more) out[member.key()] = member.value();
  return out;
}

fact applied(json::object spec) {
  const std::string name(spec.at("project").as_string());
  return at(project_stream(name), project_applied{name, std::move(spec)});
}

fact node(const std::string& name, std::vector<std::string> groups) {
  return at(node_stream(name), node_registered{.name = name,
                                               .kind = "local",
                                               .address = "127.0.0.2",
                                               .root = "/srv",
                                               .groups = std::move(groups)});
}

repository_identity acme_shop() {
  return {.provider = "github",
          .id = "17",
          .full_name = "acme/shop",
          .urls = {"https://github.com/acme/shop.git", "git@github.com:acme/shop.git",
                   "https://github.com/acme/shop"}};
}

fact push_of(char letter, std::string ref, repository_identity from) {
  const auto stream = repository_stream(from);
  return at(stream, push_received{.repository = std::move(from),
                                  .ref = std::move(ref),
                                  .before = commit('0'),
                                  .after = commit(letter),
                                  .message = std::string("commit ") + letter,
                                  .author = "Ada",
                                  .commits = 1});
}

std::vector<fact> a_shop(json::object environments) {
  return {applied(shop(std::move(environments))), node("node-1"), node("node-2"),
          at(project_stream("shop"), repository_bound{"github", "17", "acme/shop", "/hooks/github"})};
}

}  // namespace eeveon::spec
