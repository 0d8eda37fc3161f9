#include "adapters/postgres/statements.hpp"

#include <stdexcept>
#include <string>
#include <unordered_map>

#include "core/base/embedded.hpp"

namespace eeveon::pg {

const char* statement(std::string_view name) {
  static const auto all = [] {
    std::unordered_map<std::string_view, std::string> map;
    for (const auto& file : embedded::sql())
      map.emplace(file.path.substr(0, file.path.rfind('.')), file.bytes);
    return map;
  }();
  const auto found = all.find(name);
  if (found == all.end()) throw std::logic_error("no SQL statement is called " + std::string(name));
  return found->second.c_str();
}

}  // namespace eeveon::pg
