// What the handlers of the API work with, and the few things they all do.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <span>
#include <string>

#include "core/project/fields.hpp"
#include "ports/archive.hpp"
#include "ports/clock.hpp"
#include "ports/delivery_log.hpp"
#include "ports/doorbell.hpp"
#include "ports/event_store.hpp"
#include "ports/http_client.hpp"
#include "ports/launcher.hpp"
#include "ports/log_store.hpp"
#include "ports/node_channel.hpp"
#include "ports/read_models.hpp"
#include "ports/repository_access.hpp"
#include "ports/run_store.hpp"
#include "ports/session_store.hpp"
#include "server/http/reply.hpp"
#include "server/http/routes.hpp"
#include "server/live/feed.hpp"
#include "server/live/open_sockets.hpp"
#include "server/past/past_boards.hpp"
#include "server/services/compute.hpp"
#include "server/services/log_signal.hpp"
#include "server/services/node_checks.hpp"
#include "server/services/node_loads.hpp"
#include "server/services/remote_refs.hpp"

namespace eeveon::api {

// All of it outlives the server's routes.
struct parts {
  event_store& events;
  read_models& models;
  run_store& runs;
  log_store& logs;
  doorbell& bell;
  session_store& sessions;
  launcher& programs;
  const repository_access& repositories;
  node_channel& nodes;
  clock_source& clock;
  feed& picture;
  log_signal& grown;
  delivery_log& deliveries;
  node_checks& checks;
  node_loads& loads;
  past_boards& past;
  http::authenticator& authority;
  archive& records;
  compute& desk;
  std::string public_url;               // what links begin with
  std::vector<std::string> file_roots;  // below these, file: repositories may be named
  std::chrono::milliseconds recheck_sockets{
      60'000};  // how often an open socket's credentials are looked at again
  std::map<std::string, std::vector<std::string>> hook_secrets{};  // as the hooks have them, by name
  open_sockets sockets{};
};

using http::request_context;

git_door door_of(const parts& with);
// Why a repository was not read. What somebody has to change first is 422: the request itself is well-formed.
http_reply repository_problem(const failure& why);

// The request's JSON body; the problem to answer with when it is none.
result<json::value> body_of(const request_context& context);

// Why somebody asks: `note` of a body that is read already (with a mistake noted when it is none), or of one
// that holds nothing else.
std::string note_in(fields& body);
result<std::string> note_of(const request_context& context);

// Waits until this server has folded what it has itself committed, so that an ask right after an answer sees
// it.
asio::awaitable<void> catch_up(parts& with);

// Answers a row's request: what stands in the query is checked before the handler runs, and an ask that was
// answered under its Idempotency-Key before is answered the same again, whatever has become of its subject
// since; another ask under the same key is 409.
asio::awaitable<http_reply> answer(parts& with, std::shared_ptr<const http::route> row,
                                   request_context context);

// An ask as a delivery: under its Idempotency-Key, or a fresh one, so that the log can tell of each where it
// came from. `who` asked; `answer` is what a repeat is answered.
delivery delivery_of(parts& with, const request_context& context, const std::string& who, bool from_page,
                     std::string answer);

// Commits for the one who asks, under its Idempotency-Key if it has one, and answers `answer` with its
// position.
asio::awaitable<http_reply> commit(parts& with, const request_context& context, append_command command,
                                   json::object answer, int status = 202);

// `limit` of a list: 1 to `most`, `fallback` when absent.
result<int> limit_of(const http_request& request, int fallback, int most);
// A number of the query, which was checked before the handler ran.
std::int64_t number_of(const http_request& request, std::string_view name, std::int64_t fallback);
// `after` of a list that begins with the newest: only what is below. Absent: 0, from the newest on.
result<std::int64_t> older_than(const http_request& request);
// Is the parameter, if it is there, one of the words known?
result<> check_one_of(const http_request& request, std::string_view name,
                      std::span<const std::string_view> known);
// A boolean of the query, checked before the handler ran; absent is false.
bool is_set(const http_request& request, std::string_view name);

// Adds Eeveon-Position, and honours ?min_position=N by waiting up to two seconds for it.
asio::awaitable<http_reply> projected(parts& with, const request_context& context, http_reply reply);
asio::awaitable<void> wait_for_min_position(parts& with, const request_context& context);

}  // namespace eeveon::api
