#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/field.hpp"
#include "cli/listing.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

// "main" of "refs/heads/main".
std::string short_ref(std::string ref) {
  for (const std::string_view before : {"refs/heads/", "refs/tags/"})
    if (ref.starts_with(before)) return ref.substr(before.size());
  return ref;
}

std::string event_of(const json::value& row) {
  const auto* headers = find_in(row, "headers");
  return headers ? text_of(*headers, "x-github-event") : std::string{};
}

int run(invocation& asked) {
  const bool all = asked.has("all");
  std::vector<std::pair<std::string_view, std::string>> again;
  if (all) again.emplace_back("all", "");
  return show_page(asked, {.verb = "deliveries",
                           .path = "/api/v1/deliveries",
                           .rows = "deliveries",
                           .query = {{"source", "source"}, {"event", "event"}},
                           .besides = {{"newest", "true"}, {"hooks", all ? "" : "true"}},
                           .again = std::move(again),
                           .titles = {"POSITION", "RECEIVED", "SOURCE", "EVENT", "REPOSITORY", "REF",
                                      "STATUS", "DELIVERY", "EVENTS", "SHA256"},
                           .row = [](const json::value& row) -> std::vector<std::string> {
                             return {text_of(row, "position"),   short_time(text_of(row, "received_at")),
                                     text_of(row, "source"),     event_of(row),
                                     text_of(row, "repository"), short_ref(text_of(row, "ref")),
                                     text_of(row, "status"),     text_of(row, "key"),
                                     text_of(row, "events"),     text_of(row, "sha256")};
                           },
                           .narrow = 8,
                           .id = {2, 7},
                           .exported = false});
}

}  // namespace

verb deliveries() {
  return {"deliveries",
          audience::client,
          "what webhooks brought, newest first: about which ref, how it was answered",
          {{"--source", "SOURCE", "only from here, as github or github/NAME"},
           {"--event", "EVENT", "only of this X-GitHub-Event, as push"},
           {"--all", "", "what commands and scripts brought too"},
           {"--limit", "N", "at most so many", "20", parameter::count::one, false, {1, 500}},
           {"--after", "CURSOR", "older ones, as the line below a page says"}},
          run};
}

}  // namespace eeveon::cli
