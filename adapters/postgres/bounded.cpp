#include "adapters/postgres/bounded.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

namespace eeveon::pg {
namespace {

// A server that accepts and says nothing, a peer that takes no bytes, a machine that went away while we
// listen. Connecting ends well before request_limit, so that who waits is told that it was this that failed;
// libpq counts whole seconds and may end one early.
constexpr struct {
  std::string_view name, value;
} limits[] = {{"connect_timeout", "3"},     {"tcp_user_timeout", "10000"}, {"keepalives_idle", "10"},
              {"keepalives_interval", "5"}, {"keepalives_count", "3"},     {"application_name", "eeveon"}};

void add(std::string& to, std::string_view name, std::string_view value) {
  to.append(to.empty() ? "" : " ").append(name).append("='");
  for (const char letter : value) {
    if (letter == '\'' || letter == '\\') to += '\\';
    to += letter;
  }
  to += '\'';
}

}  // namespace

std::string bounded(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> said(
      PQconninfoParse(url.c_str(), nullptr), PQconninfoFree);
  if (!said) return url;
  std::string out;
  for (const auto* option = said.get(); option->keyword; ++option)
    if (option->val) add(out, option->keyword, option->val);
  for (const auto& [name, value] : limits) {
    const auto* option = said.get();
    while (option->keyword && name != option->keyword) ++option;
    if (option->keyword && !option->val) add(out, name, value);
  }
  return out;
}

}  // namespace eeveon::pg
