#include "server/api/parts.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/base/json_text.hpp"
#include "core/base/note.hpp"
#include "core/base/utf8.hpp"

namespace eeveon::api {
namespace {

// Far more than any project needs; a megabyte of nothing but brackets would be half a million.
constexpr std::size_t max_parts = 50'000;

using http::described;

// Keys are the asking one's own: nobody meets another's by chance.
std::string source_of(const std::string& who) { return "api/" + who; }

// Of an ask's own headers nothing is kept but who carried it: the rest may hold secrets.
std::string origin_of(const request_context& context, bool from_page) {
  const json::object origin{{"via", from_page ? "page" : "token"},
                            {"address", context.request.peer},
                            {"user-agent", printable(context.request.header("user-agent"), 120)}};
  return json::serialize(origin);
}

std::string ask_of(const http_request& request) {
  return request.method + " " + request.path + "\n" + request.body;
}

// An answer as it is kept beside its key: the reply's object, with its status in it.
http_reply shown(json::object answer, std::int64_t position) {
  const auto* status = answer.if_contains("status");
  const auto code = status && status->is_int64() ? static_cast<int>(status->get_int64()) : 200;
  answer.erase("status");
  if (code == 204) return {.status = 204, .headers = {{"Eeveon-Position", std::to_string(position)}}};
  answer["position"] = position;
  auto reply = http::json_reply(code, json::serialize(answer));
  reply.headers.emplace_back("Eeveon-Position", std::to_string(position));
  return reply;
}

http_reply repeated(const std::string& kept, std::int64_t position) {
  auto answer = json::parse(kept).as_object();
  answer["duplicate"] = true;
  return shown(std::move(answer), position);
}

bool is_number(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end && value >= 0;
}

bool is_plain(std::string_view name) {
  return !name.empty() && name.size() <= 40 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == name.npos;
}

// What stands after '?' is checked before a handler runs: a mistyped filter must not show everything.
result<> check_query(const http::route& row, const http_request& request) {
  std::string_view rest = request.query;
  std::set<std::string_view> seen;
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto name = pair.substr(0, pair.find('='));
    if (name.empty()) continue;
    // Whoever reads the first would do other than whoever reads the last was told.
    if (!seen.insert(name).second)
      return fail(errc::invalid, "a parameter is given twice", is_plain(name) ? std::string(name) : "query");
    const auto known = std::ranges::find(row.query, name, &described::name);
    if (known == row.query.end()) {
      std::string names;
      for (const auto& one : row.query) names += (names.empty() ? "" : ", ") + std::string(one.name);
      return fail(
          errc::invalid,
          "there is no such parameter; " + (names.empty() ? "this path takes none" : "known: " + names),
          is_plain(name) ? std::string(name) : "query");
    }
    if (known->type == "integer" && !is_number(request.parameter(name).value_or("")))
      return fail(errc::invalid, std::string(name) + " must be a whole number, 0 or more", std::string(name));
    if (const auto value = request.parameter(name);
        known->type == "boolean" && value != "true" && value != "false")
      return fail(errc::invalid, std::string(name) + " must be true or false", std::string(name));
  }
  return {};
}

// Two at once may find the key free: the second then meets the first in the log.
failure key_is_taken() {
  return {errc::duplicate_body, "this key came with another request before: take a fresh one",
          "Idempotency-Key"};
}

// Of a row that takes none: what is sent all the same would be dropped in silence.
result<> check_no_body(const http::route& row, const request_context& context) {
  if (row.method != "POST" || !row.body.empty()) return {};
  const auto body = body_of(context);
  if (!body) return std::unexpected(body.error());
  mistakes wrong;
  const fields none(*body, "", wrong, {});
  if (wrong) return std::unexpected(*wrong);
  return {};
}

}  // namespace

result<json::value> body_of(const request_context& context) {
  if (context.request.body.empty()) return json::value(json::object{});
  if (json_parts(context.request.body) > max_parts)
    return fail(errc::too_large, "the body holds more than " + std::to_string(max_parts) + " keys and values",
                "body");
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 64;
  const auto& body = context.request.body;
  auto value = json::parse(json::string_view(body.data(), body.size()), error, {}, options);
  if (error) return fail(errc::invalid, "the body is not JSON (" + error.message() + ")", "body");
  if (!value.is_object()) return fail(errc::invalid, "the body must be a JSON object", "body");
  return value;
}

asio::awaitable<void> catch_up(parts& with) {
  co_await with.picture.reached(with.grown.newest(), std::chrono::seconds(2));
}

asio::awaitable<http_reply> answer(parts& with, std::shared_ptr<const http::route> row,
                                   request_context context) {
  if (const auto sound = check_query(*row, context.request); !sound) co_return http::problem(sound.error());
  if (const auto key = context.request.header("idempotency-key"); row->keyed && !key.empty()) {
    if (key.size() > 200)
      co_return http::problem(
          fail(errc::invalid, "must be at most 200 characters", "Idempotency-Key").error());
    auto before = co_await with.deliveries.find(source_of(context.who->name), std::string(key));
    if (!before) co_return http::problem(before.error());
    if (*before && (*before)->body_sha256 != sha256(ask_of(context.request)))
      co_return http::problem(key_is_taken());
    if (*before && !row->secret_answer) co_return repeated((*before)->answer, (*before)->position);
  }
  if (const auto sound = check_no_body(*row, context); !sound) co_return http::problem(sound.error());
  co_return co_await row->serve(std::move(context));
}

delivery delivery_of(parts& with, const request_context& context, const std::string& who, bool from_page,
                     std::string answer) {
  const auto given = context.request.header("idempotency-key");
  return {source_of(who),
          given.empty() ? make_id("ask", with.clock.fresh_uuid()) : std::string(given),
          sha256(ask_of(context.request)),
          origin_of(context, from_page),
          "",
          std::move(answer)};
}

std::string note_in(fields& body) {
  auto note = body.text("note");
  if (const auto sound = check_note(note); !sound) body.reject("note", sound.error().detail);
  return note;
}

result<std::string> note_of(const request_context& context) {
  auto body = body_of(context);
  if (!body) return std::unexpected(body.error());
  mistakes wrong;
  fields in(*body, "", wrong, {"note"});
  auto note = note_in(in);
  if (wrong) return std::unexpected(*wrong);
  return note;
}

asio::awaitable<http_reply> commit(parts& with, const request_context& context, append_command command,
                                   json::object answer, int status) {
  command.actor = context.who->name;
  command.correlation = with.clock.fresh_uuid();
  answer["status"] = status;
  command.from =
      delivery_of(with, context, context.who->name, context.who->from_cookie, json::serialize(answer));
  auto done = co_await with.events.append(std::move(command));
  if (!done)
    co_return http::problem(done.error().code == errc::duplicate_body ? key_is_taken() : done.error());
  with.grown.grown_to(done->position);
  if (done->duplicate) co_return repeated(done->answer, done->position);
  co_return shown(std::move(answer), done->position);
}

std::int64_t number_of(const http_request& request, std::string_view name, std::int64_t fallback) {
  const auto text = request.parameter(name);
  if (!text) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc{} && end == text->data() + text->size() ? value : fallback;
}

result<std::int64_t> older_than(const http_request& request) {
  const auto below = number_of(request, "after", 0);
  // Nothing lies below, and no page ever led here: it is no way to say "from the newest on".
  if (below == 0 && request.parameter("after"))
    return fail(errc::invalid, "must be `next` of the page before", "after");
  return below;
}

result<> check_one_of(const http_request& request, std::string_view name,
                      std::span<const std::string_view> known) {
  const auto asked = request.parameter(name);
  if (!asked || std::ranges::find(known, *asked) != known.end()) return {};
  std::string words;
  for (const auto word : known) words += (words.empty() ? "" : ", ") + std::string(word);
  const auto meant = nearest(*asked, known);
  return fail(errc::invalid,
              "must be one of " + words + (meant ? "; did you mean '" + std::string(*meant) + "'?" : ""),
              std::string(name));
}

bool is_set(const http_request& request, std::string_view name) { return request.parameter(name) == "true"; }

result<int> limit_of(const http_request& request, int fallback, int most) {
  const auto value = number_of(request, "limit", fallback);
  if (value < 1 || value > most)
    return fail(errc::invalid,
                "limit must be 1 to " + std::to_string(most) + "; ask for the rest with `after`", "limit");
  return static_cast<int>(value);
}

asio::awaitable<void> wait_for_min_position(parts& with, const request_context& context) {
  const auto wanted = number_of(context.request, "min_position", 0);
  co_await with.picture.reached(std::max(wanted, with.grown.newest()), std::chrono::seconds(2));
}

asio::awaitable<http_reply> projected(parts& with, const request_context&, http_reply reply) {
  reply.headers.emplace_back("Eeveon-Position", std::to_string(with.picture.position()));
  co_return reply;
}

git_door door_of(const parts& with) { return {with.programs, with.repositories, with.file_roots}; }

http_reply repository_problem(const failure& why) {
  if (why.code != errc::invalid || why.where != "repository") return http::problem(why);
  return http::problem(422, why.detail, to_string(why.code), why.where);
}

}  // namespace eeveon::api
