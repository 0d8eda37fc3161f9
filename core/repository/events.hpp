// What repositories told us: facts on the stream repo-<provider>-<repository id>.
#pragma once

#include "core/events/codec.hpp"

namespace eeveon {

struct repository_identity {
  std::string provider;           // "github", "poll"
  std::string id;                 // the provider's stable id; for "poll" the URL's digest
  std::string full_name;          // acme/shop
  std::vector<std::string> urls;  // clone, ssh, git and html addresses, as told
  std::string default_branch;
  std::string hook = {};  // the name of the hook that told it; empty: the one without a name
  static void fields(auto& self, auto& field) {
    field("provider", self.provider);
    field("id", self.id);
    field("full_name", self.full_name);
    field("urls", self.urls);
    field("default_branch", self.default_branch);
    field("hook", self.hook);
  }
};

struct push_received {
  static constexpr std::string_view type = "push_received";
  repository_identity repository;
  std::string ref;            // whole: refs/heads/main, refs/tags/v1
  std::string before, after;  // 40 hex digits; all zeros: did not exist / was deleted
  bool created = false, deleted = false, forced = false;
  std::string message, author, authored_at;  // of the new head, when told
  std::string pusher;
  std::int64_t commits = 0;
  static void fields(auto& self, auto& field) {
    field("repository", self.repository);
    field("ref", self.ref);
    field("before", self.before);
    field("after", self.after);
    field("created", self.created);
    field("deleted", self.deleted);
    field("forced", self.forced);
    field("message", self.message);
    field("author", self.author);
    field("authored_at", self.authored_at);
    field("pusher", self.pusher);
    field("commits", self.commits);
  }
};

struct release_announced {
  static constexpr std::string_view type = "release_announced";
  repository_identity repository;
  std::string action;  // only "published" deploys
  std::string release_id, tag, name, author;
  bool draft = false, prerelease = false;
  static void fields(auto& self, auto& field) {
    field("repository", self.repository);
    field("action", self.action);
    field("release_id", self.release_id);
    field("tag", self.tag);
    field("name", self.name);
    field("author", self.author);
    field("draft", self.draft);
    field("prerelease", self.prerelease);
  }
};

// The commit an announced release's tag names, once somebody has asked the repository.
struct release_tag_resolved {
  static constexpr std::string_view type = "release_tag_resolved";
  repository_identity repository;
  std::string tag, commit, name, author;
  static void fields(auto& self, auto& field) {
    field("repository", self.repository);
    field("tag", self.tag);
    field("commit", self.commit);
    field("name", self.name);
    field("author", self.author);
  }
};

// Nobody will look for it any more: the release is deployed by hand, or announced again.
struct release_tag_unresolved {
  static constexpr std::string_view type = "release_tag_unresolved";
  repository_identity repository;
  std::string tag, reason;
  static void fields(auto& self, auto& field) {
    field("repository", self.repository);
    field("tag", self.tag);
    field("reason", self.reason);
  }
};

struct hook_pinged {
  static constexpr std::string_view type = "hook_pinged";
  repository_identity repository;  // empty for organisation hooks
  std::string hook_id, zen;
  static void fields(auto& self, auto& field) {
    field("repository", self.repository);
    field("hook_id", self.hook_id);
    field("zen", self.zen);
  }
};

// Every other event of a provider: recorded, never acted on.
struct hook_event_ignored {
  static constexpr std::string_view type = "hook_event_ignored";
  repository_identity repository;
  std::string event, action;
  static void fields(auto& self, auto& field) {
    field("repository", self.repository);
    field("event", self.event);
    field("action", self.action);
  }
};

// Where a delivery came in, as it stands in the provider's settings; empty for what did not come by a hook.
inline std::string hook_of(const repository_identity& told) {
  if (told.provider == "poll") return {};
  return "/hooks/" + told.provider + (told.hook.empty() ? "" : "/" + told.hook);
}

inline std::string repository_stream(const repository_identity& repository) {
  return "repo-" + repository.provider + "-" + repository.id;
}

}  // namespace eeveon
