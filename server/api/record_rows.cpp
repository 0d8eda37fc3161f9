// Rows of the API: the log, what hooks brought, the board and its live feed.
#include "server/api/rows.hpp"
#include "server/live/live_session.hpp"

namespace eeveon::api {
namespace {

constexpr std::string_view live_topics =
    "What to send, separated by commas: board (changes of it), events (with every change those that made it; "
    "brings the board), load (how busy nodes are), logs (of deployments that are followed). Everything "
    "without "
    "it; {\"type\":\"topics\",\"topics\":[…]} chooses anew at any time.";

}  // namespace

std::vector<http::route> record_rows(parts& with) {
  const auto call = [&with](api_handler handler) { return bind(with, handler); };
  return {
      {.method = "GET",
       .pattern = "/api/v1/events",
       .summary = "Gives the log's events in position order; lines of JSON when Accept asks for "
                  "application/x-ndjson.",
       .serve = call(list_events),
       .query = {{"after", "integer", "Only events after this position."},
                 {"stream", "string", "Only of this stream."},
                 {"type", "string", "Only of this type."},
                 {"newest", "boolean", "true: the last ones instead of the first, still in order."},
                 limit},
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/deliveries",
       .summary = "Lists what hooks and commands brought, oldest first; never a signature.",
       .serve = call(list_deliveries),
       .query = {{"source", "string", "Only from here, as github."},
                 {"hooks", "boolean", "true: only what webhooks brought."},
                 {"event", "string", "Only of this X-GitHub-Event, as push."},
                 {"key", "string", "Only those whose key begins so."},
                 {"newest", "boolean", "true: newest first."},
                 after_row,
                 limit,
                 {"body", "integer", "1: with the bodies, at most ten a page."}},
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/delivery",
       .summary = "Shows one delivery with its body and the events it brought.",
       .serve = call(get_delivery),
       .query = {{"source", "string", "Where it came from, as github.", true},
                 {"key", "string", "Its id there.", true}},
       .answers = {200, 400, 404}},
      {.method = "POST",
       .pattern = "/api/v1/delivery/replay",
       .summary = "Takes a webhook's stored body once more, as a delivery of its own.",
       .serve = call(replay_delivery),
       .body = {{"source", "string", "Where it came from, as github.", true},
                {"key", "string", "Its id there.", true}},
       .answers = {202, 400, 404, 409, 422},
       .keyed = true},
      {.method = "POST",
       .pattern = "/api/v1/vacuum",
       .summary = "Applies retention now: bodies of deliveries older than 30 days, output older than 90.",
       .serve = call(vacuum),
       .answers = {200, 400, 409},
       .keyed = true},
      {.method = "GET",
       .pattern = "/api/v1/board",
       .summary = "Gives the whole dashboard state, of now or of any past moment.",
       .serve = call(get_board),
       .query =
           {min_position,
            {"at", "string",
             "How it stood then: a position of the log, or a time as 2026-11-21T13:37:24Z. What is yet to "
             "come is the present."}},
       .answers = {200, 400, 503}},
      {.method = "GET",
       .pattern = "/api/v1/log-span",
       .summary = "Tells the first and the last position of the log and their times.",
       .serve = call(get_log_span),
       .answers = {200}},
      {.method = "GET",
       .pattern = "/api/v1/live",
       .summary =
           "The live feed, a WebSocket: a snapshot of the board, then its changes, each with the first and "
           "last position it covers; behind, with how many messages were missed, to a reader too slow.",
       .serve_socket =
           [&with](std::shared_ptr<websocket> socket, request_context context) {
             return serve_live({with.picture, with.authority, with.sockets, with.recheck_sockets},
                               std::move(socket), std::move(context));
           },
       .query = {{"after", "integer", "Goes on after this position instead of beginning with a snapshot."},
                 {"topics", "string", live_topics}},
       .answers = {101, 403, 426}},
  };
}

}  // namespace eeveon::api
