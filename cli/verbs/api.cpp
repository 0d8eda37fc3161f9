#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/read_text.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

constexpr std::string_view prefix = "/api/v1/";

// "board", "api/v1/board" and "/api/v1/board" are the same place.
std::string path_of(std::string_view typed) {
  while (typed.starts_with('/')) typed.remove_prefix(1);
  return "/" + std::string(typed.starts_with(prefix.substr(1)) ? "" : prefix.substr(1)) + std::string(typed);
}

// What to send: the text itself, or with '@' what stands in that file ('@-': on standard input).
result<json::value> body_of(const std::string& given) {
  std::string text = given;
  if (given.starts_with('@')) {
    auto read = read_text(given.substr(1));
    if (!read) return std::unexpected(read.error());
    text = std::move(*read);
  }
  boost::system::error_code wrong;
  auto body = json::parse(text, wrong);
  if (wrong) return fail(errc::invalid, "must be JSON: " + wrong.message(), "--body");
  return body;
}

int run(invocation& asked) {
  json::value body;
  if (asked.has("body")) {
    auto given = body_of(asked.text("body"));
    if (!given) return report(given.error());
    body = std::move(*given);
  }
  auto method = asked.text("method");
  if (method.empty()) method = body.is_null() ? "GET" : "POST";
  std::ranges::transform(method, method.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
  constexpr std::string_view known[]{"GET", "POST", "PUT", "DELETE", "HEAD"};
  if (std::ranges::find(known, method) == std::end(known))
    return report({errc::invalid, "must be GET, HEAD, POST, PUT or DELETE", "--method"});
  auto server = connect(asked.chosen());
  const auto reply = server.send(method, path_of(asked.text("PATH")), body, asked.text("accept"));
  if (!reply) return report(reply.error());
  if (reply->status < 400 && !asked.chosen().output.field.empty())
    print_answer(asked.chosen().output, reply->body, {});
  else if (!reply->text.empty())
    print_text(reply->text + (reply->text.ends_with('\n') ? "" : "\n"));
  return reply->status < 400 ? done : report(failure_of(*reply));
}

}  // namespace

verb raw_api() {
  return {"api",
          audience::client,
          "ask the API by hand, and print its answer as it came; /openapi.json lists its paths",
          {{"PATH", "", "as board, or deployments?project=shop&limit=5"},
           {"-X,--method", "METHOD", "GET, or POST where there is a body; PUT, DELETE"},
           {"--body", "JSON", "what to send; @FILE reads it from a file, @- from standard input"},
           {"--accept", "TYPE", "as text/csv or application/x-ndjson", "application/json"}},
          run};
}

}  // namespace eeveon::cli
