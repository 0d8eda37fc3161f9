#include "core/release/history.hpp"

#include <algorithm>

#include "core/run/events.hpp"

namespace eeveon {

const history::comparison* history::against(std::string_view base) const {
  const auto found = std::ranges::find(compared, base, &comparison::base);
  return found == compared.end() ? nullptr : &*found;
}

std::string to_document(const history& value) {
  std::string out;
  codec::text_writer{out}.put(value);
  return to_valid_utf8(std::move(out));
}

std::optional<history> parse_history(std::string_view document) {
  boost::system::error_code error;
  const auto value = json::parse(json::string_view(document.data(), document.size()), error);
  history out;
  if (error || !codec::read(value, out) || out.head.empty()) return {};
  return out;
}

std::string history_noted(const std::vector<recorded_event>& release) {
  std::string out;
  for (const auto& event : release) {
    if (event.data.find("\"history@worker\"") == std::string::npos) continue;
    on<step_succeeded>(event, [&](const step_succeeded& step) {
      const auto* noted = step.output.if_contains("history");
      if (step.step == "history@worker" && noted && noted->is_string()) out = noted->get_string();
    });
  }
  return out;
}

}  // namespace eeveon
