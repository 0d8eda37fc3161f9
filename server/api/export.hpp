// Lists as files: which form a request asks for, and the answer that a browser saves.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/api/parts.hpp"

namespace eeveon::api {

// Does Accept want `type` (lower case, as "application/x-ndjson") more than `otherwise`, which is answered
// where it does not?
bool accepts(const http_request& request, std::string_view type,
             std::string_view otherwise = "application/json");

enum class list_form { json, csv, ndjson };
// By the Accept header; JSON unless it wants another one more.
list_form form_of(const http_request& request);

// As many rows as an export brings at most; `next` of an export stands in its header Eeveon-Next.
inline constexpr int most_exported = 10'000;

// The reply with the file `eeveon-<name>-<day>`, and the cursor that goes on where it ends (empty: nowhere).
http_reply file_reply(list_form form, std::string_view name, timestamp now, std::string body,
                      const std::string& next);

// A moment of the query as RFC 3339, if it is given.
result<std::optional<timestamp>> moment_in(const http_request& request, std::string_view name);

}  // namespace eeveon::api
