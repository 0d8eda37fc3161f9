#include "core/audit/sentences.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/events/types.hpp"

namespace eeveon {
namespace {

constexpr std::size_t longest_text = 200;

// Text from outside, fit for one line of a sentence.
std::string line(std::string_view text) {
  std::string out(text.substr(0, longest_text));
  if (text.size() > longest_text) {
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
    if (!out.empty()) out.pop_back();
    out += "…";
  }
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return out;
}

std::string because(std::string_view reason) { return reason.empty() ? "" : ": " + line(reason); }
std::string brief(std::string_view commit) { return commit.empty() ? "a commit" : line(commit.substr(0, 7)); }
std::string branch(std::string_view ref) {
  for (const std::string_view prefix : {"refs/heads/", "refs/tags/"})
    if (ref.starts_with(prefix)) ref.remove_prefix(prefix.size());
  return line(ref);
}
std::string name_of(const repository_identity& repository) {
  return repository.full_name.empty() ? "a repository" : line(repository.full_name);
}
std::string place(const audit_subject& about) {
  if (about.project.empty()) return "an environment";
  return about.environment.empty() ? about.project : about.project + "/" + about.environment;
}
// "the deployment of 1a2b3c4 to shop/production", or of a build's run "the build of 1a2b3c4".
std::string work(const audit_subject& about) {
  if (about.deployment.empty() && !about.release.empty()) return "the build of " + brief(about.commit);
  return "the deployment of " + brief(about.commit) + " to " + place(about);
}
std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) (out += out.empty() ? "" : ", ") += line(name);
  return out.empty() ? "no node" : out;
}
std::string attempt(int number) { return number > 1 ? " (attempt " + std::to_string(number) + ")" : ""; }

using about = const audit_subject&;

std::string say(const push_received& e, about) {
  const auto who = e.pusher.empty() ? "somebody" : line(e.pusher);
  if (e.deleted) return "told that " + who + " deleted " + branch(e.ref) + " of " + name_of(e.repository);
  return "told of a push by " + who + " to " + branch(e.ref) + " of " + name_of(e.repository) + ", now at " +
         brief(e.after);
}
std::string say(const release_announced& e, about) {
  return "told that the release " + line(e.tag) + " of " + name_of(e.repository) + " was " + line(e.action) +
         (e.author.empty() ? "" : " by " + line(e.author));
}
std::string say(const release_tag_resolved& e, about) {
  return "found that the tag " + line(e.tag) + " of " + name_of(e.repository) + " names " + brief(e.commit);
}
std::string say(const release_tag_unresolved& e, about) {
  return "gave up looking for the tag " + line(e.tag) + " of " + name_of(e.repository) + because(e.reason);
}
std::string say(const hook_pinged& e, about) { return "pinged the webhook of " + name_of(e.repository); }
std::string say(const hook_event_ignored& e, about) {
  return "told of '" + line(e.event) + (e.action.empty() ? "" : " " + line(e.action)) + "' in " +
         name_of(e.repository) + ", which nothing here acts on";
}
std::string say(const project_applied& e, about) { return "applied the spec of " + line(e.name); }
std::string say(const repository_bound& e, about a) {
  return "bound " + place(a) + " to the repository " + line(e.full_name);
}
std::string say(const repository_renamed& e, about a) {
  return "followed the repository of " + place(a) + " to " + line(e.full_name);
}
std::string say(const default_branch_told& e, about a) {
  return "learnt that the default branch of " + place(a) + " is " + line(e.branch);
}
std::string say(const node_registered& e, about) { return "registered the node " + line(e.name); }
std::string say(const node_removed& e, about) { return "removed the node " + line(e.name); }
std::string say(const node_health_changed& e, about a) {
  return "found " + line(e.node) + " " + line(e.health) + " for " + place(a) + because(e.detail);
}
std::string say(const deployment_requested& e, about a) {
  if (e.trigger == "rollback") return "asked to roll " + place(a) + " back to " + brief(a.commit);
  return "asked to deploy " + brief(a.commit) + (e.ref.empty() ? "" : " (" + branch(e.ref) + ")") + " to " +
         place(a);
}
std::string say(const deployment_planned&, about a) { return "planned " + work(a); }
std::string say(const deployment_succeeded& e, about a) {
  if (e.by == "person") return "ended " + work(a) + " as done, at a person's word";
  return "finished " + work(a);
}
std::string say(const deployment_failed& e, about a) {
  return "gave up " + work(a) + because(e.reason) + (e.switched ? " (its nodes may differ)" : "");
}
std::string say(const deployment_rolled_back& e, about a) {
  return "took " + brief(a.commit) + " back from " + place(a) + because(e.reason);
}
std::string say(const cancel_requested& e, about a) {
  return a.deployment.empty() ? "asked to end " + work(a) + because(e.reason) : "asked to cancel " + work(a);
}
std::string say(const deployment_cancelled& e, about a) { return "cancelled " + work(a) + because(e.reason); }
std::string say(const deployment_superseded& e, about a) {
  return "passed over " + work(a) + because(e.reason);
}
std::string say(const attention_needed& e, about a) {
  return "stopped " + work(a) + " until a person decides" + because(e.reason);
}
std::string say(const attention_answered& e, about a) {
  if (e.choice == "retry") return "told " + work(a) + " to try again";
  if (e.choice == "cancel") return "told " + work(a) + " to go back";
  return "took the step that " + work(a) + " waited on as done";
}
std::string say(const deployment_taken_back& e, about a) {
  return "noted that " + brief(a.commit) + " was taken back from " + place(a) + " by " + line(e.by);
}
std::string say(const deployment_enqueued&, about a) { return "let " + work(a) + " into the queue"; }
std::string say(const deployment_dequeued& e, about a) {
  return "took " + work(a) + " out of the queue" + because(e.reason);
}
std::string say(const environment_locked&, about a) { return "gave " + place(a) + " to " + work(a); }
std::string say(const environment_unlocked& e, about a) {
  return "freed " + place(a) + " when its deployment had ended" + because(e.outcome);
}
std::string say(const release_went_live& e, about a) {
  return (e.taken_back ? "rolled " + place(a) + " back to " : "made " + place(a) + " run ") + brief(e.commit);
}
std::string say(const commit_quarantined& e, about a) {
  return "quarantined " + brief(e.commit) + " in " + place(a) + because(e.reason);
}
std::string say(const quarantine_released& e, about a) {
  return "let " + brief(e.commit) + " out of quarantine in " + place(a);
}
std::string say(const nodes_in_doubt& e, about a) {
  return "lost certainty of what runs on " + list(e.nodes) + " in " + place(a) + because(e.reason);
}
std::string say(const doubt_settled& e, about a) {
  return "made certain again what runs on " + list(e.nodes) + " in " + place(a);
}
std::string say(const release_requested&, about a) { return "asked for " + work(a); }
std::string say(const release_built&, about a) { return "finished " + work(a); }
std::string say(const release_build_failed& e, about a) { return "gave up " + work(a) + because(e.reason); }
std::string say(const release_superseded& e, about a) {
  return "passed over " + work(a) + ": its ref has moved on to " + brief(e.head);
}
std::string say(const run_queued& e, about a) { return "queued a " + line(e.kind) + " run for " + work(a); }
std::string say(const run_claimed& e, about a) {
  return "took on " + work(a) + (e.worker.empty() ? "" : " as " + line(e.worker));
}
std::string say(const run_interrupted& e, about a) {
  return "handed " + work(a) + " back" + because(e.reason);
}
std::string say(const step_started& e, about a) {
  return "began " + line(e.step) + attempt(e.attempt) + " of " + work(a);
}
std::string say(const step_succeeded& e, about a) {
  return "finished " + line(e.step) + attempt(e.attempt) + " of " + work(a);
}
std::string say(const step_failed& e, about a) {
  return "failed at " + line(e.step) + attempt(e.attempt) + " of " + work(a) + because(e.reason);
}
std::string say(const step_unknown& e, about a) {
  return "cannot tell whether " + line(e.step) + " of " + work(a) + " has happened" + because(e.reason);
}
std::string say(const undo_started& e, about a) {
  return "began to undo " + work(a) + (e.cancelled ? ": a person asked" : because(e.reason));
}
std::string say(const delivery_conflict_detected& e, about) {
  return "brought another body under the id " + line(e.key) + " of " + line(e.source) + ", which was refused";
}
std::string say(const repository_mismatch_detected& e, about) {
  return "refused to take " + line(e.full_name) + " for the repository of " + line(e.project);
}
std::string say(const signed_in& e, about) {
  return e.how == "token" ? "signed in with an API token" : "signed in with a link";
}
std::string say(const signed_out&, about) { return "signed out"; }
std::string say(const sign_in_link_made&, about) { return "made a sign-in link"; }
std::string say(const webhook_secret_shown& e, about) {
  return "looked at the secret of the hook " +
         (e.hook.empty() ? "/hooks/github" : "/hooks/github/" + line(e.hook));
}
std::string say(const retention_applied& e, about) {
  return "emptied " + std::to_string(e.bodies_emptied) +
         " old bodies of deliveries and dropped the output of " + std::to_string(e.log_days_dropped) +
         " days";
}

struct entry {
  std::string (*say)(const json::object& data, const audit_subject&);
  bool noise = false;
};

template <class Event>
std::string call(const json::object& data, const audit_subject& subject) {
  return say(decode<Event>(data).value_or(Event{}), subject);
}

// The log's events are objects; of what is none nothing is known.
json::object data_of(const recorded_event& event) {
  boost::system::error_code error;
  auto value = json::parse(json::string_view(event.data.data(), event.data.size()), error);
  return !error && value.is_object() ? std::move(value.get_object()) : json::object{};
}

using entries = std::unordered_map<std::string_view, entry>;
void add_one(entries& to, std::string_view type, entry what) { to.emplace(type, what); }
template <class... Event>
void add(entries& to, bool noise) {
  (add_one(to, Event::type, {call<Event>, noise}), ...);
}

const entries& table() {
  static const auto all = [] {
    entries out;
    add<push_received, release_announced, release_tag_resolved, release_tag_unresolved, hook_pinged,
        hook_event_ignored, project_applied, repository_bound, repository_renamed, default_branch_told,
        node_registered, node_removed, node_health_changed, deployment_requested, deployment_succeeded,
        deployment_failed, deployment_rolled_back, cancel_requested, deployment_cancelled,
        deployment_superseded, attention_needed, attention_answered, deployment_taken_back, release_went_live,
        commit_quarantined, quarantine_released, nodes_in_doubt, doubt_settled, release_requested,
        release_built, release_build_failed, release_superseded, undo_started, delivery_conflict_detected,
        repository_mismatch_detected, signed_in, signed_out, sign_in_link_made, webhook_secret_shown,
        retention_applied>(out, false);
    add<deployment_planned, deployment_enqueued, deployment_dequeued, environment_locked,
        environment_unlocked, run_queued, run_claimed, run_interrupted, step_started, step_succeeded,
        step_failed, step_unknown>(out, true);
    return out;
  }();
  return all;
}

std::string at(const recorded_event& event) { return " (#" + std::to_string(event.position) + ")"; }

}  // namespace

bool has_sentence(std::string_view type) { return table().contains(type); }

std::string sentence_of(const recorded_event& event, const audit_subject& about) {
  if (const auto found = table().find(event.type); found != table().end())
    return found->second.say(data_of(event), about);
  std::string words = "recorded " + event.type;
  std::ranges::replace(words, '_', ' ');
  return words;
}

const std::vector<std::string>& machine_noise() {
  static const auto types = [] {
    std::vector<std::string> out;
    for (const auto& [type, one] : table())
      if (one.noise) out.emplace_back(type);
    std::ranges::sort(out);
    return out;
  }();
  return types;
}

std::string cause_in_words(const recorded_event& cause, const audit_subject& about) {
  std::string out;
  on<push_received>(cause, [&](const push_received& e) {
    out = "push to " + branch(e.ref) + (e.pusher.empty() ? "" : " by " + line(e.pusher));
  });
  on<release_announced>(cause, [&](const release_announced& e) {
    out = "release " + line(e.tag) + " " + line(e.action) + (e.author.empty() ? "" : " by " + line(e.author));
  });
  if (out.empty()) out = line(cause.actor) + " " + sentence_of(cause, about);
  return out + at(cause);
}

std::string note_in(const recorded_event& event) {
  std::string out;
  const auto take = [&](const auto& e) { out = line(e.note); };
  (void)(on<deployment_requested>(event, take) || on<cancel_requested>(event, take) ||
         on<attention_answered>(event, take) || on<quarantine_released>(event, take));
  return out;
}

}  // namespace eeveon
