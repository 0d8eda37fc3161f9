#include "core/projections/why.hpp"

#include <algorithm>
#include <map>

#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "core/repository/events.hpp"

namespace eeveon {
namespace {

std::string short_commit(std::string_view commit) { return std::string(commit.substr(0, 8)); }

// "refs/heads/main" -> "main"
std::string short_ref(std::string_view ref) {
  for (const std::string_view before : {"refs/heads/", "refs/tags/"})
    if (ref.starts_with(before)) return std::string(ref.substr(before.size()));
  return std::string(ref);
}

std::string by(std::string_view who) { return who.empty() ? std::string() : " by " + std::string(who); }

// The part of "source/key" that the sender knows it by.
std::string delivery_of(const recorded_event& event) {
  const auto slash = event.delivery.rfind('/');
  return slash == event.delivery.npos ? std::string()
                                      : " (delivery " + event.delivery.substr(slash + 1) + ")";
}

std::string told_request(const deployment_requested& request, const std::string& actor) {
  const auto place = request.project + "/" + request.environment;
  const auto commit = short_commit(request.commit);
  if (request.trigger == "rollback")
    return "going back to " + commit + " in " + place + " asked for" + by(actor) +
           (request.rollback_of.empty() ? "" : ", which takes back " + request.rollback_of);
  if (is_automatic(request.trigger))
    return "deployment of " + commit + " to " + place + " requested" +
           (request.ref.empty() ? "" : ", which follows " + short_ref(request.ref));
  return "deployment of " + commit + " to " + place + " asked for" + by(actor);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace

std::vector<node_story> node_stories(const std::vector<recorded_event>& environment,
                                     const std::vector<std::string>& nodes) {
  std::map<std::string, node_story> all;
  std::string newest;
  for (const auto& event : environment) {
    on<release_went_live>(event, [&](const release_went_live& e) {
      newest = e.deployment;
      for (const auto& node : e.nodes) {
        all[node].runs = {e.release, e.commit, e.deployment, {}, event.recorded_at, event.position};
        all[node].maybe.reset();
      }
    });
    on<nodes_in_doubt>(event, [&](const nodes_in_doubt& e) {
      for (const auto& node : e.nodes)
        all[node].maybe = {e.release, e.commit, e.deployment, e.reason, event.recorded_at, event.position};
    });
    on<doubt_settled>(event, [&](const doubt_settled& e) {
      for (const auto& node : e.nodes) all[node].maybe.reset();
    });
  }
  std::vector<node_story> out;
  for (const auto& node : nodes) {
    auto& story = out.emplace_back(std::move(all[node]));
    story.node = node;
    story.behind = !newest.empty() && (!story.runs || story.runs->deployment != newest);
  }
  return out;
}

std::string told_link(const recorded_event& event, const std::string& worker) {
  std::string out;
  on<push_received>(event, [&](const push_received& e) {
    out =
        e.repository.provider == "poll"
            ? short_ref(e.ref) + " was found at " + short_commit(e.after) +
                  " when the repository was looked at"
            : "push to " + short_ref(e.ref) + by(e.pusher.empty() ? e.author : e.pusher) + delivery_of(event);
  });
  on<release_announced>(event, [&](const release_announced& e) {
    out = "release " + e.tag + " published" + by(e.author) + delivery_of(event);
  });
  on<release_tag_resolved>(event, [&](const release_tag_resolved& e) {
    out = "tag " + e.tag + " found at " + short_commit(e.commit);
  });
  on<deployment_requested>(event, [&](const deployment_requested& e) { out = told_request(e, event.actor); });
  on<release_built>(event, [&](const release_built& e) {
    out = "commit " + short_commit(e.commit) + " built" + by(worker);
  });
  on<release_went_live>(event, [&](const release_went_live& e) { out = "went live on " + joined(e.nodes); });
  on<nodes_in_doubt>(event, [&](const nodes_in_doubt& e) {
    out = "going back failed, so " + joined(e.nodes) + " may run it: " + e.reason;
  });
  if (!out.empty()) return out;
  out = event.type;
  std::ranges::replace(out, '_', ' ');
  return out;
}

json::array chain_view(std::vector<recorded_event> events, const std::string& worker) {
  std::ranges::sort(events, std::ranges::greater{}, &recorded_event::position);
  const auto same = std::ranges::unique(events, {}, &recorded_event::position);
  events.erase(same.begin(), same.end());
  json::array out;
  for (const auto& event : events)
    out.push_back(json::object{{"position", event.position},
                               {"type", event.type},
                               {"at", to_rfc3339(event.recorded_at)},
                               {"actor", event.actor},
                               {"text", told_link(event, worker)}});
  return out;
}

}  // namespace eeveon
