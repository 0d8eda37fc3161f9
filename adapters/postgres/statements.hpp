// The SQL of this adapter: one statement per file in sql/, named by its file without the ending.
#pragma once

#include <string_view>

namespace eeveon::pg {

// The text of sql/<name>.sql, ended by a zero byte. A name that is not there is a bug and ends the process.
const char* statement(std::string_view name);

}  // namespace eeveon::pg
