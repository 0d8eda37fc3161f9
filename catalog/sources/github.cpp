#include "catalog/sources/github.hpp"

#include <array>
#include <boost/json.hpp>

#include "core/base/http.hpp"
#include "core/repository/events.hpp"

namespace eeveon {
namespace {

constexpr std::size_t max_depth = 64;

// Reading what a stranger's JSON may or may not hold: every look is answered, missing or odd fields are
// empty.
const json::value* look(const json::value* from, std::string_view key) {
  return from && from->is_object() ? from->get_object().if_contains(key) : nullptr;
}
std::string text(const json::value* value) {
  return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}
bool flag(const json::value* value) { return value && value->is_bool() && value->get_bool(); }
std::string id(const json::value* value) {
  if (value && value->is_int64() && value->get_int64() > 0) return std::to_string(value->get_int64());
  if (value && value->is_uint64()) return std::to_string(value->get_uint64());
  return {};
}

repository_identity read_repository(const json::value& payload) {
  const auto* repository = look(&payload, "repository");
  repository_identity out{.provider = "github", .id = id(look(repository, "id"))};
  out.full_name = text(look(repository, "full_name"));
  out.default_branch = text(look(repository, "default_branch"));
  for (const auto* key : {"clone_url", "ssh_url", "git_url", "html_url"})
    if (auto url = text(look(repository, key)); !url.empty()) out.urls.push_back(std::move(url));
  return out;
}

std::string first_line(std::string message) {
  message.resize(std::min(message.find_first_of("\r\n"), message.size()));
  if (message.size() <= 200) return message;
  // A cut in the middle of a character would not be UTF-8 any more.
  std::size_t end = 200;
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) --end;
  message.resize(end);
  return message;
}

bool is_commit(std::string_view value) {
  return value.size() == 40 && value.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

result<told_fact> read_push(const json::value& payload, repository_identity repository) {
  push_received push{.repository = std::move(repository)};
  push.ref = text(look(&payload, "ref"));
  push.before = text(look(&payload, "before"));
  push.after = text(look(&payload, "after"));
  if (!push.ref.starts_with("refs/"))
    return fail(errc::invalid, "a push must name a whole ref, as refs/heads/main", "ref");
  if (!is_commit(push.after))
    return fail(errc::invalid, "a push must name a commit of 40 hex digits", "after");
  push.created = flag(look(&payload, "created"));
  push.deleted = flag(look(&payload, "deleted"));
  push.forced = flag(look(&payload, "forced"));
  const auto* head = look(&payload, "head_commit");
  push.message = first_line(text(look(head, "message")));
  push.author = text(look(look(head, "author"), "name"));
  push.authored_at = text(look(head, "timestamp"));
  push.pusher = text(look(look(&payload, "pusher"), "name"));
  if (const auto* commits = look(&payload, "commits"); commits && commits->is_array())
    push.commits = static_cast<std::int64_t>(commits->get_array().size());
  auto stream = repository_stream(push.repository);
  return told_fact{std::move(stream), make_event(push)};
}

result<told_fact> read_release(const json::value& payload, repository_identity repository) {
  const auto* release = look(&payload, "release");
  release_announced out{.repository = std::move(repository),
                        .action = text(look(&payload, "action")),
                        .release_id = id(look(release, "id")),
                        .tag = text(look(release, "tag_name")),
                        .name = first_line(text(look(release, "name"))),
                        .author = text(look(look(release, "author"), "login")),
                        .draft = flag(look(release, "draft")),
                        .prerelease = flag(look(release, "prerelease"))};
  if (out.tag.empty()) return fail(errc::invalid, "a release must name its tag", "release.tag_name");
  auto stream = repository_stream(out.repository);
  return told_fact{std::move(stream), make_event(out)};
}

// The form field "payload", percent-decoded.
std::string payload_of_form(std::string_view body) {
  http_request form;
  form.query = body;
  return form.parameter("payload").value_or("");
}

}  // namespace

result<told_fact> read_github(std::string_view kind, std::string_view content_type, std::string_view body) {
  std::string decoded;
  if (content_type.starts_with("application/x-www-form-urlencoded")) {
    decoded = payload_of_form(body);
    body = decoded;
  }
  json::parse_options options;
  options.max_depth = max_depth;
  boost::system::error_code error;
  // The tree is read once and thrown away: an arena saves an allocation per value.
  std::array<unsigned char, 16 * 1024> beginning;
  json::monotonic_resource arena(beginning.data(), beginning.size());
  const auto payload = json::parse(json::string_view(body.data(), body.size()), error, &arena, options);
  if (error)
    return fail(errc::invalid, "the body is not JSON that can be read (depth up to 64, valid UTF-8)", "body");
  if (!payload.is_object()) return fail(errc::invalid, "the body must be a JSON object", "body");

  auto repository = read_repository(payload);
  if (kind == "push" || kind == "release") {
    if (repository.id.empty())
      return fail(errc::invalid, "the repository's numeric id is missing", "repository.id");
    return kind == "push" ? read_push(payload, std::move(repository))
                          : read_release(payload, std::move(repository));
  }
  const auto stream = repository.id.empty() ? std::string("system") : repository_stream(repository);
  if (kind == "ping")
    return told_fact{stream, make_event(hook_pinged{repository, id(look(&payload, "hook_id")),
                                                    first_line(text(look(&payload, "zen")))})};
  return told_fact{stream, make_event(hook_event_ignored{repository, std::string(kind.substr(0, 100)),
                                                         text(look(&payload, "action"))})};
}

}  // namespace eeveon
