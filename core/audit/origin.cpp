#include "core/audit/origin.hpp"

#include <algorithm>
#include <array>

#include "core/events/types.hpp"

namespace eeveon {
namespace {

std::string text_in(std::string_view object, std::string_view name) {
  boost::system::error_code error;
  const auto value = json::parse(json::string_view(object.data(), object.size()), error);
  const auto* found = !error && value.is_object() ? value.get_object().if_contains(name) : nullptr;
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

std::string delivered(const recorded_event& event, std::string_view headers) {
  const auto source = delivery_of(event).first;
  if (!source.starts_with("api/"))
    return (event.actor == "github" ? "webhook " : "replay for webhook ") + source +
           (source.contains('/') ? "" : "/default");
  const auto via = text_in(headers, "via"), address = text_in(headers, "address");
  const auto door = via == "page" ? "page" : via == "token" ? "API token " + event.actor : "API";
  return door + (address.empty() ? "" : ", " + address);
}

// What only a person's command writes, or one of ours with a cause.
bool is_command(const recorded_event& event) {
  static constexpr std::array types{
      deployment_requested::type, cancel_requested::type,  attention_answered::type,
      quarantine_released::type,  project_applied::type,   node_registered::type,
      node_removed::type,         signed_in::type,         signed_out::type,
      webhook_secret_shown::type, sign_in_link_made::type, retention_applied::type};
  return event.causation == 0 && std::ranges::find(types, event.type) != types.end();
}

}  // namespace

std::pair<std::string, std::string> delivery_of(const recorded_event& event) {
  const auto& text = event.delivery;
  // A key that came with a command may hold any character, but its source is the asker's own.
  const auto own = "api/" + event.actor + "/";
  const auto slash = text.starts_with(own) ? own.size() - 1 : text.rfind('/');
  if (slash == text.npos) return {};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

std::string origin_in_words(const recorded_event& event, std::string_view headers, const recorded_event& root,
                            std::string_view root_headers) {
  if (!event.delivery.empty()) return delivered(event, headers);
  if (event.actor == "gate" || event.actor == "resolver") {
    if (root.position == event.position) return "server";
    return origin_in_words(root, root_headers, root, root_headers);
  }
  if (event.actor == "prober") return "health check";
  if (is_command(event)) return "API";
  return event.actor;  // "poll", or a worker by its name
}

}  // namespace eeveon
