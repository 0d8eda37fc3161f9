// Rows of the API: who asks, and the first steps.
#include "server/api/rows.hpp"

namespace eeveon::api {

std::vector<http::route> access_rows(parts& with) {
  const auto call = [&with](api_handler handler) { return bind(with, handler); };
  return {
      {.method = "POST",
       .pattern = "/api/v1/session",
       .needs = access::anonymous,
       .summary = "Signs in with a link's token or an API token.",
       .serve = call(sign_in),
       .body = {{"token", "string", "Of the link, or an API token.", true}},
       .answers = {200, 400, 401}},
      {.method = "GET",
       .pattern = "/api/v1/session",
       .summary = "Tells who is signed in.",
       .serve = call(who_am_i),
       .answers = {200}},
      {.method = "DELETE",
       .pattern = "/api/v1/session",
       .summary = "Signs out.",
       .serve = call(sign_out),
       .answers = {204, 409},
       .keyed = true},
      {.method = "POST",
       .pattern = "/api/v1/sign-in-links",
       .summary = "Makes a sign-in link that is good once, for 15 minutes.",
       .serve = call(make_sign_in_link),
       .answers = {201, 400, 409},
       .keyed = true,
       .secret_answer = true},
      {.method = "GET",
       .pattern = "/api/v1/setup",
       .summary = "Tells the webhook's address and what is left to do before the first deployment.",
       .serve = call(get_setup),
       .query = {min_position},
       .answers = {200}},
      {.method = "POST",
       .pattern = "/api/v1/setup/webhook-secret",
       .summary =
           "Shows the secret of a hook, to be pasted where the webhook is made; the log tells who saw it.",
       .serve = call(show_webhook_secret),
       .body = {{"hook", "string", "The hook's name; left out: /hooks/github."}},
       .answers = {200, 400, 404, 409},
       .keyed = true,
       .secret_answer = true},
  };
}

}  // namespace eeveon::api
