// What a build has found out about the past of its commit: the commits before it and how its files differ
// from what was live then. A document; the step that made it names its digest.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/events/codec.hpp"

namespace eeveon {

struct line_sums {
  std::int64_t files = 0, added = 0, removed = 0;  // added, removed: lines
  static void fields(auto& self, auto& field) {
    field("files", self.files);
    field("added", self.added);
    field("removed", self.removed);
  }
};

// How files differ between two commits.
struct diffstat {
  static constexpr std::size_t most_files = 1000;
  struct file {
    std::string path;
    std::optional<std::int64_t> added, removed;  // lines; absent for what is not text
    static void fields(auto& self, auto& field) {
      field("path", self.path);
      field("added", self.added);
      field("removed", self.removed);
    }
  };
  using sums = line_sums;
  std::vector<file> files;
  bool truncated = false;      // there are more
  std::optional<sums> totals;  // of all of them; absent when they could not be counted
  static void fields(auto& self, auto& field) {
    field("files", self.files);
    field("truncated", self.truncated);
    field("totals", self.totals);
  }
};

struct history {
  static constexpr std::size_t most_commits = 250;
  struct entry {
    std::string commit, author, at, subject;
    std::vector<std::string> parents;
    static void fields(auto& self, auto& field) {
      field("commit", self.commit);
      field("author", self.author);
      field("at", self.at);
      field("subject", self.subject);
      field("parents", self.parents);
    }
  };
  // Against a commit that was live, or on its way, when the build was asked for.
  struct comparison {
    std::string base;
    std::string
        direction;  // "forward", "back" or "diverged", seen from the base; empty: it could not be told
    std::optional<diffstat> diff;
    static void fields(auto& self, auto& field) {
      field("base", self.base);
      field("direction", self.direction);
      field("diff", self.diff);
    }
  };
  std::string head;
  std::vector<entry> commits;  // the head first
  bool truncated = false;      // there are more
  std::vector<comparison> compared;
  static void fields(auto& self, auto& field) {
    field("head", self.head);
    field("commits", self.commits);
    field("truncated", self.truncated);
    field("compared", self.compared);
  }

  const comparison* against(std::string_view base) const;
};

// The document's bytes, and back; nothing when it is none.
std::string to_document(const history& value);
std::optional<history> parse_history(std::string_view document);

// The digest of the last history that a release's build has noted; empty: none.
std::string history_noted(const std::vector<recorded_event>& release);

}  // namespace eeveon
