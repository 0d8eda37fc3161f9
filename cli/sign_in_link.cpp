#include "cli/sign_in_link.hpp"

#include <boost/json.hpp>

#include "cli/field.hpp"

namespace eeveon::cli {

result<std::string> sign_in_link(api& server) {
  const auto answer = server.post("/api/v1/sign-in-links");
  if (!answer) return std::unexpected(answer.error());
  return text_of(*answer, "link");
}

}  // namespace eeveon::cli
