// The table of what can be asked for: how to ask, what may come back, and who answers.
#include <algorithm>
#include <iterator>

#include "server/api/rows.hpp"

namespace eeveon::api {

std::vector<http::route> routes(parts& with) {
  std::vector<http::route> table;
  for (const auto area : {access_rows, project_rows, deployment_rows, history_rows, record_rows})
    std::ranges::move(area(with), std::back_inserter(table));
  for (auto& row : table) {
    if (!row.serve) continue;
    row.serve = [&with, inner = std::make_shared<const http::route>(row)](request_context context) {
      return answer(with, inner, std::move(context));
    };
  }
  return table;
}

}  // namespace eeveon::api
