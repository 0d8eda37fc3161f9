#include "cli/whole.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "cli/field.hpp"
#include "cli/print.hpp"
#include "core/base/ids.hpp"

namespace eeveon::cli {
namespace {

constexpr std::size_t shortest = 4;
constexpr int most_pages = 20;  // of 500 rows
constexpr std::size_t most_listed = 10;
constexpr std::string_view left_out = "…";  // as the page shortens ids
constexpr std::string_view of_ids = "0123456789abcdef-";

bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == text.npos;
}

result<std::vector<json::value>> all_rows(api& server, const std::string& kind, const std::string& project) {
  std::vector<json::value> out;
  std::string after;
  for (int page = 0; page < most_pages; ++page) {
    const auto answer =
        server.get(with_query("/api/v1/" + kind, {{"project", project}, {"limit", "500"}, {"after", after}}));
    if (!answer) return std::unexpected(answer.error());
    const auto& list = list_of(*answer, kind);
    out.insert(out.end(), list.begin(), list.end());
    after = text_of(*answer, "next");
    if (after.empty()) break;
  }
  return out;
}

}  // namespace

result<std::string> only_one(std::string_view what, std::string_view typed,
                             const std::vector<candidate>& among) {
  if (typed.size() < shortest)
    return fail(errc::invalid, fmt::format("'{}' is too short for a {}: give at least {} characters",
                                           plain(typed), what, shortest));
  std::vector<candidate> found;
  for (const auto& one : among) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const auto& f) { return f.id == one.id; });
    if (one.id.starts_with(typed) && !known) found.push_back(one);
  }
  if (found.empty())
    return fail(errc::not_found, fmt::format("no {} that begins with {} is known here", what, plain(typed)));
  if (found.size() == 1) return found.front().id;
  std::string text =
      fmt::format("{} {}s begin with {}: give more of the one you mean", found.size(), what, plain(typed));
  for (std::size_t i = 0; i < std::min(found.size(), most_listed); ++i)
    text += fmt::format("\n{}  {}", found[i].id, plain(found[i].remark));
  if (found.size() > most_listed) text += fmt::format("\nand {} more", found.size() - most_listed);
  return std::unexpected(failure{errc::invalid, std::move(text), ""});
}

result<std::string> whole_commit(api& server, const std::string& project, const std::string& typed) {
  if (typed.size() == 40) return typed;
  if (!is_hex(typed))
    return fail(errc::invalid, "a commit is written in hex digits (0-9, a-f): --ref takes names");
  std::vector<candidate> among;
  const auto releases = all_rows(server, "releases", project);
  if (!releases) return std::unexpected(releases.error());
  for (const auto& one : *releases) among.push_back({text_of(one, "commit"), text_of(one, "message")});
  // The repository may be away; what was built is known all the same.
  if (const auto refs = server.get("/api/v1/projects/" + escaped(project) + "/refs"))
    for (const auto& one : list_of(*refs, "refs"))
      among.push_back({text_of(one, "commit"), text_of(one, "ref")});
  auto found = only_one("commit", typed, among);
  if (!found && found.error().code == errc::not_found)
    found.error().detail += " (built before, or the head of a branch or tag): all 40 digits name any other";
  return found;
}

bool looks_like_an_id(std::string_view text) {
  const auto gap = text.find(left_out);
  const auto head = text.substr(0, gap), tail = gap == text.npos ? "" : text.substr(gap + left_out.size());
  const auto of_an_id = [](std::string_view part) { return part.find_first_not_of(of_ids) == part.npos; };
  return head.size() >= shortest && head.size() + tail.size() <= 36 && of_an_id(head) && of_an_id(tail);
}

result<std::string> whole_deployment(api& server, const std::string& typed) {
  if (is_id(typed, "dep")) return typed;
  if (is_id("dep_" + typed, "dep")) return "dep_" + typed;
  const auto gap = std::min(typed.find(left_out), typed.size());
  const auto start = (typed.starts_with("dep_") ? "" : "dep_") + typed.substr(0, gap);
  const auto end = gap == typed.size() ? std::string() : typed.substr(gap + left_out.size());
  if ((start.substr(4) + end).find_first_not_of(of_ids) != std::string::npos)
    return fail(errc::not_found, fmt::format("'{}' is not the beginning of a deployment's id (dep_…); a "
                                             "project's deployments are listed by: eeveon history PROJECT",
                                             plain(typed)));
  if (start.size() < 4 + shortest)  // what they all begin with does not count
    return fail(errc::invalid,
                fmt::format("'{}' is too short for a deployment: give at least {} characters{}", plain(typed),
                            shortest, " of its id"));
  const auto rows = all_rows(server, "deployments", "");
  if (!rows) return std::unexpected(rows.error());
  std::vector<candidate> among;
  for (const auto& one : *rows)
    if (const auto id = text_of(one, "id"); id.ends_with(end))
      among.push_back(
          {id, fmt::format("{} {}  {}  {}  {}  {}", text_of(one, "project"), text_of(one, "environment"),
                           text_of(one, "status"), short_commit(text_of(one, "commit")),
                           short_time(text_of(one, "requested_at")), text_of(one, "message"))});
  return only_one("deployment", start, among);
}

result<std::string> whole_release(api& server, const std::string& project, const std::string& typed) {
  if (is_id(typed, "rel")) return typed;
  const auto releases = all_rows(server, "releases", project);
  if (!releases) return std::unexpected(releases.error());
  std::vector<candidate> by_id, by_commit;
  for (const auto& one : *releases) {
    const auto id = text_of(one, "id"), commit = text_of(one, "commit");
    by_id.push_back({id, short_commit(commit) + "  " + text_of(one, "message")});
    if (is_hex(typed) && typed.size() >= shortest && commit.starts_with(typed))
      by_commit.push_back(by_id.back());
  }
  auto found = only_one("release", typed.starts_with("rel_") ? typed : "rel_" + typed, by_id);
  if (found || found.error().code != errc::not_found) return found;
  if (!by_commit.empty()) return only_one("release", "rel_", by_commit);
  return fail(errc::not_found, fmt::format("no release of {} begins with {}, by its id or by its commit",
                                           plain(project), plain(typed)));
}

}  // namespace eeveon::cli
