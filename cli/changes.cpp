#include "cli/changes.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/field.hpp"

namespace eeveon::cli {
namespace {

std::string counted(std::size_t count, bool more, const char* what) {
  return fmt::format("{}{} {}{}", more ? "more than " : "", count, what, count == 1 && !more ? "" : "s");
}

bool is_set(const json::value& changes, const char* key) {
  const auto* value = find_in(changes, key);
  return value && value->is_bool() && value->get_bool();
}

std::string or_dash(const std::string& number) { return number.empty() ? "-" : number; }

}  // namespace

table commits_table(const json::value& changes) {
  table out{{"COMMIT", "AT", "AUTHOR", "SUBJECT", "WHOLE COMMIT"}, {}, 4, {4}};
  for (const auto& commit : list_of(changes, "commits"))
    out.rows.push_back({short_commit(text_of(commit, "commit")), short_time(text_of(commit, "at")),
                        text_of(commit, "author"), text_of(commit, "subject"), text_of(commit, "commit")});
  return out;
}

table files_table(const json::value& changes) {
  table out{{"ADDED", "REMOVED", "PATH"}, {}};
  out.id = {2};
  for (const auto& file : list_of(changes, "files"))
    out.rows.push_back(
        {or_dash(text_of(file, "added")), or_dash(text_of(file, "removed")), text_of(file, "path")});
  return out;
}

std::string changes_remark(const json::value& changes) {
  const auto direction = text_of(changes, "direction");
  const auto base = short_commit(text_of(changes, "base"));
  if (direction == "same") return "the commit that was live there before: nothing changes";
  if (direction == "unknown")
    return "what changes since " + base + " is not known: no build has noted the way between the two";
  auto out = counted(list_of(changes, "commits").size(), is_set(changes, "commits_truncated"), "commit");
  if (direction == "back") out += " taken away";
  if (const auto* totals = find_in(changes, "totals"))
    out += fmt::format(", {} (+{} -{})",
                       counted(static_cast<std::size_t>(number_of(*totals, "files")), false, "file"),
                       number_of(*totals, "added"), number_of(*totals, "removed"));
  if (direction == "first") return out + "; nothing was live before";
  out += direction == "diverged"
             ? "; the two have parted: " + base + ", the commit before it there, does not lead to it"
             : " since " + base;
  if (const auto url = text_of(changes, "compare_url"); !url.empty()) out += "  " + url;
  return out;
}

}  // namespace eeveon::cli
