// --field: one member of an answer, for scripts that want nothing else. What needs more than a path
// (conditions, arithmetic) is jq's: `-o json | jq`.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace eeveon::cli {

namespace json = boost::json;

// What stands at `path` ("environments.current.commit"), a line for each value: lists are gone through, a
// number picks one of their members ("environments.0"). Texts as they are but for control characters, objects
// as JSON, what one member of a list lacks as an empty line. Throws unwritable (errc::invalid) when nothing
// in the answer is called so; the detail says what is.
std::string field_text(const json::value& answer, std::string_view path);

}  // namespace eeveon::cli
