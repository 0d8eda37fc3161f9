#include "cli/demo/push_payload.hpp"

#include <boost/json.hpp>

namespace eeveon::cli::demo {
namespace {

namespace json = boost::json;

const std::string nothing(40, '0');

json::object to_json(const pushed_commit& c) {
  json::object author{{"name", c.author}, {"email", c.email}};
  return {{"id", c.id},       {"message", c.message}, {"timestamp", c.timestamp},
          {"author", author}, {"committer", author},  {"distinct", true}};
}

}  // namespace

std::string payload_of(const push& told) {
  json::array commits;
  for (const auto& c : told.commits) commits.push_back(to_json(c));
  const bool deleted = told.after == nothing;
  const json::value head =
      deleted || told.commits.empty() ? json::value(nullptr) : json::value(to_json(told.commits.back()));
  const json::object repository{{"id", 1},
                                {"name", "repository"},
                                {"full_name", "demo/repository"},
                                {"default_branch", "main"},
                                {"clone_url", told.clone_url}};
  const json::object pusher{{"name", told.commits.empty() ? "demo" : told.commits.back().author}};
  return json::serialize(json::object{{"ref", told.ref},
                                      {"before", told.before},
                                      {"after", told.after},
                                      {"created", told.before == nothing},
                                      {"deleted", deleted},
                                      {"forced", told.forced},
                                      {"commits", std::move(commits)},
                                      {"head_commit", head},
                                      {"repository", repository},
                                      {"pusher", pusher}});
}

}  // namespace eeveon::cli::demo
