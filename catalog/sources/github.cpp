#include "catalog/sources/github.hpp"

#include <algorithm>

#include "catalog/sources/github_payload.hpp"
#include "core/base/http.hpp"
#include "core/repository/events.hpp"

namespace eeveon {
namespace {

repository_identity read_repository(github_payload& payload, std::string_view hook) {
  repository_identity out{
      .provider = "github", .id = std::move(payload.repository_id), .hook = std::string(hook)};
  out.full_name = std::move(payload.full_name);
  out.default_branch = std::move(payload.default_branch);
  for (auto* url : {&payload.clone_url, &payload.ssh_url, &payload.git_url, &payload.html_url})
    if (!url->empty()) out.urls.push_back(std::move(*url));
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

result<told_fact> read_push(github_payload payload, repository_identity repository) {
  if (!payload.ref.starts_with("refs/"))
    return fail(errc::invalid, "a push must name a whole ref, as refs/heads/main", "ref");
  if (!is_commit(payload.after))
    return fail(errc::invalid, "a push must name a commit of 40 hex digits", "after");
  auto stream = repository_stream(repository);
  const push_received push{.repository = std::move(repository),
                           .ref = std::move(payload.ref),
                           .before = std::move(payload.before),
                           .after = std::move(payload.after),
                           .created = payload.created,
                           .deleted = payload.deleted,
                           .forced = payload.forced,
                           .message = first_line(std::move(payload.message)),
                           .author = first_line(std::move(payload.author)),
                           .authored_at = first_line(std::move(payload.authored_at)),
                           .pusher = first_line(std::move(payload.pusher)),
                           .commits = payload.commits};
  return told_fact{std::move(stream), make_event(push)};
}

result<told_fact> read_release(github_payload payload, repository_identity repository) {
  if (payload.tag.empty()) return fail(errc::invalid, "a release must name its tag", "release.tag_name");
  auto stream = repository_stream(repository);
  const release_announced out{.repository = std::move(repository),
                              .action = std::move(payload.action),
                              .release_id = std::move(payload.release_id),
                              .tag = std::move(payload.tag),
                              .name = first_line(std::move(payload.release_name)),
                              .author = first_line(std::move(payload.release_author)),
                              .draft = payload.draft,
                              .prerelease = payload.prerelease};
  return told_fact{std::move(stream), make_event(out)};
}

// The form field "payload", percent-decoded.
std::string payload_of_form(std::string_view body) {
  http_request form;
  form.query = body;
  return form.parameter("payload").value_or("");
}

}  // namespace

result<told_fact> read_github(std::string_view kind, std::string_view content_type, std::string_view body,
                              std::string_view hook) {
  std::string decoded;
  if (content_type.starts_with("application/x-www-form-urlencoded")) {
    decoded = payload_of_form(body);
    body = decoded;
  }
  auto payload = read_github_payload(body);
  if (!payload) return std::unexpected(std::move(payload.error()));

  auto repository = read_repository(*payload, hook);
  if (kind == "push" || kind == "release") {
    if (repository.id.empty())
      return fail(errc::invalid, "the repository's numeric id is missing", "repository.id");
    return kind == "push" ? read_push(std::move(*payload), std::move(repository))
                          : read_release(std::move(*payload), std::move(repository));
  }
  auto stream = repository.id.empty() ? std::string("system") : repository_stream(repository);
  if (kind == "ping")
    return told_fact{std::move(stream),
                     make_event(hook_pinged{std::move(repository), std::move(payload->hook_id),
                                            first_line(std::move(payload->zen))})};
  return told_fact{std::move(stream),
                   make_event(hook_event_ignored{std::move(repository), std::string(kind.substr(0, 100)),
                                                 std::move(payload->action)})};
}

}  // namespace eeveon
