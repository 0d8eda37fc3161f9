#include "cli/known.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>

#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/verb.hpp"

namespace eeveon::cli {
namespace {

constexpr std::size_t most_named = 10;

}  // namespace

failure unknown(std::string_view what, const std::string& typed, const std::vector<std::string>& known) {
  const auto said = fmt::format("there is no {} {}", what, plain(typed));
  const auto meant = nearest_word(typed, {known.begin(), known.end()});
  if (!meant.empty()) return {errc::not_found, fmt::format("{}; did you mean {}?", said, meant), ""};
  if (known.empty()) return {errc::not_found, said + ", and no other yet", ""};
  const std::vector<std::string> some(known.begin(), known.begin() + std::min(known.size(), most_named));
  return {
      errc::not_found,
      fmt::format("{}; there is: {}{}", said, fmt::join(some, ", "),
                  known.size() > most_named ? fmt::format(" and {} more", known.size() - most_named) : ""),
      ""};
}

std::vector<std::string> names_in(const json::value& answer, std::string_view list, std::string_view key) {
  std::vector<std::string> out;
  for (const auto& one : list_of(answer, list)) out.push_back(text_of(one, key));
  return out;
}

result<> check_place(api& server, const std::string& project, const std::string& environment) {
  if (project.empty()) return {};
  const auto answer = server.get("/api/v1/projects");
  if (!answer) return std::unexpected(answer.error());
  for (const auto& one : list_of(*answer, "projects")) {
    if (text_of(one, "name") != project) continue;
    std::vector<std::string> there;
    for (const auto& name : list_of(one, "environments"))
      if (name.is_string()) there.emplace_back(name.get_string());
    if (environment.empty() || std::find(there.begin(), there.end(), environment) != there.end()) return {};
    return std::unexpected(unknown("environment of " + project + " called", environment, there));
  }
  return std::unexpected(unknown("project", project, names_in(*answer, "projects", "name")));
}

result<> check_stream(api& server, const std::string& stream) {
  const auto answer =
      server.get(with_query("/api/v1/events", {{"after", "0"}, {"stream", stream}, {"limit", "1"}}));
  if (!answer) return std::unexpected(answer.error());
  if (!list_of(*answer, "events").empty()) return {};
  return fail(
      errc::not_found,
      fmt::format("there is no stream {} yet; streams are called project-NAME, env-PROJECT/ENVIRONMENT, "
                  "deployment-ID, release-ID, node-NAME, repo-PROVIDER-ID or system",
                  plain(stream)));
}

std::vector<std::string> warnings_of_removal(const json::value& answer) {
  std::vector<std::string> out;
  for (const auto& id : list_of(answer, "still_reached_by"))
    if (id.is_string())
      out.push_back(plain(fmt::format("warning: {0} still goes to {1}, as its plan says: eeveon logs -f {0}",
                                      std::string_view(id.get_string()), text_of(answer, "name"))));
  return out;
}

failure about_node(api& server, const std::string& name, failure why) {
  if (why.code != errc::not_found) return why;
  const auto answer = server.get("/api/v1/nodes");
  return answer ? unknown("node", name, names_in(*answer, "nodes", "name")) : why;
}

}  // namespace eeveon::cli
