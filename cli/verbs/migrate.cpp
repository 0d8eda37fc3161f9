#include <cstdlib>

#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/wiring.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  if (!asked.has("database-admin"))
    return report(
        {errc::invalid, "say which database: --database-admin postgresql://postgres@host/eeveon", ""});
  const auto applied = migrate_database(asked.text("database-admin"));
  if (!applied) return report(applied.error()), wrong_usage;
  for (const auto& name : *applied) remark("applied " + name);
  if (applied->empty()) remark("the database is up to date");
  return done;
}

}  // namespace

verb migrate() {
  return {"migrate",
          audience::local,
          "bring a database's schema to this version",
          {{"--database-admin", "URL", "as a superuser, or as eeveon_owner once the roles exist"}},
          run};
}

}  // namespace eeveon::cli
