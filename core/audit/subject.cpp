#include "core/audit/subject.hpp"

#include "core/events/codec.hpp"

namespace eeveon {
namespace {

std::string text_in(const json::object& data, std::string_view name) {
  const auto* value = data.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

}  // namespace

audit_subject subject_of(const recorded_event& event) {
  audit_subject out;
  boost::system::error_code error;
  const auto value = json::parse(json::string_view(event.data.data(), event.data.size()), error);
  if (!error && value.is_object()) {
    const auto& data = value.get_object();
    out = {.project = text_in(data, "project"),
           .environment = text_in(data, "environment"),
           .deployment = text_in(data, "deployment"),
           .release = text_in(data, "release"),
           .commit = text_in(data, "commit")};
  }
  const std::string_view stream = event.stream;
  if (stream.starts_with("env-")) {
    const auto slash = stream.find('/');
    out.project = stream.substr(4, slash - 4);
    out.environment = slash == stream.npos ? "" : stream.substr(slash + 1);
  } else if (stream.starts_with("project-")) {
    out.project = stream.substr(8);
  } else if (stream.starts_with("deployment-")) {
    out.deployment = stream.substr(11);
  } else if (stream.starts_with("release-")) {
    out.release = stream.substr(8);
  }
  return out;
}

}  // namespace eeveon
